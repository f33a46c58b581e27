using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Consensus.Engine.Machine;
using Kraken.Consensus.Engine.Shell;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Kraken.Consensus.Engine.Tests;

/// <summary>The thread that builds, checks and commits.</summary>
public sealed class ExecutionLaneTests : IConsensusApplication
{
    private readonly List<CancellationToken> given = [];

    CommittedTip IConsensusApplication.Committed => default;

    [Fact]
    public void AnAttemptThatEndedLeavesNothingBehind()
    {
        using CancellationTokenSource stop = new();
        EngineInbox inbox = new(new EngineOptions());
        using (ExecutionLane lane = new(this, inbox, work => work(), TimeProvider.System, NullLogger.Instance, stop.Token))
        {
            for (long ticket = 1; ticket <= 20; ticket++)
            {
                lane.Check(ticket, new CheckRequest(1, default, default, null, IsDecided: false, default));
                lane.Cancel(ticket);
                Assert.Equal(ticket, Assert.IsType<EngineEvent.Checked>(inbox.Take(TestContext.Current.CancellationToken)).Ticket);
                lane.Cancel(ticket);
            }
        }

        // The lane's thread has ended. A source that is disposed of is not linked to the engine's own any more.
        Assert.All(given, token => Assert.Throws<ObjectDisposedException>(() => token.WaitHandle));
        Assert.NotEmpty(given);
    }

    [Fact]
    public void AnAttemptBeginsOnceItIsOnRecordAndIsCancelledBeforeThatToo()
    {
        using CancellationTokenSource stop = new();
        EngineInbox inbox = new(new EngineOptions());
        List<Action> unwritten = [];
        using ExecutionLane lane = new(this, inbox, unwritten.Add, TimeProvider.System, NullLogger.Instance, stop.Token);
        lane.Check(1, new CheckRequest(1, default, default, null, IsDecided: false, default));
        lane.Check(2, new CheckRequest(1, default, default, null, IsDecided: false, default));
        lane.Cancel(2);
        Assert.Equal(2, unwritten.Count);
        Assert.Empty(given);
        unwritten.ForEach(begin => begin());
        Assert.Equal(1, Assert.IsType<EngineEvent.Checked>(inbox.Take(TestContext.Current.CancellationToken)).Ticket);
        Assert.Equal(2, Assert.IsType<EngineEvent.Checked>(inbox.Take(TestContext.Current.CancellationToken)).Ticket);
        Assert.Equal([false, true], given.Select(token => token.IsCancellationRequested));
    }

    Task IConsensusApplication.WaitUntilAllowedAsync(ulong height, CancellationToken cancellation) => Task.CompletedTask;

    Task IConsensusApplication.WaitUntilDueAsync(ulong height, CancellationToken cancellation) => Task.CompletedTask;

    BuiltBlock IConsensusApplication.Build(BuildRequest request, CancellationToken cancellation) =>
        throw new InvalidOperationException("nobody builds here");

    string? IConsensusApplication.Check(CheckRequest request, CancellationToken cancellation)
    {
        given.Add(cancellation);
        return null;
    }

    void IConsensusApplication.Commit(
        OrderedCommit decision, IReadOnlyList<ReadOnlyMemory<byte>> blocks, CancellationToken cancellation) =>
        throw new InvalidOperationException("nobody commits here");

    CertifiedBlock? IConsensusApplication.ReadCommitted(ulong height) => null;
}
