using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Logging;

namespace Kraken.P2P;

/// <summary>
/// Keeps one mutual-TLS connection to every known peer. Of two peers the one with the lower address dials; a certificate whose
/// key is not the expected peer's ends the handshake. A broken connection is made anew.
/// </summary>
public sealed class PeerNetwork : IAsyncDisposable
{
    private static readonly TimeSpan HandshakeLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LastRetry = TimeSpan.FromSeconds(2);

    // Handshakes cost CPU: strangers can hold up at most this many at once.
    private readonly SemaphoreSlim handshakes = new(16);

    private readonly PeerId self;
    private readonly X509Certificate2 certificate;
    private readonly Dictionary<PeerId, PeerAddress> peers;
    private readonly ILogger logger;
    private readonly TcpListener listener;
    private readonly ConcurrentDictionary<PeerId, PeerConnection> connections = new();
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentDictionary<Task, bool> tasks = new();

    /// <summary>Builds a network; <see cref="Start"/> opens it.</summary>
    /// <param name="self">This node.</param>
    /// <param name="certificate">Its certificate with private key.</param>
    /// <param name="listen">Where to accept connections.</param>
    /// <param name="peers">The other nodes.</param>
    /// <param name="logger">Receives one line per connection made or lost.</param>
    public PeerNetwork(PeerId self, X509Certificate2 certificate, IPEndPoint listen, IEnumerable<PeerAddress> peers, ILogger logger)
    {
        this.self = self;
        this.certificate = certificate;
        this.peers = peers.Where(peer => peer.Id != self).ToDictionary(peer => peer.Id);
        this.logger = logger;
        listener = new TcpListener(listen);
    }

    /// <summary>Called with every message, on the connection's reading task: it must not block.</summary>
    public Action<PeerId, PeerChannel, byte[]> Received { get; set; } = (_, _, _) => { };

    /// <summary>Called when a peer connected.</summary>
    public Action<PeerId> Connected { get; set; } = _ => { };

    /// <summary>The connected peers.</summary>
    public IReadOnlyCollection<PeerId> ConnectedPeers => [.. connections.Keys];

    /// <summary>Begins to listen and to dial.</summary>
    /// <exception cref="SocketException">The port is taken.</exception>
    public void Start()
    {
        listener.Start();
        Track(AcceptAsync());
        foreach (PeerAddress peer in peers.Values.Where(peer => self.Address < peer.Id.Address))
        {
            Track(DialAsync(peer));
        }
    }

    /// <summary>Sends to one peer; false when it is not connected or too slow.</summary>
    public bool Send(PeerId peer, PeerChannel channel, ReadOnlySpan<byte> content) =>
        connections.TryGetValue(peer, out PeerConnection? connection) && connection.TrySend(FrameCodec.Encode(channel, content));

