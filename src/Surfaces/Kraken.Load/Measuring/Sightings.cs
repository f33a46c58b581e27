using System;
using System.Collections.Generic;
using System.Threading;

namespace Kraken.Load.Measuring;

/// <summary>
/// When each height of the chain was first seen, kept until its blocks are read: however late that is, a block counts from the look that
/// found it. Safe for several threads.
/// </summary>
internal sealed class Sightings
{
    /// <summary>
    /// The most looks that are kept; beyond them the last one stands for its height and for those that follow, which then count as seen
    /// later than they were and never earlier.
    /// </summary>
    public const int MaxKept = 10_000;

    private readonly Lock gate = new();
    private readonly LinkedList<(ulong Height, TimeSpan At)> kept = new();

    /// <summary>A look found a height; one that is not above those before says nothing.</summary>
    public void Add(ulong height, TimeSpan at)
    {
        lock (gate)
        {
            if (kept.Last is { } last && height <= last.Value.Height)
            {
                return;
            }

            if (kept.Count == MaxKept)
            {
                kept.RemoveLast();
            }

            kept.AddLast((height, at));
        }
    }

    /// <summary>When a block was first seen; null when no look found it yet. Forgets the looks that found only blocks below it.</summary>
    public TimeSpan? Of(ulong number)
    {
        lock (gate)
        {
            // One is left, against which later looks are compared.
            while (kept.Count > 1 && kept.First!.Value.Height < number)
            {
                kept.RemoveFirst();
            }

            return kept.First is { } first && first.Value.Height >= number ? first.Value.At : null;
        }
    }
}
