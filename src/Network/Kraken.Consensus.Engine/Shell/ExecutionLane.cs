using System;
using System.Collections.Generic;
using System.Threading;
using Kraken.Consensus.Engine.Machine;
using Kraken.Consensus.Engine.Metrics;
using Microsoft.Extensions.Logging;

namespace Kraken.Consensus.Engine.Shell;

/// <summary>
/// Builds, checks and commits blocks, one at a time, on a thread of its own. Whatever the application throws ends that attempt.
/// </summary>
/// <param name="application">Does the work.</param>
/// <param name="inbox">Takes the answers.</param>
/// <param name="logged">
/// Does something once the log holds what was appended before: an attempt that ends the process is on record then.
/// </param>
/// <param name="clock">The time.</param>
/// <param name="logger">Told of what fails.</param>
/// <param name="stop">Ends what runs.</param>
internal sealed class ExecutionLane(
    IConsensusApplication application,
    EngineInbox inbox,
    Action<Action> logged,
    TimeProvider clock,
    ILogger logger,
    CancellationToken stop) : IDisposable
{
    private readonly WorkerThreads thread = new("consensus execution", 1);
    private readonly Lock gate = new();
    private readonly Dictionary<long, CancellationTokenSource> wanted = [];
    private string? trouble;

    /// <summary>Why the last commit failed that is tried again; null where it did not.</summary>
    public string? Trouble => Volatile.Read(ref trouble);

    public void Build(long ticket, BuildRequest request) => Post(ticket, cancellation =>
    {
        long began = clock.GetTimestamp();
        string result = "failed";
        BuiltBlock? built = null;
        try
        {
            built = application.Build(request, cancellation);
            result = "built";
        }
        catch (OperationCanceledException)
        {
            // Its round was left.
            result = "cancelled";
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            logger.LogError(error, "building block {Height} failed", request.Height);
        }

        EngineMeter.Worked("build", result, clock.GetElapsedTime(began));
        inbox.Post(new EngineEvent.Built(ticket, built));
    });

    public void Check(long ticket, CheckRequest request) => Post(ticket, cancellation =>
    {
        long began = clock.GetTimestamp();
        BlockVerdict verdict;
        try
        {
            string? refusal = application.Check(request, cancellation);
            verdict = refusal is null ? BlockVerdict.Valid : BlockVerdict.Invalid;
            if (refusal is not null)
            {
                logger.LogWarning("block {Height} {Value} is refused: {Reason}", request.Height, request.Value, refusal);
            }
        }
        catch (OperationCanceledException)
        {
            verdict = BlockVerdict.Cancelled;
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            logger.LogError(error, "checking block {Height} {Value} failed", request.Height, request.Value);
            verdict = BlockVerdict.Failed;
        }

        EngineMeter.Worked("check", WordOf(verdict), clock.GetElapsedTime(began));
        inbox.Post(new EngineEvent.Checked(ticket, verdict));
    });

    public void Commit(OrderedCommit decision, IReadOnlyList<ReadOnlyMemory<byte>> blocks) => thread.Post(() =>
    {
        long began = clock.GetTimestamp();
        CommitOutcome outcome;
        try
        {
            application.Commit(decision, blocks, stop);
            outcome = CommitOutcome.Done;
            Volatile.Write(ref trouble, null);
        }
        catch (OperationCanceledException)
        {
            // The engine ends; the log has the decision.
            outcome = CommitOutcome.Failed;
        }
        catch (BlockDivergedException error)
        {
            logger.LogCritical("block {Height}: {Reason}", decision.Height, error.Message);
            outcome = CommitOutcome.Diverged;
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            logger.LogError(error, "committing block {Height} failed", decision.Height);
            Volatile.Write(
                ref trouble, $"block {decision.Height} was decided and cannot be written; it is tried again, and the log says why");
            outcome = CommitOutcome.Failed;
        }

        EngineMeter.Worked("commit", WordOf(outcome), clock.GetElapsedTime(began));
        inbox.Post(new EngineEvent.Committed(decision.Height, outcome));
    });

    /// <summary>The build or check is not wanted any more; it is answered all the same.</summary>
    public void Cancel(long ticket)
    {
        lock (gate)
        {
            if (wanted.TryGetValue(ticket, out CancellationTokenSource? source))
            {
                source.Cancel();
            }
        }
    }

    public void Dispose() => thread.Dispose();

    private static string WordOf(BlockVerdict verdict) => verdict switch
    {
        BlockVerdict.Valid => "valid",
        BlockVerdict.Invalid => "invalid",
        BlockVerdict.Cancelled => "cancelled",
        _ => "failed",
    };

    private static string WordOf(CommitOutcome outcome) => outcome switch
    {
        CommitOutcome.Done => "done",
        CommitOutcome.Diverged => "diverged",
        _ => "failed",
    };

    private void Post(long ticket, Action<CancellationToken> work)
    {
        CancellationTokenSource source = CancellationTokenSource.CreateLinkedTokenSource(stop);
        lock (gate)
        {
            wanted[ticket] = source;
        }

        logged(() => thread.Post(() =>
        {
            work(source.Token);
            lock (gate)
            {
                // A source that is not disposed stays linked to the engine's own for as long as the process runs.
                wanted.Remove(ticket);
                source.Dispose();
            }
        }));
    }
}
