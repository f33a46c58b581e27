using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Kraken.P2P.Tests;

/// <summary>The node takes messages slowly or not at all: nothing grows, nothing else waits, nobody is cut off.</summary>
public sealed class BusyNodeTests : IDisposable
{
    private static readonly LinkLimits Links = new();

    private readonly ManualClock clock = new();
    private readonly TestPeers peers = new(2);

    public void Dispose() => peers.Dispose();

    [Fact]
    public async Task SignsOfLifeGoOnWhileTheNodeIsBusy()
    {
        ConnectionLimits limits = new();
        PeerNetworkOptions options = new() { Time = clock };
        await using PeerNetwork b = peers.Open(1, Busy, options);
        await using PeerNetwork a = peers.Open(0, Busy, options);
        await TestPeers.UntilAsync(() => a.ConnectedPeers.Count == 1 && b.ConnectedPeers.Count == 1);
        a.Broadcast(PeerChannel.Votes, new byte[1]);
        b.Broadcast(PeerChannel.Votes, new byte[1]);
        for (int i = 1; i <= 4 * limits.SilenceLimit / limits.KeepAliveInterval; i++)
        {
            clock.Advance(limits.KeepAliveInterval);
            int looks = 0;
            await TestPeers.UntilAsync(() =>
            {
                // A watch that began within the last step still lacks a part of its interval.
                clock.Advance(++looks % 40 == 0 ? TimeSpan.FromSeconds(1) : TimeSpan.Zero);
                return a.Statistics[0].KeepAlives >= i && b.Statistics[0].KeepAlives >= i;
            });
        }

        Assert.Equal((1, 1), (a.Statistics[0].Connections, b.Statistics[0].Connections));
        Assert.Equal(1, a.Statistics[0].QueuedBytes);
    }

    [Fact]
    public async Task AFloodThatTheNodeDoesNotTakeIsBoundedAndVotesGoOn()
    {
        int votes = 0;
        await using PeerNetwork b = peers.Open(
            1,
            (peer, channel, content, closing) =>
            {
                if (channel != PeerChannel.Votes)
                {
                    return Busy(peer, channel, content, closing);
                }

                Interlocked.Increment(ref votes);
                return ValueTask.CompletedTask;
            },
            new PeerNetworkOptions { Links = Links with { ByteBurst = int.MaxValue } });
        using RawPeer flood = await RawPeer.ConnectAsync(peers.Addresses[1].Port, peers.Certificates[0]);
        byte[] block = new byte[Links.Blocks.MaxContentBytes];
        byte[] transaction = new byte[Links.Transactions.MaxContentBytes];
        for (int i = 1; i <= 6; i++)
        {
            await flood.SendAsync(PeerChannel.Blocks, block);
            await flood.SendAsync(PeerChannel.Transactions, transaction);
            await flood.SendAsync(PeerChannel.Votes, new byte[1]);
            await TestPeers.UntilAsync(() => Volatile.Read(ref votes) == i);
            Assert.InRange(b.Statistics[0].QueuedBytes, 1, (long)Links.Blocks.IncomingBytes + Links.Transactions.IncomingBytes);
        }

        // Two blocks of 8 MiB fill 16 MiB; of transactions of 6 MiB one fits into 8 MiB.
        LinkStatistics statistics = b.Statistics[0];
        Assert.Equal((6, 4), (statistics.Blocks.ReceivedMessages, statistics.Blocks.ReceiveDropped));
        Assert.Equal((6, 5), (statistics.Transactions.ReceivedMessages, statistics.Transactions.ReceiveDropped));
        Assert.Equal((6, 0), (statistics.Votes.ReceivedMessages, statistics.Votes.ReceiveDropped));
        Assert.Equal((2L * block.Length) + transaction.Length, statistics.QueuedBytes);
    }

    [Fact]
    public async Task SmallMessagesAreBoundedInCount()
    {
        TaskCompletionSource resume = new(TaskCreationOptions.RunContinuationsAsynchronously);
        ConcurrentQueue<byte> taken = new();
        LinkLimits few = Links with { Votes = Links.Votes with { IncomingMessages = 10 } };
        await using PeerNetwork b = peers.Open(
            1,
            async (_, _, content, _) =>
            {
                await resume.Task;
                taken.Enqueue(content.Span[0]);
            },
            new PeerNetworkOptions { Links = few });
        using RawPeer flood = await RawPeer.ConnectAsync(peers.Addresses[1].Port, peers.Certificates[0]);
        await flood.SendAsync(PeerChannel.Votes, new byte[] { 0 });
        await TestPeers.UntilAsync(() => b.Statistics[0].QueuedBytes == 1 && b.Statistics[0].Votes.ReceivedMessages == 1);
        for (byte i = 1; i <= 20; i++)
        {
            await flood.SendAsync(PeerChannel.Votes, new[] { i });
        }

        await TestPeers.UntilAsync(() => b.Statistics[0].Votes.ReceivedMessages == 21);
        long dropped = b.Statistics[0].Votes.ReceiveDropped;
        Assert.InRange(dropped, 10, 11);
        resume.SetResult();
        await TestPeers.UntilAsync(() => taken.Count == 21 - dropped);
        Assert.Equal(Enumerable.Range(0, 21 - (int)dropped).Select(i => (byte)i), taken);
        await TestPeers.UntilAsync(() => b.Statistics[0].QueuedBytes == 0);
    }

    [Fact]
    public async Task AboveItsRateAPeerIsReadMoreSlowly()
    {
        const int burst = 100;
        LinkLimits slow = Links with { Votes = Links.Votes with { MessagesPerSecond = 10, MessageBurst = burst } };
        await using PeerNetwork b = peers.Open(1, options: new PeerNetworkOptions { Links = slow, Time = clock });
        using RawPeer fast = await RawPeer.ConnectAsync(peers.Addresses[1].Port, peers.Certificates[0]);
        byte[] vote = new byte[8 << 10];

        // At most one buffer is taken on credit; then nothing more until the clock goes on.
        const int buffer = 1 + ((64 << 10) / (8 << 10));
        Task sending = RawPeer.OrClosedAsync(async () =>
        {
            for (int i = 0; i < 10 * burst; i++)
            {
                await fast.SendAsync(PeerChannel.Votes, vote);
            }
        });
        await TestPeers.UntilAsync(() => b.Statistics[0].Votes.ReceivedMessages >= burst);
        for (int second = 1; second <= 20; second++)
        {
            long before = b.Statistics[0].Votes.ReceivedMessages;
            clock.Advance(TimeSpan.FromSeconds(1));
            long after = b.Statistics[0].Votes.ReceivedMessages;
            Assert.InRange(after, before, burst + (10 * second) + buffer);
        }

        await TestPeers.UntilAsync(() => b.Statistics[0].Votes.ReceivedMessages > burst + buffer);
        Assert.Single(b.ConnectedPeers);
        fast.Dispose();
        await sending;
        Assert.Empty(peers.Log.At(LogLevel.Error));
    }

    private static async ValueTask Busy(PeerId peer, PeerChannel channel, ReadOnlyMemory<byte> content, CancellationToken closing) =>
        await Task.Delay(Timeout.Infinite, closing);
}
