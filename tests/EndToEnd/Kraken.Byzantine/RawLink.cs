using System;
using System.Buffers.Binary;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using Kraken.P2P;

namespace Kraken.Byzantine;

/// <summary>
/// An authenticated connection of which the attack decides every byte. Only the validator of the lowest address may dial all others.
/// </summary>
internal sealed class RawLink : IAsyncDisposable
{
    private const int HeaderBytes = 4;

    private readonly SslStream stream;

    private RawLink(SslStream stream) => this.stream = stream;

    public static async Task<RawLink> ConnectAsync(X509Certificate2 certificate, PeerAddress victim, CancellationToken stop)
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(victim.Host, victim.Port, stop).ConfigureAwait(false);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        SslStream stream = new(new NetworkStream(socket, ownsSocket: true), leaveInnerStreamOpen: false);
        try
        {
            SslClientAuthenticationOptions options = new()
            {
                TargetHost = "kraken-peer",
                ClientCertificates = [certificate],
                EnabledSslProtocols = SslProtocols.Tls13,
                RemoteCertificateValidationCallback = (_, shown, _, _) =>
                    shown is X509Certificate2 held && victim.PublicKey.Span.SequenceEqual(held.PublicKey.ExportSubjectPublicKeyInfo()),
            };
            await stream.AuthenticateAsClientAsync(options, stop).ConfigureAwait(false);
            return new RawLink(stream);
        }
        catch
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Writes a message that fits one piece.</summary>
    public async Task WriteAsync(PeerChannel channel, byte[] content, CancellationToken stop)
    {
        byte[] frame = new byte[HeaderBytes + content.Length];
        frame[0] = (byte)channel;
        frame[1] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(frame.AsSpan(2), (ushort)content.Length);
        content.CopyTo(frame, HeaderBytes);
        await stream.WriteAsync(frame, stop).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => stream.DisposeAsync();
}
