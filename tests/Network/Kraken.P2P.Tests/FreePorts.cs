using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace Kraken.P2P.Tests;

/// <summary>
/// Ports of this machine that nothing listens at. They lie below those that the system gives to outgoing connections (32,768 and up on
/// Linux): one of those may be taken, by a connection or for a minute after it, before the process under test listens.
/// </summary>
internal static class FreePorts
{
    private const int First = 20_000;
    private const int End = 32_000;

    private static readonly Lock Gate = new();
    private static int next = Random.Shared.Next(First, End);

    /// <summary>One port.</summary>
    public static int Take() => Take(1);

    /// <summary>The first of so many adjacent ports; no two calls of a process give the same one until all have been given.</summary>
    public static int Take(int count)
    {
        lock (Gate)
        {
            while (true)
            {
                int first = next + count <= End ? next : First;
                next = first + count;
                if (AreFree(first, count))
                {
                    return first;
                }
            }
        }
    }

    private static bool AreFree(int first, int count)
    {
        try
        {
            for (int i = 0; i < count; i++)
            {
                using TcpListener probe = new(IPAddress.Loopback, first + i);
                probe.Start();
            }

            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
