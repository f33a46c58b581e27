using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;

namespace Kraken.P2P.Admission;

/// <summary>Mutual TLS 1.3 between nodes that know each other's public keys: no authority, names, dates or resumed sessions.</summary>
internal sealed class PeerAuthentication(X509Certificate2 certificate, IEnumerable<PeerAddress> peers)
{
    private readonly SslStreamCertificateContext own =
        SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true);
    private readonly ImmutableDictionary<string, PeerId> peersByKey =
        peers.ToImmutableDictionary(peer => Convert.ToHexString(peer.PublicKey.Span), peer => peer.Id, StringComparer.Ordinal);

    /// <summary>Authenticates a connection that was dialled: the other end must be this peer.</summary>
    /// <exception cref="AuthenticationException">It is not.</exception>
    public async Task<SslStream> DialledAsync(Socket socket, PeerId expected, CancellationToken limit)
    {
        SslStream stream = Over(socket);
        SslClientAuthenticationOptions options = new()
        {
            TargetHost = "kraken-peer",
            ClientCertificateContext = own,
            EnabledSslProtocols = SslProtocols.Tls13,
            AllowTlsResume = false,
            CertificateChainPolicy = NoChain(),
            RemoteCertificateValidationCallback = (_, shown, _, _) => PeerOf(shown) == expected,
        };
        await OrDisposeAsync(stream, stream.AuthenticateAsClientAsync(options, limit)).ConfigureAwait(false);
        return stream;
    }

    /// <summary>Authenticates a connection that was accepted: the other end must be a known peer.</summary>
    /// <exception cref="AuthenticationException">It is not.</exception>
    public async Task<(SslStream Stream, PeerId Peer)> AcceptedAsync(Socket socket, CancellationToken limit)
    {
        PeerId? peer = null;
        SslStream stream = Over(socket);
        SslServerAuthenticationOptions options = new()
        {
            ServerCertificateContext = own,
            ClientCertificateRequired = true,
            EnabledSslProtocols = SslProtocols.Tls13,
            AllowTlsResume = false,
            CertificateChainPolicy = NoChain(),
            RemoteCertificateValidationCallback = (_, shown, _, _) => (peer = PeerOf(shown)) is not null,
        };
        await OrDisposeAsync(stream, stream.AuthenticateAsServerAsync(options, limit)).ConfigureAwait(false);
        return (stream, peer ?? throw new AuthenticationException("the peer showed no certificate"));
    }

    private static SslStream Over(Socket socket) => new(new NetworkStream(socket, ownsSocket: true), leaveInnerStreamOpen: false);

    // A stranger's certificate must not make this node fetch what it names. A policy keeps what it saw: one for each handshake.
    private static X509ChainPolicy NoChain() => new()
    {
        DisableCertificateDownloads = true,
        RevocationMode = X509RevocationMode.NoCheck,
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        VerificationFlags = X509VerificationFlags.AllFlags,
    };

    private static async Task OrDisposeAsync(SslStream stream, Task authenticating)
    {
        try
        {
            await authenticating.ConfigureAwait(false);
        }
        catch
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private PeerId? PeerOf(X509Certificate? shown)
    {
        if (shown is not X509Certificate2 held)
        {
            return null;
        }

        try
        {
            return peersByKey.TryGetValue(Convert.ToHexString(held.PublicKey.ExportSubjectPublicKeyInfo()), out PeerId peer) ? peer : null;
        }
        catch (CryptographicException)
        {
            // A key that cannot even be written down is no known peer's.
            return null;
        }
    }
}
