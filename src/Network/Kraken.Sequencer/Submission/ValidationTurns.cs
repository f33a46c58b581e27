using System.Collections.Generic;
using System.Threading;

namespace Kraken.Sequencer.Submission;

/// <summary>
/// Lets a number of threads validate at a time; a place that gets free goes to the one that has waited for longest, whoever comes at that
/// moment. Who waits sleeps at once, where a semaphore spins first.
/// </summary>
/// <param name="places">How many may validate at a time.</param>
internal sealed class ValidationTurns(int places)
{
    private readonly object gate = new();
    private readonly LinkedList<Waiter> waiting = new();
    private int free = places;

    /// <summary>Threads that came and have no place yet.</summary>
    internal int Waiting
    {
        get
        {
            lock (gate)
            {
                return waiting.Count;
            }
        }
    }

    /// <summary>Waits for a place; <see cref="Leave"/> gives it back.</summary>
    /// <exception cref="System.OperationCanceledException">It was cancelled, and no place is held.</exception>
    internal void Enter(CancellationToken cancellation)
    {
        LinkedListNode<Waiter> own;
        lock (gate)
        {
            if (free > 0)
            {
                free--;
                return;
            }

            own = waiting.AddLast(new Waiter());
        }

        if (own.Value.Wait(cancellation))
        {
            return;
        }

        lock (gate)
        {
            // One that got its place at that moment has it.
            if (own.List is not null)
            {
                waiting.Remove(own);
                cancellation.ThrowIfCancellationRequested();
            }
        }
    }

    internal void Leave()
    {
        lock (gate)
        {
            if (waiting.First is { } longest)
            {
                waiting.RemoveFirst();
                longest.Value.Give();
            }
            else
            {
                free++;
            }
        }
    }

    // Each sleeps on a monitor of its own: who gets the place is woken, and nobody else.
    private sealed class Waiter
    {
        private readonly object gate = new();
        private bool hasPlace;

        /// <summary>Waits for the place; false when it was cancelled without.</summary>
        internal bool Wait(CancellationToken cancellation)
        {
            using CancellationTokenRegistration wake = cancellation.Register(Wake);
            lock (gate)
            {
                while (!hasPlace && !cancellation.IsCancellationRequested)
                {
                    Monitor.Wait(gate);
                }

                return hasPlace;
            }
        }

        internal void Give()
        {
            lock (gate)
            {
                hasPlace = true;
                Monitor.Pulse(gate);
            }
        }

        private void Wake()
        {
            lock (gate)
            {
                Monitor.Pulse(gate);
            }
        }
    }
}
