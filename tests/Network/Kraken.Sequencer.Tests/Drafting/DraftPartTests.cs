using System;
using System.Linq;
using Kraken.Consensus;
using Kraken.Fields;
using Kraken.Sequencer.Drafting;
using Xunit;

namespace Kraken.Sequencer.Tests.Drafting;

/// <summary>What a peer may say of its draft, and how much of it is held.</summary>
public sealed class DraftPartTests
{
    private static readonly Felt Peer = 1;

    [Theory]
    [InlineData(1)]
    [InlineData(DraftLimits.MaxPartTransactions)]
    public void APartIsReadAsItWasWritten(int count)
    {
        DraftPart part = Part(7, 5, 3, count);
        byte[] bytes = part.Encode();
        Assert.True(DraftPart.TryDecode(bytes, out DraftPart? read));
        Assert.Equal(part with { Transactions = read.Transactions }, read);
        Assert.Equal(part.Transactions, read.Transactions);
        Assert.False(DraftPart.TryDecode(bytes.AsSpan(0, bytes.Length - 1), out _));
        Assert.False(DraftPart.TryDecode([.. bytes, 0], out _));
        Assert.InRange(bytes.Length, 1, DraftLimits.MaxPartBytes);
    }

    [Fact]
    public void APartOfNothingAndOneOfTooMuchAreRefused()
    {
        Assert.Equal(DraftLimits.MaxPartBytes, Part(1, 1, 0, DraftLimits.MaxPartTransactions).Encode().Length);
        Assert.False(DraftPart.TryDecode(Part(1, 1, 0, DraftLimits.MaxPartTransactions + 1).Encode(), out _));
        Assert.False(DraftPart.TryDecode(Part(1, 1, 0, 0).Encode(), out _));
        Assert.False(DraftPart.TryDecode(Part(1, 1, -1, 1).Encode(), out _));
        byte[] noFelt = Part(1, 1, 0, 1).Encode();
        noFelt.AsSpan(noFelt.Length - DraftedTransaction.ByteCount).Fill(255);
        Assert.False(DraftPart.TryDecode(noFelt, out _));
    }

    [Fact]
    public void ADraftIsHeldUpToTheTransactionsOfABlock()
    {
        DraftSeriesOfPeers peers = new(_ => Peer, 300, new DraftLimits());
        Assert.True(peers.TryTake(Peer, Part(1, 5, 0, 200)));
        Assert.True(peers.TryTake(Peer, Part(1, 5, 1, 100)));
        Assert.Equal(300, peers.HeldTransactions);
        Assert.True(peers.TryTake(Peer, Part(1, 5, 2, 1)));
        Assert.Equal(300, peers.HeldTransactions);
        Assert.True(peers.TryTake(Peer, Part(2, 6, 0, 256)));
        Assert.True(peers.TryTake(Peer, Part(2, 6, 1, 45)));
        Assert.True(peers.TryTake(Peer, Part(2, 6, 1, 44)));
        Assert.Equal(556, peers.HeldTransactions);
        peers.Commit(1);
        Assert.Equal(256, peers.HeldTransactions);
        peers.Commit(2);
        Assert.Equal(0, peers.HeldTransactions);
    }

    [Fact]
    public void OnlyTheFirstProposersOfTheNextHeightsAreHeard()
    {
        DraftSeriesOfPeers peers = new(height => height, 300, new DraftLimits());
        peers.Commit(10);
        Assert.False(peers.TryTake(10, Part(10, 5, 0, 1)));
        Assert.False(peers.TryTake(13, Part(13, 5, 0, 1)));
        Assert.False(peers.TryTake(12, Part(11, 5, 0, 1)));
        Assert.False(peers.TryTake(0, Part(0, 5, 0, 1)));
        Assert.True(peers.TryTake(11, Part(11, 5, 0, 1)));
        Assert.True(peers.TryTake(12, Part(12, 5, 0, 1)));

        // The end of all numbers is no height that is near.
        peers.Commit(ulong.MaxValue);
        Assert.False(peers.TryTake(1, Part(1, 5, 0, 1)));
    }

    [Fact]
    public void ADraftBeginsAnewAFewTimesAndOnAnotherParentOnly()
    {
        DraftSeriesOfPeers peers = new(_ => Peer, 300, new DraftLimits { MaxDraftsOfHeight = 2 });
        Assert.True(peers.TryTake(Peer, Part(1, 5, 0, 10)));
        Assert.True(peers.TryTake(Peer, Part(1, 5, 0, 20)));
        Assert.Equal(10, peers.HeldTransactions);
        Assert.False(peers.TryTake(Peer, Part(1, 6, 1, 20)));
        Assert.True(peers.TryTake(Peer, Part(1, 6, 0, 20)));
        Assert.Equal(20, peers.HeldTransactions);
        Assert.False(peers.TryTake(Peer, Part(1, 7, 0, 30)));
        Assert.Equal(new ValueId(6), peers.Of(1)!.Parent);
    }

    [Fact]
    public void AfterAGapNothingIsTaken()
    {
        DraftSeriesOfPeers peers = new(_ => Peer, 300, new DraftLimits());
        Assert.True(peers.TryTake(Peer, Part(1, 5, 0, 10)));
        Assert.True(peers.TryTake(Peer, Part(1, 5, 2, 10)));
        Assert.True(peers.TryTake(Peer, Part(1, 5, 1, 10)));
        Assert.Equal(10, peers.HeldTransactions);
        Assert.True(peers.Of(1)!.HasWork);
        DraftSeriesOfPeers others = new(_ => Peer, 300, new DraftLimits());
        Assert.True(others.TryTake(Peer, Part(1, 5, 0, 10)));
        Assert.True(others.TryTake(Peer, Part(1, 5, 1, 10) with { Timestamp = 9 }));
        Assert.Equal(10, others.HeldTransactions);
    }

    private static DraftPart Part(ulong height, ulong parent, int number, int count) =>
        new(
            height, new ValueId(parent), 1_700_000_000, number,
            [.. Enumerable.Range(1, count).Select(i => new DraftedTransaction((ulong)i, (ulong)i << 1))]);
}
