using System;
using System.IO;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using Kraken.P2P.Framing;

namespace Kraken.P2P.Tests;

/// <summary>A peer with a good key and bad manners: it writes and reads pieces by hand.</summary>
internal sealed class RawPeer : IDisposable
{
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    private RawPeer(int? receiveBuffer)
    {
        if (receiveBuffer is { } bytes)
        {
            socket.ReceiveBufferSize = bytes;
        }
    }

    public SslStream Stream { get; private set; } = null!;

    public static async Task<RawPeer> ConnectAsync(int port, X509Certificate2 certificate, int? receiveBuffer = null)
    {
        RawPeer peer = new(receiveBuffer);
        await peer.socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port));
        NetworkStream plain = new(peer.socket, ownsSocket: true);
        peer.Stream = new SslStream(plain, leaveInnerStreamOpen: false, (_, shown, _, _) => shown is not null);
        await peer.Stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "kraken-peer",
            ClientCertificates = [certificate],
            EnabledSslProtocols = SslProtocols.Tls13,
        });
        return peer;
    }

    /// <summary>A message of any length, cut into pieces as the protocol wants it.</summary>
    public async Task SendAsync(PeerChannel channel, ReadOnlyMemory<byte> content)
    {
        int offset = 0;
        do
        {
            int length = Math.Min(PieceHeader.MaxContentBytes, content.Length - offset);
            await SendPieceAsync((byte)channel, offset + length == content.Length, content.Slice(offset, length));
            offset += length;
        }
        while (offset < content.Length);
    }

    public async Task SendPieceAsync(byte channel, bool isLast, ReadOnlyMemory<byte> content)
    {
        byte[] piece = new byte[PieceHeader.Bytes + content.Length];
        new PieceHeader(channel, isLast, content.Length).Write(piece);
        content.CopyTo(piece.AsMemory(PieceHeader.Bytes));
        await Stream.WriteAsync(piece);
    }

    public async Task<(PieceHeader Header, byte[] Content)> ReadPieceAsync()
    {
        byte[] header = new byte[PieceHeader.Bytes];
        await Stream.ReadExactlyAsync(header);
        if (PieceHeader.Read(header, out PieceHeader piece) is { } malformed)
        {
            throw new InvalidDataException(malformed);
        }

        byte[] content = new byte[piece.Length];
        await Stream.ReadExactlyAsync(content);
        return (piece, content);
    }

    /// <summary>Sends what the other side may cut short by closing.</summary>
    public static async Task OrClosedAsync(Func<Task> sending)
    {
        try
        {
            await sending();
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // Closed before all was written.
        }
    }

    /// <summary>Reads until the other side ends the connection, cleanly or not.</summary>
    public async Task ClosedAsync()
    {
        byte[] buffer = new byte[1 << 16];
        try
        {
            while (await Stream.ReadAsync(buffer).AsTask().WaitAsync(TimeSpan.FromSeconds(20)) > 0)
            {
            }
        }
        catch (IOException)
        {
            // Closed with bytes on the way: a reset.
        }
    }

    public void Dispose() => socket.Dispose();
}
