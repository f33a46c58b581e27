using System;
using System.Linq;
using System.Threading.Tasks;
using Kraken.P2P.Framing;
using Kraken.P2P.Links;
using Xunit;

namespace Kraken.P2P.Tests;

/// <summary>Limits add up, wrong ones are refused, and the parts that enforce them do so to the byte.</summary>
public sealed class LinkLimitsTests
{
    private static readonly LinkLimits Links = new();

    [Fact]
    public async Task WhatAllPeersCanHoldIsKnown()
    {
        using TestPeers peers = new(4);
        await using PeerNetwork network = peers.Open(0);
        long perPeer = Enum.GetValues<PeerChannel>().Select(Links.Of)
            .Sum(limits => (long)limits.OutgoingBytes + limits.IncomingBytes + limits.MaxContentBytes)
            + (4 * (PieceHeader.Bytes + PieceHeader.MaxContentBytes));
        Assert.Equal(perPeer, Links.MaxBufferedBytesPerPeer);
        Assert.Equal(3 * perPeer, network.MaxBufferedBytes);
        Assert.InRange(perPeer, 0, 72 << 20);
    }

    [Fact]
    public void LimitsThatCannotHoldOneMessageAreRefused()
    {
        Refused(Links with { Blocks = Links.Blocks with { OutgoingBytes = Links.Blocks.MaxContentBytes - 1 } });
        Refused(Links with { Blocks = Links.Blocks with { IncomingBytes = Links.Blocks.MaxContentBytes - 1 } });
        Refused(Links with { Votes = Links.Votes with { MaxContentBytes = 0 } });
        Refused(Links with { Votes = Links.Votes with { MessagesPerSecond = 0 } });
        Refused(Links with { Transactions = Links.Transactions with { IncomingMessages = 0 } });
        Refused(Links with { Drafts = Links.Drafts with { OutgoingBytes = Links.Drafts.MaxContentBytes - 1 } });
        Refused(Links with { BytesPerSecond = 0 });
        Refused(Links with { GatherTime = TimeSpan.FromTicks(-1) });
        Refused(Links with { GatheredMessages = 0 });
        Refused(Links with { GatheredBytes = 0 });
        RefusedOptions(new PeerNetworkOptions { Connections = new() { SilenceLimit = TimeSpan.FromSeconds(5) } });
        RefusedOptions(new PeerNetworkOptions { Connections = new() { DialLimit = TimeSpan.Zero } });

        static void Refused(LinkLimits limits) => RefusedOptions(new PeerNetworkOptions { Links = limits });
        static void RefusedOptions(PeerNetworkOptions options)
        {
            using TestPeers peers = new(1);
            Assert.Throws<ArgumentOutOfRangeException>(() => peers.Open(0, options: options));
        }
    }

    [Fact]
    public void TheNextPieceIsTheMostUrgentOne()
    {
        using OutgoingLanes lanes = new(Links, new LinkCounters(), new ManualClock());
        byte[] buffer = new byte[PieceHeader.Bytes + PieceHeader.MaxContentBytes];
        lanes.Enqueue(PeerChannel.Transactions, new byte[100_000]);
        Assert.Equal((PeerChannel.Transactions, false), Next());
        lanes.Enqueue(PeerChannel.Blocks, new byte[PieceHeader.MaxContentBytes + 1]);
        Assert.Equal((PeerChannel.Blocks, false), Next());
        lanes.Enqueue(PeerChannel.Votes, new byte[PieceHeader.MaxContentBytes]);
        lanes.EnqueueKeepAlive();
        Assert.Equal(((PeerChannel)PieceHeader.KeepAlive, true), Next());
        Assert.Equal((PeerChannel.Votes, true), Next());
        Assert.Equal((PeerChannel.Blocks, true), Next());
        Assert.Equal([false, false, true], [Next().IsLast, Next().IsLast, Next().IsLast]);
        Assert.Equal(0, lanes.Fill(buffer));
        Assert.Equal(0, lanes.Bytes);

        // With room for many, one call packs them.
        lanes.Enqueue(PeerChannel.Blocks, new byte[10]);
        lanes.Enqueue(PeerChannel.Votes, new byte[20]);
        Assert.Equal(38, lanes.Fill(buffer));

        (PeerChannel Channel, bool IsLast) Next()
        {
            int length = lanes.Fill(buffer.AsSpan());
            Assert.Null(PieceHeader.Read(buffer, out PieceHeader header));
            Assert.InRange(length, header.Length + PieceHeader.Bytes, buffer.Length);
            return ((PeerChannel)header.Channel, header.IsLast);
        }
    }

    [Fact]
    public void OfVotesTheOldestAreDropped()
    {
        LinkCounters counters = new();
        ChannelLimits few = Links.Votes with { MaxContentBytes = 50_000, OutgoingBytes = 100_000, OutgoingMessages = 3 };
        using OutgoingLanes lanes = new(Links with { Votes = few }, counters, new ManualClock());
        byte[] piece = new byte[PieceHeader.Bytes + PieceHeader.MaxContentBytes];

        // The first piece of the first vote is on its way: that one cannot be dropped any more.
        lanes.Enqueue(PeerChannel.Votes, new byte[50_000]);
        lanes.Fill(piece);
        for (byte i = 1; i <= 10; i++)
        {
            byte[] vote = new byte[20_000];
            vote[0] = i;
            Assert.Equal(SendResult.Queued, lanes.Enqueue(PeerChannel.Votes, vote));
            Assert.InRange(lanes.Bytes, 1, 100_000);
        }

        Assert.Equal(8, counters.Of(PeerChannel.Votes).Snapshot().SendDropped);
        lanes.Fill(piece);
        lanes.Fill(piece);
        Assert.Equal(9, piece[PieceHeader.Bytes]);
        lanes.Close();
        Assert.Equal(9, counters.Of(PeerChannel.Votes).Snapshot().SendDropped);
        Assert.Equal(SendResult.NotConnected, lanes.Enqueue(PeerChannel.Votes, new byte[1]));
    }

    [Fact]
    public void ABucketAllowsItsBurstAndThenItsRate()
    {
        ManualClock clock = new();
        TokenBucket bucket = new(perSecond: 10, burst: 3, clock);
        Assert.True(bucket.TryTake() && bucket.TryTake() && bucket.TryTake());
        Assert.False(bucket.TryTake());
        Assert.Equal(TimeSpan.FromMilliseconds(500), bucket.Take(5));
        clock.Advance(TimeSpan.FromMilliseconds(600));
        Assert.True(bucket.TryTake());
        Assert.False(bucket.TryTake());
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(TimeSpan.Zero, bucket.Take(3));
        Assert.Equal(TimeSpan.FromMilliseconds(100), bucket.Take(1));
    }
}
