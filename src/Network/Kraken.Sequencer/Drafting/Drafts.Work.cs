using System;
using System.Linq;
using System.Threading;
using Kraken.Fields;
using Microsoft.Extensions.Logging;

namespace Kraken.Sequencer.Drafting;

/// <content>The thread of the drafts: what it waits for, and what it executes.</content>
public sealed partial class Drafts
{
    private void Run()
    {
        while (WaitForWork() is { } source)
        {
            Work(source);
        }
    }

    private CancellationTokenSource? WaitForWork()
    {
        lock (gate)
        {
            while (!isEnding)
            {
                if (!IsDue())
                {
                    Monitor.Wait(gate);
                }
                else if (Wait() is { Ticks: > 0 } wait)
                {
                    Monitor.Wait(gate, wait);
                }
                else
                {
                    return running = new CancellationTokenSource();
                }
            }

            return null;
        }
    }

    // Whether there is something to execute, now or when more has gathered.
    private bool IsDue() => ground is { } on && pauses == 0 && !isEnding
        && (IsOwn(on) ? arrived > 0 : peers.Of(on.Height) is { HasWork: true } series && series.Parent == on.Value);

    private TimeSpan Wait()
    {
        if (!IsOwn(ground!) || arrived >= limits.GatheredTransactions)
        {
            return TimeSpan.Zero;
        }

        // Rounded up: a wait that ends too soon is followed by another.
        TimeSpan left = limits.GatherTime - clock.GetElapsedTime(since);
        return left > TimeSpan.Zero ? TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)) : TimeSpan.Zero;
    }

    private bool IsOwn(DraftGround on) => proposerOf(on.Height) == self;

    private void Work(CancellationTokenSource source)
    {
        DraftGround on = ground!;
        try
        {
            if (IsOwn(on))
            {
                ExtendOwn(on, source.Token);
            }
            else
            {
                ExtendFollowed(on, source.Token);
            }
        }
        catch (OperationCanceledException) when (source.IsCancellationRequested)
        {
            Again(on);
        }
        catch (Exception defect) when (defect is not OutOfMemoryException)
        {
            // The block is built or checked as if nobody had drafted it.
            logger.LogWarning(defect, "the draft of block {Height} is given up", on.Height);
            End(on);
        }
        finally
        {
            lock (gate)
            {
                running = null;
                ShowToWatchers();
                source.Dispose();
                Monitor.PulseAll(gate);
            }
        }
    }

    private void ExtendOwn(DraftGround on, CancellationToken cancellation)
    {
        lock (gate)
        {
            arrived = 0;
        }

        OwnDraft draft = own ??= new OwnDraft(execution, on, TimeOn(on), self, pool);
        try
        {
            if (draft.Extend(limits.MaxBatch, cancellation))
            {
                Again(on);
            }
        }
        finally
        {
            foreach (DraftPart part in draft.TakeParts())
            {
                Streamed(part);
            }
        }

        if (draft.Assembly.IsClosed)
        {
            lock (gate)
            {
                arrived = int.MinValue;
            }
        }
    }

    private ulong TimeOn(DraftGround on) => Math.Max((ulong)clock.GetUtcNow().ToUnixTimeSeconds(), on.Parent.Header.Timestamp);

    private void ExtendFollowed(DraftGround on, CancellationToken cancellation)
    {
        DraftSeries series;
        DraftedTransaction[] next;
        lock (gate)
        {
            if (peers.Of(on.Height) is not { HasWork: true } current || current.Parent != on.Value)
            {
                return;
            }

            series = current;
            next = [.. series.Transactions.Skip(series.Executed).Take(limits.MaxBatch)];
        }

        FollowedDraft draft = followed ??= new FollowedDraft(execution, on, series, proposerOf(on.Height), pool.Find);
        bool isWhole = false;
        try
        {
            isWhole = draft.Series == series
                && series.Timestamp >= on.Parent.Header.Timestamp
                && draft.TryExtend(next, cancellation);
        }
        finally
        {
            lock (gate)
            {
                int executed = draft.Execution.Block.Transactions.Count - series.Executed;
                series.Executed += draft.Series == series ? executed : 0;
                series.IsOver |= !isWhole && !cancellation.IsCancellationRequested;

                // Asked after it is noted: what arrives in between is noticed by one of the two.
                series.Missing = isWhole && executed < next.Length ? next[executed].Hash : null;
                series.Missing = series.Missing is { } missing && pool.Find(missing) is null ? missing : null;
            }
        }
    }

    // What was interrupted, or not finished, goes on.
    private void Again(DraftGround on)
    {
        lock (gate)
        {
            if (ground == on && arrived >= 0)
            {
                arrived = Math.Max(arrived, limits.GatheredTransactions);
            }
        }
    }

    private void End(DraftGround on)
    {
        lock (gate)
        {
            if (ground == on)
            {
                Drop();
            }
        }
    }

    private void OnGrown(Felt hash)
    {
        lock (gate)
        {
            if (ground is not { } on || isEnding)
            {
                return;
            }

            if (IsOwn(on))
            {
                if (arrived == 0)
                {
                    since = clock.GetTimestamp();
                }

                // Closed drafts have a number far below zero.
                arrived++;
                if (pauses == 0 && running is null && (arrived == 1 || arrived == limits.GatheredTransactions))
                {
                    Monitor.PulseAll(gate);
                }
            }
            else if (peers.Of(on.Height) is { Missing: { } missing } series && missing == hash)
            {
                series.Missing = null;
                Monitor.PulseAll(gate);
            }
        }
    }
}
