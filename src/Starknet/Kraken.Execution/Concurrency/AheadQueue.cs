using System;
using System.Collections.Generic;
using System.Threading;
using Kraken.Execution.Transactions;
using Kraken.State.Journal;

namespace Kraken.Execution.Concurrency;

/// <summary>
/// Which transactions of a block may run ahead of their turn, and how far each is: the first of those that can run is run first, anew when
/// what it was given changes, a few times. Safe for several threads.
/// </summary>
/// <remarks>
/// The scheduler of [BLOCK-STM], except that it hands out no validations: the thread whose turns they are validates each transaction once,
/// when all before it are final.
/// </remarks>
internal sealed class AheadQueue
{
    /// <summary>Transactions behind the one whose turn it is that may run: bounds what is kept of them.</summary>
    internal const int MaxAhead = 256;

    /// <summary>Runs ahead of one transaction: what changes that often under it is cheaper to run once, at its turn.</summary>
    internal const int MaxRuns = 4;

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(10);

    private readonly object gate = new();
    private readonly Slot[] slots;
    private readonly bool waits;
    private int turn;
    private int working;
    private bool isClosed;

    /// <param name="count">The transactions of the block.</param>
    /// <param name="waits">Whether threads without work wait here until there may be some; else the caller waits.</param>
    internal AheadQueue(int count, bool waits)
    {
        this.waits = waits;
        slots = new Slot[count];
        for (int i = 0; i < count; i++)
        {
            slots[i] = new Slot();
        }
    }

    /// <summary>The place of a transaction. Only who runs it may look at it, and the one whose turn it is.</summary>
    internal Slot this[int index] => slots[index];

    /// <summary>A thread begins to work.</summary>
    internal void Enter()
    {
        lock (gate)
        {
            working++;
        }
    }

    /// <summary>A thread works no longer.</summary>
    internal void Leave()
    {
        lock (gate)
        {
            working--;
            Monitor.PulseAll(gate);
        }
    }

    /// <summary>The next run ahead for a thread; null when it is told to wait, or to end.</summary>
    internal Attempt? Next(out bool isOver)
    {
        lock (gate)
        {
            isOver = isClosed;
            Attempt? next = isOver ? null : Take();
            if (next is null && !isOver && waits)
            {
                Monitor.Wait(gate);
            }

            return next;
        }
    }

    /// <summary>
    /// Begins a transaction's turn, if it does not run ahead just now; else gives a run of another one to do meanwhile, or waits a moment.
    /// </summary>
    /// <param name="index">The transaction; what stands before it has no turn any more.</param>
    /// <param name="meanwhile">A run to do before asking again, or null.</param>
    internal bool MayBegin(int index, out Attempt? meanwhile)
    {
        meanwhile = null;
        lock (gate)
        {
            turn = index;
            if (slots[index].State != SlotState.Running)
            {
                slots[index].State = SlotState.Final;
                Monitor.PulseAll(gate);
                return true;
            }

            meanwhile = Take();
            if (meanwhile is null && waits)
            {
                Monitor.Wait(gate, Patience);
            }

            return false;
        }
    }

    /// <summary>A transaction has no turn: the run of it that goes on ends, and what came of others is let go.</summary>
    internal Slot Drop(int index)
    {
        lock (gate)
        {
            Slot slot = slots[index];
            if (slot.State == SlotState.Running)
            {
                slot.Attempt!.Stop();
                slot.Attempt = null;
            }

            slot.State = SlotState.Final;
            slot.Result?.Dispose();
            slot.Result = null;
            return slot;
        }
    }

    /// <summary>
    /// Whether a transaction can run ahead now; otherwise the attempt is over, and comes again when the account's transaction before ran.
    /// </summary>
    internal bool MayRun(Attempt attempt, ExecutableTransaction transaction)
    {
        lock (gate)
        {
            Slot slot = slots[attempt.Index];
            if (slot.Attempt != attempt)
            {
                return false;
            }

            slot.Transaction = transaction;
            int before = attempt.Index - 1;
            while (before >= turn && slots[before].Transaction?.Transaction.Sender != transaction.Transaction.Sender)
            {
                before--;
            }

            if (before < turn || HasRun(slots[before]))
            {
                return true;
            }

            slot.After = before;
            slot.Runs--;
            slot.State = SlotState.Ready;
            slot.Attempt = null;
            return false;
        }
    }

    /// <summary>Whether anybody still waits for a run.</summary>
    internal bool IsWanted(Attempt attempt)
    {
        lock (gate)
        {
            return slots[attempt.Index].Attempt == attempt;
        }
    }

    /// <summary>A run ahead is over.</summary>
    /// <param name="attempt">The run.</param>
    /// <param name="result">What it gave; null when it was given up.</param>
    /// <param name="published">What others take the transaction to write now.</param>
    /// <returns>False when nobody waits for it any more.</returns>
    internal bool Finish(Attempt attempt, Forerun? result, IReadOnlyList<StateChange> published)
    {
        lock (gate)
        {
            Slot slot = slots[attempt.Index];
            if (slot.Attempt != attempt)
            {
                return false;
            }

            slot.Published = published;
            bool again = attempt.IsStale && slot.Runs < MaxRuns;
            slot.State = again ? SlotState.Ready : result is null || attempt.IsStale ? SlotState.GivenUp : SlotState.Done;
            slot.Result = slot.State == SlotState.Done ? result : null;
            if (slot.Result is null)
            {
                result?.Dispose();
            }

            Monitor.PulseAll(gate);
            return true;
        }
    }

    /// <summary>Runs were given what is another value now: those that go on end, and all of them come again.</summary>
    internal void Outdate(List<Attempt> attempts)
    {
        if (attempts.Count == 0)
        {
            return;
        }

        lock (gate)
        {
            foreach (Attempt attempt in attempts)
            {
                Outdate(attempt);
            }

            Monitor.PulseAll(gate);
        }
    }

    /// <summary>Ends all runs, and waits until no thread works any more.</summary>
    /// <param name="idle">Called while threads work, where they do not wait here.</param>
    internal void Close(Action? idle)
    {
        lock (gate)
        {
            isClosed = true;
            for (int i = 0; i < slots.Length; i++)
            {
                Drop(i);
            }

            Monitor.PulseAll(gate);
        }

        while (IsWorking())
        {
            idle?.Invoke();
        }
    }

    private bool IsWorking()
    {
        lock (gate)
        {
            if (working > 0 && waits)
            {
                Monitor.Wait(gate);
            }

            return working > 0;
        }
    }

    private void Outdate(Attempt attempt)
    {
        Slot slot = slots[attempt.Index];
        if (slot.Attempt != attempt)
        {
            return;
        }

        switch (slot.State)
        {
            case SlotState.Running when !attempt.IsStale:
                attempt.IsStale = true;
                attempt.Stop();
                break;
            case SlotState.Done:
                slot.Result!.Dispose();
                slot.Result = null;
                slot.State = slot.Runs < MaxRuns ? SlotState.Ready : SlotState.GivenUp;
                break;
            default:
                break;
        }
    }

    private Attempt? Take()
    {
        int end = Math.Min(slots.Length, turn + MaxAhead);
        for (int i = turn; i < end; i++)
        {
            Slot slot = slots[i];
            if (slot.State == SlotState.Ready && (slot.After < 0 || HasRun(slots[slot.After])))
            {
                slot.State = SlotState.Running;
                slot.Runs++;
                return slot.Attempt = new Attempt(i);
            }
        }

        return null;
    }

    private static bool HasRun(Slot slot) => slot.State is SlotState.Done or SlotState.Final;
}
