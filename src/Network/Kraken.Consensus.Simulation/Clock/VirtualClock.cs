using System;
using System.Collections.Generic;

namespace Kraken.Consensus.Simulation.Clock;

/// <summary>The world's time and what is to happen when. Of two things at one time, the one that was planned first comes first.</summary>
internal sealed class VirtualClock
{
    private readonly PriorityQueue<Action, Moment> planned = new();
    private long order;

    /// <summary>Microseconds since the beginning.</summary>
    public long Now { get; private set; }

    /// <summary>True when nothing is planned any more.</summary>
    public bool IsEmpty => planned.Count == 0;

    /// <summary>Plans something.</summary>
    /// <param name="delay">Microseconds from now.</param>
    public void After(long delay, Action action) => planned.Enqueue(action, new Moment(Now + Math.Max(delay, 0), order++));

    /// <summary>Does the next thing; false when there is none.</summary>
    public bool Advance()
    {
        if (!planned.TryDequeue(out Action? action, out Moment moment))
        {
            return false;
        }

        Now = moment.Time;
        action();
        return true;
    }

    private readonly record struct Moment(long Time, long Order) : IComparable<Moment>
    {
        public int CompareTo(Moment other) => Time != other.Time ? Time.CompareTo(other.Time) : Order.CompareTo(other.Order);
    }
}
