using System;
using System.Buffers.Binary;
using System.Net.Sockets;

namespace Kraken.P2P.Links;

/// <summary>The settings of a connection's socket.</summary>
internal static class PeerSocket
{
    // What the system takes of a message before it is on its way: a vote that comes later waits behind it.
    private const int UnsentBytes = 128 << 10;

    // <netinet/tcp.h> of Linux: TCP_NOTSENT_LOWAT on level IPPROTO_TCP.
    private const int TcpLevel = 6;
    private const int NotSentLowWater = 25;

    public static void Prepare(Socket socket)
    {
        socket.NoDelay = true;
        if (OperatingSystem.IsLinux())
        {
            Span<byte> value = stackalloc byte[sizeof(int)];
            BinaryPrimitives.WriteInt32LittleEndian(value, UnsentBytes);
            socket.SetRawSocketOption(TcpLevel, NotSentLowWater, value);
        }
    }
}