    /// <summary>Sends to every connected peer.</summary>
    public void Broadcast(PeerChannel channel, ReadOnlySpan<byte> content)
    {
        byte[] frame = FrameCodec.Encode(channel, content);
        foreach (PeerConnection connection in connections.Values)
        {
            connection.TrySend(frame);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (stop.IsCancellationRequested)
        {
            return;
        }

        await stop.CancelAsync().ConfigureAwait(false);
        listener.Stop();
        await Task.WhenAll(tasks.Keys).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
        handshakes.Dispose();
        listener.Dispose();
    }

    private void Track(Task task)
    {
        tasks.TryAdd(task, true);
        _ = task.ContinueWith(ended => tasks.TryRemove(ended, out _), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    private async Task AcceptAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            await handshakes.WaitAsync(stop.Token).ConfigureAwait(false);
            TcpClient client;
            try
            {
                client = await listener.AcceptTcpClientAsync(stop.Token).ConfigureAwait(false);
            }
            catch (SocketException error)
            {
                handshakes.Release();
                logger.LogWarning("accepting a connection failed: {Reason}", error.Message);
                continue;
            }

            Track(ServeAsync(client));
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using TcpClient owned = client;
        SslStream? stream = null;
        try
        {
            try
            {
                stream = await HandshakeAsync(client, expected: null).ConfigureAwait(false);
            }
            finally
            {
                handshakes.Release();
            }

            PeerId peer = peers.Values.First(known => Holds(stream.RemoteCertificate, known)).Id;
            await HoldAsync(new PeerConnection(peer, stream)).ConfigureAwait(false);
        }
        catch (Exception error) when (IsConnectionFailure(error))
        {
            logger.LogDebug("a connection ended: {Reason}", error.Message);
        }
        finally
        {
            if (stream is not null)
            {
                await stream.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private async Task DialAsync(PeerAddress peer)
    {
        TimeSpan retry = FirstRetry;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using TcpClient client = new();
                await client.ConnectAsync(peer.Host, peer.Port, stop.Token).ConfigureAwait(false);
                SslStream stream = await HandshakeAsync(client, peer).ConfigureAwait(false);
                retry = FirstRetry;
                await HoldAsync(new PeerConnection(peer.Id, stream)).ConfigureAwait(false);
            }
            catch (Exception error) when (IsConnectionFailure(error) && !stop.IsCancellationRequested)
            {
                logger.LogDebug("connecting to {Peer} failed: {Reason}", peer.Id, error.Message);
            }

            await Task.Delay(retry, stop.Token).ConfigureAwait(false);
            retry = retry * 2 < LastRetry ? retry * 2 : LastRetry;
        }
    }

    /// <summary>Mutual TLS 1.3; a dialling node expects one peer, an accepting one any known peer.</summary>
    private async Task<SslStream> HandshakeAsync(TcpClient client, PeerAddress? expected)
    {
        client.NoDelay = true;
        bool Accepts(object sender, X509Certificate? shown, X509Chain? chain, SslPolicyErrors errors) =>
            expected is null ? peers.Values.Any(peer => Holds(shown, peer)) : Holds(shown, expected);
        SslStream stream = new(client.GetStream(), leaveInnerStreamOpen: false, Accepts);
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        limit.CancelAfter(HandshakeLimit);
        try
        {
            await (expected is null
                ? stream.AuthenticateAsServerAsync(
                    new SslServerAuthenticationOptions { ServerCertificate = certificate, ClientCertificateRequired = true, EnabledSslProtocols = SslProtocols.Tls13 }, limit.Token)
                : stream.AuthenticateAsClientAsync(
                    new SslClientAuthenticationOptions { TargetHost = "kraken-peer", ClientCertificates = [certificate], EnabledSslProtocols = SslProtocols.Tls13 }, limit.Token))
                .ConfigureAwait(false);
            return stream;
        }
        catch
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task HoldAsync(PeerConnection connection)
    {
        await using (connection.ConfigureAwait(false))
        {
            // A peer that dials anew lost the old connection, whatever this side still believes.
            connections[connection.Peer] = connection;
            logger.LogInformation("peer {Peer} connected", connection.Peer);
            try
            {
                Connected(connection.Peer);
                await connection.RunAsync(Received, stop.Token).ConfigureAwait(false);
            }
            finally
            {
                connections.TryRemove(new KeyValuePair<PeerId, PeerConnection>(connection.Peer, connection));
                logger.LogInformation("peer {Peer} disconnected", connection.Peer);
            }
        }
    }

    private static bool Holds(X509Certificate? shown, PeerAddress peer)
    {
        if (shown is not X509Certificate2 held)
        {
            return false;
        }

        using ECDsa? key = held.GetECDsaPublicKey();
        return key is not null && CryptographicOperations.FixedTimeEquals(key.ExportSubjectPublicKeyInfo(), peer.PublicKey.Span);
    }

    private static bool IsConnectionFailure(Exception error) =>
        error is IOException or SocketException or AuthenticationException or OperationCanceledException or InvalidOperationException or InvalidDataException;
}
