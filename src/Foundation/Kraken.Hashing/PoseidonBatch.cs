using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using Kraken.Fields;

namespace Kraken.Hashing;

/// <summary>
/// Hashes many lists, each as <see cref="Poseidon.HashMany"/> does: faster than one after the other. Not safe for several threads.
/// </summary>
public sealed class PoseidonBatch
{
    // Lists are hashed when they hold so many elements together: bounds what is kept of them.
    private const int MaxWaiting = 1 << 12;

    private readonly List<Felt> waiting = [];
    private readonly List<int> ends = [];
    private readonly List<Felt> hashes = [];

    /// <summary>Adds elements to the list that was begun.</summary>
    public void Append(params ReadOnlySpan<Felt> elements) => waiting.AddRange(elements);

    /// <summary>Ends the list; what is appended from now on belongs to the next one.</summary>
    public void EndList()
    {
        ends.Add(waiting.Count);
        if (waiting.Count >= MaxWaiting)
        {
            HashWaiting();
        }
    }

    /// <summary>The hashes of the lists that were ended, in their order, and begins anew.</summary>
    public Felt[] TakeHashes()
    {
        HashWaiting();
        Felt[] result = [.. hashes];
        hashes.Clear();
        return result;
    }

    private void HashWaiting()
    {
        // The longest first: those that are not done at any step are the first ones. What the empty ones hash to is known.
        int[] order = [.. Enumerable.Range(0, ends.Count).OrderByDescending(LengthOf)];
        Felt[] states = new Felt[3 * order.Length];
        int active = order.Length;
        while (active > 0 && LengthOf(order[active - 1]) == 0)
        {
            active--;
            states[3 * active] = Poseidon.HashMany([]);
        }

        for (int step = 0; ; step++)
        {
            while (active > 0 && LengthOf(order[active - 1]) < 2 * step)
            {
                active--;
            }

            if (active == 0)
            {
                break;
            }

            for (int i = 0; i < active; i++)
            {
                ReadOnlySpan<Felt> list = CollectionsMarshal.AsSpan(waiting).Slice(StartOf(order[i]), LengthOf(order[i]));
                Poseidon.Absorb(list[(2 * step)..], ref states[3 * i], ref states[(3 * i) + 1]);
            }

            Poseidon.PermuteMany(states.AsSpan(0, 3 * active));
        }

        int first = hashes.Count;
        CollectionsMarshal.SetCount(hashes, first + order.Length);
        for (int i = 0; i < order.Length; i++)
        {
            hashes[first + order[i]] = states[3 * i];
        }

        waiting.RemoveRange(0, ends.Count == 0 ? 0 : ends[^1]);
        ends.Clear();
    }

    private int StartOf(int list) => list == 0 ? 0 : ends[list - 1];

    private int LengthOf(int list) => ends[list] - StartOf(list);
}
