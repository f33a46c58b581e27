using System;
using System.Linq;
using System.Threading;
using Kraken.Consensus.Engine.Machine;
using Kraken.Consensus.Engine.Messages;
using Kraken.Consensus.Engine.Shell;
using Kraken.Consensus.Tendermint;
using Kraken.Fields;
using Xunit;

namespace Kraken.Consensus.Engine.Tests;

/// <summary>A flood of one peer delays neither timers nor other peers, and is bounded.</summary>
public sealed class EngineInboxTests
{
    private static readonly ValidatorId Flooder = new((Felt)1);
    private static readonly ValidatorId Honest = new((Felt)2);
    private readonly EngineOptions options = new() { SmallMessagesPerPeer = 100, BlockBytesPerPeer = 1000 };

    [Fact]
    public void ATimerIsNeverLostAndComesBeforeAFlood()
    {
        EngineInbox inbox = new(options);
        for (int i = 0; i < 5_000; i++)
        {
            inbox.TryPost(Flooder, new PeerMessage.Status(7), 9);
        }

        EngineEvent timer = new EngineEvent.TimerElapsed(new TimerId(1, 0, 0));
        inbox.Post(timer);
        Assert.Equal(timer, inbox.Take(TestContext.Current.CancellationToken));
        Assert.Equal(4_900, inbox.Dropped);
    }

    [Fact]
    public void AFullLaneOfOnePeerLeavesRoomForTheOthers()
    {
        EngineInbox inbox = new(options);
        Assert.True(Enumerable.Range(0, 100).All(_ => inbox.TryPost(Flooder, new PeerMessage.Status(7), 9)));
        Assert.False(inbox.TryPost(Flooder, new PeerMessage.Status(7), 9));
        Assert.True(inbox.TryPost(Honest, new PeerMessage.Status(8), 9));
        EngineEvent[] first = [.. Enumerable.Range(0, 2).Select(_ => inbox.Take(TestContext.Current.CancellationToken))];
        Assert.Contains(new EngineEvent.Received(Honest, new PeerMessage.Status(8)), first);
    }

    [Fact]
    public void BlocksAreBoundedInBytesAndComeThroughAFloodOfVotes()
    {
        EngineInbox inbox = new(options);
        PeerMessage block = new PeerMessage.Consensus(new TendermintMessage.ProposalMessage(
            new SignedProposal(new Proposal(1, 0, new ValueId((Felt)5), -1, Honest), new byte[64]), new byte[500]));
        Assert.True(inbox.TryPost(Honest, block, 500));
        Assert.True(inbox.TryPost(Honest, block, 500));
        Assert.False(inbox.TryPost(Honest, block, 1));
        for (int i = 0; i < 100; i++)
        {
            inbox.TryPost(Flooder, new PeerMessage.Status(7), 9);
        }

        EngineEvent[] first = [.. Enumerable.Range(0, 9).Select(_ => inbox.Take(TestContext.Current.CancellationToken))];
        Assert.Contains(first, taken => taken is EngineEvent.Received { Message: PeerMessage.Consensus });
        Assert.True(inbox.TryPost(Honest, block, 500));
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(uint.MaxValue)]
    public void TurnsAreTakenHoweverManyWereBefore(uint turns)
    {
        EngineInbox inbox = new(options, turns - 2);
        ValidatorId third = new((Felt)3);
        for (int i = 0; i < 20; i++)
        {
            foreach (ValidatorId peer in (ReadOnlySpan<ValidatorId>)[Flooder, Honest, third])
            {
                Assert.True(inbox.TryPost(peer, new PeerMessage.Status((ulong)i), 9));
            }
        }

        for (int i = 0; i < 60; i++)
        {
            Assert.IsType<EngineEvent.Received>(inbox.Take(TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public void AWaitEndsWhenCancelled()
    {
        EngineInbox inbox = new(options);
        using CancellationTokenSource cancellation = new();
        Thread waiter = new(() => Assert.Throws<OperationCanceledException>(() => inbox.Take(cancellation.Token)));
        waiter.Start();
        cancellation.Cancel();
        Assert.True(waiter.Join(TimeSpan.FromSeconds(10)));
    }
}
