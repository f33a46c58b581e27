using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Consensus.Engine.Messages;
using Kraken.P2P;

namespace Kraken.Byzantine.Attacks;

/// <summary>Attacks below the messages: bytes, frames, connections.</summary>
internal static class ConnectionAttacks
{
    private const int IdleSockets = 400;

    private static readonly PeerChannel[] Channels = Enum.GetValues<PeerChannel>();

    /// <summary>Random bytes on every channel.</summary>
    public static async Task GarbageAsync(FaultyValidator self, CancellationToken stop)
    {
        await self.JoinAsync(stop).ConfigureAwait(false);
        for (int i = 0; ; i++)
        {
            byte[] garbage = RandomNumberGenerator.GetBytes(RandomNumberGenerator.GetInt32(1, 5_000));
            await self.SendAsync(Channels[i % Channels.Length], garbage, stop).ConfigureAwait(false);
        }
    }

    /// <summary>Messages of 16 MiB, longer than any channel takes.</summary>
    public static async Task OversizedAsync(FaultyValidator self, CancellationToken stop)
    {
        await self.JoinAsync(stop).ConfigureAwait(false);
        byte[] content = new byte[16 << 20];
        for (int i = 0; ; i++)
        {
            await self.SendAsync(Channels[i % Channels.Length], content, stop).ConfigureAwait(false);
        }
    }

    /// <summary>Asks for blocks without end and never reads an answer.</summary>
    public static Task NeverReadsAsync(FaultyValidator self, CancellationToken stop) =>
        Task.WhenAll(self.Victims.Select(victim => OverAndOverAsync(self, victim, (link, token) => AskAsync(self, link, token), stop)));

    /// <summary>Connects and connects again.</summary>
    public static Task ReconnectsAsync(FaultyValidator self, CancellationToken stop) =>
        Task.WhenAll(self.Victims.Select(victim => OverAndOverAsync(self, victim, (_, _) => Task.CompletedTask, stop)));

    /// <summary>400 sockets to each validator that say nothing; those that are closed are opened again.</summary>
    public static async Task IdleSocketsAsync(FaultyValidator self, CancellationToken stop)
    {
        List<(Socket Socket, PeerAddress Victim)> open = [];
        try
        {
            while (true)
            {
                open.RemoveAll(entry => IsClosed(entry.Socket));
                foreach (PeerAddress victim in self.Victims)
                {
                    for (int missing = IdleSockets - open.Count(entry => entry.Victim == victim); missing > 0; missing--)
                    {
                        Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
                        open.Add((socket, victim));
                        if (!await TryConnectAsync(socket, victim, stop).ConfigureAwait(false))
                        {
                            break;
                        }

                        self.Attempted();
                    }
                }

                await Task.Delay(100, stop).ConfigureAwait(false);
            }
        }
        finally
        {
            open.ForEach(entry => entry.Socket.Dispose());
        }
    }

    private static async Task<bool> TryConnectAsync(Socket socket, PeerAddress victim, CancellationToken stop)
    {
        try
        {
            await socket.ConnectAsync(victim.Host, victim.Port, stop).ConfigureAwait(false);
            return true;
        }
        catch (SocketException)
        {
            // The validator is down: the socket is tried again with the next round.
            return false;
        }
    }

    private static bool IsClosed(Socket socket)
    {
        if (socket.Connected && !(socket.Poll(0, SelectMode.SelectRead) && socket.Available == 0))
        {
            return false;
        }

        socket.Dispose();
        return true;
    }

    private static async Task AskAsync(FaultyValidator self, RawLink link, CancellationToken stop)
    {
        for (ulong height = 0; ; height = (height + 1) % 1_000)
        {
            await link.WriteAsync(PeerChannel.Votes, self.Encode(new PeerMessage.BlockRequest(height)), stop).ConfigureAwait(false);
            self.Attempted();
        }
    }

    private static async Task OverAndOverAsync(
        FaultyValidator self, PeerAddress victim, Func<RawLink, CancellationToken, Task> use, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await using RawLink link = await RawLink.ConnectAsync(self.Certificate, victim, stop).ConfigureAwait(false);
                self.Attempted();
                await use(link, stop).ConfigureAwait(false);
            }
            catch (Exception error) when (error is IOException or SocketException or AuthenticationException)
            {
                // Cut off or refused: that is what the others are for.
                await Task.Delay(10, stop).ConfigureAwait(false);
            }
        }
    }
}
