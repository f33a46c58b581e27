using System;
using System.Collections.Generic;
using System.Threading;
using Kraken.Execution.Concurrency;

namespace Kraken.Execution.Tests.Concurrency;

/// <summary>
/// Lets one thread at a time go on, chosen anew at every step by a random sequence: the same seed gives the same schedule. The thread that
/// makes it is told from the others, which are alike.
/// </summary>
/// <param name="seed">The seed.</param>
/// <param name="threads">The threads that will enter.</param>
internal sealed class SeededInterleaving(int seed, int threads) : IInterleaving
{
    private readonly object gate = new();
    private readonly Random random = new(seed);
    private readonly int maker = Environment.CurrentManagedThreadId;
    private readonly Dictionary<int, int> places = [];
    private readonly List<int> present = [];
    private readonly int stickiness = (seed % 5) * 20;
    private readonly int favourite = (seed / 5) % (threads + 1);
    private int entered;
    private int turn = -1;

    /// <summary>How often the turn passed to another thread.</summary>
    internal int Switches { get; private set; }

    public void Enter()
    {
        lock (gate)
        {
            int place = Environment.CurrentManagedThreadId == maker ? 0 : places.Count - (places.ContainsKey(maker) ? 1 : 0) + 1;
            places[Environment.CurrentManagedThreadId] = place;
            present.Add(place);
            present.Sort();
            entered++;
            if (entered == threads)
            {
                turn = present[0];
                Monitor.PulseAll(gate);
            }

            Await(place);
        }
    }

    public void Step() => Pass(mayStay: true);

    public void Idle() => Pass(mayStay: false);

    public void Leave()
    {
        lock (gate)
        {
            present.Remove(places[Environment.CurrentManagedThreadId]);
            if (present.Count > 0)
            {
                turn = Chosen(present);
                Monitor.PulseAll(gate);
            }
        }
    }

    private void Pass(bool mayStay)
    {
        lock (gate)
        {
            int place = places[Environment.CurrentManagedThreadId];
            List<int> others = present.FindAll(other => other != place);
            if (others.Count == 0 || (mayStay && random.Next(100) < stickiness))
            {
                return;
            }

            int next = Chosen(mayStay ? present : others);
            if (next != place)
            {
                Switches++;
                turn = next;
                Monitor.PulseAll(gate);
                Await(place);
            }
        }
    }

    // One thread is chosen more often than the others, or none.
    private int Chosen(List<int> from) =>
        from.Contains(favourite) && random.Next(2) == 0 ? favourite : from[random.Next(from.Count)];

    private void Await(int place)
    {
        while (turn != place)
        {
            Monitor.Wait(gate);
        }
    }
}
