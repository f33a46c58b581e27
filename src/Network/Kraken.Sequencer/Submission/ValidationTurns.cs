using System;
using System.Collections.Generic;
using System.Runtime.ExceptionServices;
using System.Threading;

namespace Kraken.Sequencer.Submission;

/// <summary>
/// Lets a number of threads validate at a time, the longest wait first. A thread that has a place validates for those that wait too, for a
/// moment, and hands the place over then: a place that goes from thread to thread stands empty until the next one has woken up.
/// </summary>
/// <param name="places">How many may validate at a time.</param>
/// <param name="clock">Measures how long a thread has worked for others.</param>
internal sealed class ValidationTurns(int places, TimeProvider clock)
{
    // Its own answer waits that long, and for the validation that it is at then.
    private static readonly TimeSpan ForOthers = TimeSpan.FromMilliseconds(2);

    private readonly object gate = new();
    private readonly LinkedList<Turn> waiting = new();
    private int free = places;

    /// <summary>Validations that nobody has begun.</summary>
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

    /// <summary>Runs a validation when its turn comes, on this thread or on one that has a place.</summary>
    /// <param name="validation">The work; what it throws is thrown here.</param>
    /// <param name="cancellation">Gives up while it is not begun.</param>
    /// <exception cref="OperationCanceledException">It was cancelled, and is not begun.</exception>
    internal T Run<T>(Func<T> validation, CancellationToken cancellation)
    {
        T result = default!;
        Turn own = new(() => result = validation());
        if (IsOwn(own, cancellation))
        {
            own.Run();
            WorkForOthers();
        }

        own.ThrowFailure();
        return result;
    }

    // Whether this thread has a place now and is to run it; otherwise it has been run.
    private bool IsOwn(Turn own, CancellationToken cancellation)
    {
        LinkedListNode<Turn> place;
        lock (gate)
        {
            if (free > 0)
            {
                free--;
                return true;
            }

            place = waiting.AddLast(own);
        }

        using (cancellation.Register(own.Wake))
        {
            own.WaitUntilTaken(cancellation);
        }

        lock (gate)
        {
            // One that got its turn at that moment has it.
            if (place.List is not null)
            {
                waiting.Remove(place);
                throw new OperationCanceledException(cancellation);
            }
        }

        return own.WaitForPlaceOrEnd();
    }

    private void WorkForOthers()
    {
        long begun = clock.GetTimestamp();
        while (true)
        {
            Turn next;
            bool isMine = clock.GetElapsedTime(begun) < ForOthers;
            lock (gate)
            {
                if (waiting.First is not { } longest)
                {
                    free++;
                    return;
                }

                waiting.RemoveFirst();
                next = longest.Value;
            }

            if (!isMine)
            {
                next.Give();
                return;
            }

            next.Run();
        }
    }

    // Each waits on a monitor of its own: whoever's turn it is is woken, and nobody else.
    private sealed class Turn(Action work)
    {
        private readonly object gate = new();
        private bool hasPlace;
        private bool hasEnded;
        private ExceptionDispatchInfo? failure;

        private bool IsTaken => hasPlace || hasEnded;

        internal void Run()
        {
            try
            {
                work();
            }
            catch (Exception exception)
            {
                // Its own thread throws it.
                failure = ExceptionDispatchInfo.Capture(exception);
            }

            lock (gate)
            {
                hasEnded = true;
                Monitor.Pulse(gate);
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

        internal void Wake()
        {
            lock (gate)
            {
                Monitor.Pulse(gate);
            }
        }

        internal void WaitUntilTaken(CancellationToken cancellation)
        {
            lock (gate)
            {
                while (!IsTaken && !cancellation.IsCancellationRequested)
                {
                    Monitor.Wait(gate);
                }
            }
        }

        /// <summary>Waits for what is certain to come; true for a place.</summary>
        internal bool WaitForPlaceOrEnd()
        {
            lock (gate)
            {
                while (!IsTaken)
                {
                    Monitor.Wait(gate);
                }

                return hasPlace;
            }
        }

        internal void ThrowFailure() => failure?.Throw();
    }
}
