using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.P2P.Framing;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Kraken.P2P.Tests;

/// <summary>A peer with a good key that does what it should not: what it can make the node hold or lose is bounded.</summary>
public sealed class FaultyPeerTests : IDisposable
{
    private static readonly LinkLimits Links = new();
    private static readonly ConnectionLimits Connections = new();

    private static readonly byte[] StillServed = "still served"u8.ToArray();

    private readonly ManualClock clock = new();
    private readonly TestPeers peers = new(3);

    private int Port => peers.Addresses[1].Port;

    public void Dispose() => peers.Dispose();

    [Fact]
    public async Task APeerThatReadsNothingIsHeldToBytesAndThenCutOff()
    {
        await using PeerNetwork b = Open();
        using RawPeer deaf = await RawPeer.ConnectAsync(Port, peers.Certificates[0], receiveBuffer: 64 << 10);
        await TestPeers.UntilAsync(() => b.ConnectedPeers.Count == 1);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        foreach (PeerChannel channel in Enum.GetValues<PeerChannel>())
        {
            int refused = 0;
            for (int i = 0; i < 4_111; i++)
            {
                byte[] content = new byte[channel == PeerChannel.Votes ? 32 << 10 : Math.Min(256 << 10, Links.Of(channel).MaxContentBytes)];
                refused += b.Send(peers[0], channel, content) == SendResult.QueueFull ? 1 : 0;
            }

            // Of votes the oldest are dropped, of the others the new ones are refused.
            Assert.Equal(channel == PeerChannel.Votes, refused == 0);
            Assert.InRange(Of(b.Statistics[0], channel).SendDropped, 3_000, 4_111);
        }

        long allowed = Enum.GetValues<PeerChannel>().Sum(channel => (long)Links.Of(channel).OutgoingBytes);
        Assert.InRange(b.Statistics[0].QueuedBytes, allowed - (1 << 20), allowed);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, allowed + (1 << 20));
        await TestPeers.UntilAsync(() =>
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            return b.ConnectedPeers.Count == 0;
        });
        Assert.Equal(1, peers.Log.Count($"took nothing for {Connections.WriteStallLimit}"));
        Assert.Equal(0, b.Statistics[0].QueuedBytes);
        Assert.Equal(SendResult.NotConnected, b.Send(peers[0], PeerChannel.Votes, new byte[1]));
    }

    [Fact]
    public async Task VotesOvertakeABlockThatIsBeingSent()
    {
        await using PeerNetwork b = Open();
        using RawPeer slow = await RawPeer.ConnectAsync(Port, peers.Certificates[0], receiveBuffer: 64 << 10);
        await TestPeers.UntilAsync(() => b.ConnectedPeers.Count == 1);
        Assert.Equal(SendResult.Queued, b.Send(peers[0], PeerChannel.Transactions, new byte[1 << 20]));
        Assert.Equal(SendResult.Queued, b.Send(peers[0], PeerChannel.Blocks, new byte[Links.Blocks.MaxContentBytes]));
        (PieceHeader first, _) = await slow.ReadPieceAsync();
        Assert.Equal(SendResult.Queued, b.Send(peers[0], PeerChannel.Votes, "a vote"u8.ToArray()));

        List<PieceHeader> pieces = [first];
        while (pieces.Count(piece => piece.IsLast) < 3)
        {
            pieces.Add((await slow.ReadPieceAsync()).Header);
        }

        // What the systems of both sides had taken before comes first: far less than the block.
        int before = pieces.TakeWhile(piece => piece.Channel != (byte)PeerChannel.Votes).Sum(piece => piece.Length);
        Assert.InRange(before, 1, 2 << 20);
        Assert.Equal(
            [(byte)PeerChannel.Votes, (byte)PeerChannel.Blocks, (byte)PeerChannel.Transactions],
            pieces.Where(piece => piece.IsLast).Select(piece => piece.Channel));
    }

    [Theory]
    [InlineData(PeerChannel.Votes)]
    [InlineData(PeerChannel.Blocks)]
    [InlineData(PeerChannel.Transactions)]
    [InlineData(PeerChannel.Drafts)]
    public async Task TheLargestMessageIsTakenAndOneByteMoreCutsOff(PeerChannel channel)
    {
        byte[]? taken = null;
        await using PeerNetwork b = Open((_, _, content, _) =>
        {
            taken = content.ToArray();
            return ValueTask.CompletedTask;
        });
        byte[] largest = new byte[Links.Of(channel).MaxContentBytes + 1];
        new Random(1).NextBytes(largest);
        using RawPeer peer = await RawPeer.ConnectAsync(Port, peers.Certificates[0]);
        await peer.SendAsync(channel, largest.AsMemory(1));
        await TestPeers.UntilAsync(() => taken is not null);
        Assert.Equal(largest[1..], taken);
        await RawPeer.OrClosedAsync(() => peer.SendAsync(channel, largest));
        await peer.ClosedAsync();

        // The offence is counted before it is written down.
        await TestPeers.UntilAsync(() => b.Statistics[0].Offences == 1 && peers.Log.At(LogLevel.Warning).Length > 0);
        Assert.Equal(1, Of(b.Statistics[0], channel).ReceivedMessages);
        Assert.Contains($"expected at most {largest.Length - 1}", Assert.Single(peers.Log.At(LogLevel.Warning)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5, 1, 1, "channel 5")]
    [InlineData(255, 1, 1, "channel 255")]
    [InlineData(1, 2, 1, "last-piece flag 2")]
    [InlineData(2, 1, 32769, "piece of 32769 bytes")]
    [InlineData(2, 0, 32767, "piece of 32767 bytes before the last")]
    [InlineData(2, 0, 0, "piece of 0 bytes before the last")]
    [InlineData(0, 1, 1, "sign of life with 1 bytes")]
    public async Task AMalformedPieceCutsOffAndIsPenalised(byte channel, byte flag, int length, string reason)
    {
        await using PeerNetwork b = Open();
        using RawPeer peer = await RawPeer.ConnectAsync(Port, peers.Certificates[0]);
        await peer.Stream.WriteAsync(new byte[] { channel, flag, (byte)length, (byte)(length >> 8) });
        await peer.ClosedAsync();
        await TestPeers.UntilAsync(() => b.Statistics[0].Offences == 1 && b.ConnectedPeers.Count == 0);
        Assert.Contains(reason, Assert.Single(peers.Log.At(LogLevel.Warning)), StringComparison.Ordinal);
        Assert.Equal(0, b.Statistics[0].QueuedBytes);
    }

    [Fact]
    public async Task AnEmptyLastPieceAfterOthersCutsOff()
    {
        await using PeerNetwork b = Open();
        using RawPeer peer = await RawPeer.ConnectAsync(Port, peers.Certificates[0]);
        await peer.SendPieceAsync((byte)PeerChannel.Blocks, isLast: false, new byte[PieceHeader.MaxContentBytes]);
        await peer.SendPieceAsync((byte)PeerChannel.Blocks, isLast: true, ReadOnlyMemory<byte>.Empty);
        await peer.ClosedAsync();
        await TestPeers.UntilAsync(() => b.Statistics[0].Offences == 1);
    }

    [Fact]
    public async Task AReplacedConnectionEnds()
    {
        const int count = 200;
        int greeted = 0;
        int served = 0;
        int most = 0;
        ConnectionLimits many = new() { ConnectionBurst = count };
        await using PeerNetwork b = Open(
            async (_, _, _, closing) =>
            {
                most = Math.Max(most, Interlocked.Increment(ref served));
                await TestPeers.UntilAsync(() => closing.IsCancellationRequested);
                Interlocked.Decrement(ref served);
            },
            new PeerNetworkOptions { Connections = many, Time = clock },
            _ => Interlocked.Increment(ref greeted));
        RawPeer? last = null;
        for (int i = 0; i < count; i++)
        {
            RawPeer next = await RawPeer.ConnectAsync(Port, peers.Certificates[0]);
            await TestPeers.UntilAsync(() => Volatile.Read(ref greeted) == i + 1);
            if (i % 40 == 0)
            {
                // Its message is being taken while the next connection comes.
                await next.SendAsync(PeerChannel.Votes, new byte[1]);
                await TestPeers.UntilAsync(() => Volatile.Read(ref served) == 1);
            }

            if (last is not null)
            {
                await last.ClosedAsync();
                last.Dispose();
            }

            last = next;
        }

        Assert.Equal(1, most);
        Assert.Equal((count, 0), (b.Statistics[0].Connections, b.Statistics[0].Refused));
        Assert.Single(b.ConnectedPeers);
        b.Send(peers[0], PeerChannel.Votes, StillServed);
        (_, byte[] content) = await last!.ReadPieceAsync();
        Assert.Equal(StillServed, content);
        last.Dispose();
    }

    [Fact]
    public async Task ConnectingAgainAndAgainIsRefused()
    {
        await using PeerNetwork b = Open();
        List<RawPeer> served = [];
        for (int i = 0; i < Connections.ConnectionBurst; i++)
        {
            served.Add(await RawPeer.ConnectAsync(Port, peers.Certificates[0]));
            await TestPeers.UntilAsync(() => b.Statistics[0].Connections == i + 1);
        }

        for (int i = 0; i < 20; i++)
        {
            using RawPeer refused = await RawPeer.ConnectAsync(Port, peers.Certificates[0]);
            await refused.ClosedAsync();
        }

        Assert.Equal((Connections.ConnectionBurst, 20), (b.Statistics[0].Connections, b.Statistics[0].Refused));
        b.Send(peers[0], PeerChannel.Votes, StillServed);
        Assert.Equal(StillServed, (await served[^1].ReadPieceAsync()).Content);

        clock.Advance(TimeSpan.FromSeconds(1 / Connections.ConnectionsPerSecond));
        using RawPeer later = await RawPeer.ConnectAsync(Port, peers.Certificates[0]);
        await TestPeers.UntilAsync(() => b.Statistics[0].Connections == Connections.ConnectionBurst + 1);
        served.ForEach(peer => peer.Dispose());
    }

    [Fact]
    public async Task APeerThatSaysNothingIsGoneAfterTheSilenceLimit()
    {
        // Time jumps here while signs of life are being written, which must not look like a peer that takes nothing.
        ConnectionLimits patient = Connections with { WriteStallLimit = TimeSpan.FromHours(1) };
        await using PeerNetwork b = Open(options: new PeerNetworkOptions { Connections = patient, Time = clock });
        using RawPeer silent = await RawPeer.ConnectAsync(Port, peers.Certificates[0]);
        await TestPeers.UntilAsync(() => b.ConnectedPeers.Count == 1);
        clock.Advance(Connections.SilenceLimit);
        await silent.SendPieceAsync(PieceHeader.KeepAlive, isLast: true, ReadOnlyMemory<byte>.Empty);
        await TestPeers.UntilAsync(() => b.Statistics[0].KeepAlives == 1);
        await TestPeers.UntilAsync(() =>
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            return b.ConnectedPeers.Count == 0;
        });
        Assert.Equal(1, peers.Log.Count($"nothing arrived for {Connections.SilenceLimit}"));
        Assert.Equal(0, b.Statistics[0].Offences);
    }

    [Fact]
    public async Task APenalisedPeerIsRefusedForAWhile()
    {
        await using PeerNetwork b = Open();
        using RawPeer peer = await RawPeer.ConnectAsync(Port, peers.Certificates[0]);
        await TestPeers.UntilAsync(() => b.ConnectedPeers.Count == 1);
        b.Penalize(peers[0], "a signature that is none");
        b.Penalize(peers[0], "another, found later in what it sent before");
        await peer.ClosedAsync();
        await TestPeers.UntilAsync(() => b.ConnectedPeers.Count == 0);

        clock.Advance(Connections.FirstPenalty - TimeSpan.FromMilliseconds(1));
        using RawPeer early = await RawPeer.ConnectAsync(Port, peers.Certificates[0]);
        await early.ClosedAsync();
        Assert.Equal((1, 1), (b.Statistics[0].Connections, b.Statistics[0].Refused));

        clock.Advance(TimeSpan.FromMilliseconds(1));
        using RawPeer later = await RawPeer.ConnectAsync(Port, peers.Certificates[0]);
        await TestPeers.UntilAsync(() => b.Statistics[0].Connections == 2);
        b.Penalize(peers[2] with { Address = 99 }, "nobody");
    }

    private static ChannelStatistics Of(LinkStatistics statistics, PeerChannel channel) => channel switch
    {
        PeerChannel.Votes => statistics.Votes,
        PeerChannel.Blocks => statistics.Blocks,
        PeerChannel.Transactions => statistics.Transactions,
        _ => statistics.Drafts,
    };

    private PeerNetwork Open(PeerMessageHandler? received = null, PeerNetworkOptions? options = null, Action<PeerId>? connected = null) =>
        peers.Open(1, received, options ?? new PeerNetworkOptions { Time = clock }, connected);
}
