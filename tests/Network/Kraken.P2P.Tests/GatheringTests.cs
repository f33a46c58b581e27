using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.P2P.Framing;
using Kraken.P2P.Links;
using Xunit;

namespace Kraken.P2P.Tests;

/// <summary>Transactions wait a little for others, to the limit and no further; nothing urgent waits for them, and none is lost.</summary>
public sealed class GatheringTests : IDisposable
{
    private static readonly LinkLimits Links = new();

    private readonly ManualClock clock = new();
    private readonly byte[] buffer = new byte[2 * (PieceHeader.Bytes + PieceHeader.MaxContentBytes)];
    private readonly OutgoingLanes lanes;

    public GatheringTests() => lanes = new OutgoingLanes(Links, new LinkCounters(), clock);

    public void Dispose() => lanes.Dispose();

    [Fact]
    public async Task OneAfterAQuietTimeLeavesAtOnceAndThoseBehindItTogether()
    {
        await BeginAsync();
        Send(PeerChannel.Transactions, 2);
        Send(PeerChannel.Transactions, 3);
        clock.Advance(Links.GatherTime - TimeSpan.FromTicks(1));
        Assert.False(await IsCalledAsync());
        clock.Advance(TimeSpan.FromTicks(1));
        Assert.True(await IsCalledAsync());
        Assert.Equal([(PeerChannel.Transactions, 2), (PeerChannel.Transactions, 3)], Written());

        clock.Advance(Links.GatherTime);
        Assert.False(await IsCalledAsync());
        Send(PeerChannel.Transactions, 4);
        Assert.True(await IsCalledAsync());
    }

    [Theory]
    [InlineData(PeerChannel.Votes)]
    [InlineData(PeerChannel.Blocks)]
    public async Task WhatIsUrgentDoesNotWaitAndTakesAlongWhatDoes(PeerChannel urgent)
    {
        await BeginAsync();
        Send(PeerChannel.Transactions, 2);
        Assert.False(await IsCalledAsync());
        Send(urgent, 3);
        Assert.True(await IsCalledAsync());
        Assert.Equal([(urgent, 3), (PeerChannel.Transactions, 2)], Written());

        // The time comes, and there is nothing to write.
        clock.Advance(Links.GatherTime);
        Assert.False(await IsCalledAsync());
    }

    [Fact]
    public async Task TheWaitEndsAtItsBytes()
    {
        await BeginAsync();
        lanes.Enqueue(PeerChannel.Transactions, new byte[Links.GatheredBytes - 1]);
        Assert.False(await IsCalledAsync());
        lanes.Enqueue(PeerChannel.Transactions, new byte[1]);
        Assert.True(await IsCalledAsync());
        Assert.Equal(Links.GatheredBytes + (2 * PieceHeader.Bytes), lanes.Fill(buffer));
    }

    [Fact]
    public async Task TheWaitEndsAtItsCount()
    {
        await BeginAsync();
        for (int i = 1; i < Links.GatheredMessages; i++)
        {
            Send(PeerChannel.Transactions, 1);
        }

        Assert.False(await IsCalledAsync());
        Send(PeerChannel.Transactions, 1);
        Assert.True(await IsCalledAsync());
        Assert.Equal(Links.GatheredMessages, Written().Count);
    }

    [Fact]
    public async Task WithoutATimeNoneWaits()
    {
        using OutgoingLanes hasty = new(Links with { GatherTime = TimeSpan.Zero }, new LinkCounters(), clock);
        for (int i = 0; i < 3; i++)
        {
            hasty.Enqueue(PeerChannel.Transactions, new byte[1]);
            Assert.True(await IsCalledAsync(hasty));
            Assert.Equal(1 + PieceHeader.Bytes, hasty.Fill(buffer));
        }
    }

    [Fact]
    public async Task AClosedConnectionIsNotCalledLater()
    {
        await BeginAsync();
        Send(PeerChannel.Transactions, 2);
        lanes.Close();
        lanes.Dispose();
        clock.Advance(Links.GatherTime);
        Assert.False(await IsCalledAsync());
        Assert.Equal(SendResult.NotConnected, lanes.Enqueue(PeerChannel.Transactions, new byte[1]));
    }

    [Fact]
    public async Task AllArriveInTheirOrder()
    {
        const int count = 2_000;
        using TestPeers peers = new(2);
        List<int> received = [];
        await using PeerNetwork b = peers.Open(1, (_, _, content, _) =>
        {
            lock (received)
            {
                received.Add(BitConverter.ToInt32(content.Span));
            }

            return ValueTask.CompletedTask;
        });
        await using PeerNetwork a = peers.Open(0);
        await TestPeers.UntilAsync(() => a.ConnectedPeers.Count == 1);
        for (int i = 0; i < count; i++)
        {
            Assert.Equal(SendResult.Queued, a.Broadcast(PeerChannel.Transactions, BitConverter.GetBytes(i)));
        }

        await TestPeers.UntilAsync(() =>
        {
            lock (received)
            {
                return received.Count == count;
            }
        });
        Assert.Equal(Enumerable.Range(0, count), received);
    }

    // The first transaction after a quiet time.
    private async Task BeginAsync()
    {
        Send(PeerChannel.Transactions, 1);
        Assert.True(await IsCalledAsync());
        Assert.Equal([(PeerChannel.Transactions, 1)], Written());
    }

    private void Send(PeerChannel channel, int bytes) => Assert.Equal(SendResult.Queued, lanes.Enqueue(channel, new byte[bytes]));

    private Task<bool> IsCalledAsync() => IsCalledAsync(lanes);

    // A call that came before is there at once: nobody else waits.
    private static async Task<bool> IsCalledAsync(OutgoingLanes asked)
    {
        using CancellationTokenSource enough = new();
        Task call = asked.WaitAsync(enough.Token).AsTask();
        bool isCalled = call.IsCompletedSuccessfully;
        await enough.CancelAsync();
        await call.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return isCalled;
    }

    /// <summary>The messages of one write, each in one piece: channel and length.</summary>
    private List<(PeerChannel Channel, int Length)> Written()
    {
        List<(PeerChannel Channel, int Length)> written = [];
        Span<byte> rest = buffer.AsSpan(0, lanes.Fill(buffer));
        while (rest.Length > 0)
        {
            Assert.Null(PieceHeader.Read(rest, out PieceHeader header));
            Assert.True(header.IsLast);
            written.Add(((PeerChannel)header.Channel, header.Length));
            rest = rest[(PieceHeader.Bytes + header.Length)..];
        }

        return written;
    }
}
