using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Threading.Tasks;
using Kraken.Fields;

namespace Kraken.Trie;

/// <summary>
/// Hashes to be made of elements and of one another. They are made level by level, the level of a hash being the longest way down to what
/// is known: those of one level do not depend on each other, and the more are made at once, the less each costs.
/// </summary>
internal sealed class HashPlan
{
    // The pairs that are handed over at once, in 16 KiB of stack.
    private const int Chunk = 256;

    // What a thread is asked for at least: a millisecond of Pedersen hashes, against the 10 to 50 microseconds that it takes to ask.
    private const int MinPerThread = 256;

    private const int NoNode = -1;

    private readonly List<Felt> known = [Felt.Zero];
    private readonly List<Entry> entries = [];
    private readonly List<int> levelSizes = [];
    private Felt[]? hashes;
    private int nodeCount;

    /// <summary>Takes in an element.</summary>
    public PendingHash Known(in Felt value)
    {
        if (value.IsZero)
        {
            return default;
        }

        known.Add(value);
        return new PendingHash(known.Count - 1);
    }

    /// <summary>H(left, right), which is not the hash of a node.</summary>
    public PendingHash Hash(PendingHash left, PendingHash right) => Add(left, right, NoNode);

    /// <summary>H(left, right), as a node.</summary>
    public PendingHash Binary(PendingHash left, PendingHash right)
    {
        nodeCount++;
        return Add(left, right, 0);
    }

    /// <summary>H(child, path) + length.</summary>
    public PendingHash Edge(PendingHash child, in Felt path, int length)
    {
        nodeCount++;
        return Add(child, Known(path), length);
    }

    /// <summary>Makes all hashes.</summary>
    /// <param name="threads">The most threads, at least one.</param>
    public void Run<THash>(int threads)
        where THash : struct, ITrieHash
    {
        hashes = new Felt[entries.Count];
        int[] order = ByLevel();
        int start = 0;
        foreach (int size in levelSizes)
        {
            int pieces = Math.Clamp(size / MinPerThread, 1, threads);
            if (pieces == 1)
            {
                Make<THash>(order.AsSpan(start, size), hashes);
            }
            else
            {
                int first = start;
                Parallel.For(0, pieces, new ParallelOptions { MaxDegreeOfParallelism = threads }, piece =>
                {
                    int from = (int)((long)size * piece / pieces);
                    int to = (int)((long)size * (piece + 1) / pieces);
                    Make<THash>(order.AsSpan(first + from, to - from), hashes);
                });
            }

            start += size;
        }
    }

    /// <summary>An element, or a hash that was made.</summary>
    /// <exception cref="InvalidOperationException">The hashes were not made yet.</exception>
    public Felt ValueOf(PendingHash pending) => pending.Index >= 0
        ? known[pending.Index]
        : (hashes ?? throw new InvalidOperationException("the hashes of the batch were not made yet"))[~pending.Index];

    /// <summary>The nodes among what was hashed, by hash, those below another before it.</summary>
    public KeyValuePair<Felt, TrieNode>[] Nodes()
    {
        KeyValuePair<Felt, TrieNode>[] nodes = new KeyValuePair<Felt, TrieNode>[nodeCount];
        int count = 0;
        for (int i = 0; i < entries.Count; i++)
        {
            Entry entry = entries[i];
            if (entry.Length != NoNode)
            {
                TrieNode node = new(ValueOf(new(entry.Left)), ValueOf(new(entry.Right)), (byte)entry.Length);
                nodes[count++] = new(ValueOf(new(~i)), node);
            }
        }

        return nodes;
    }

    private PendingHash Add(PendingHash left, PendingHash right, int length)
    {
        if (hashes is not null)
        {
            throw new InvalidOperationException("the hashes of the batch were made already");
        }

        int level = Math.Max(LevelOf(left), LevelOf(right));
        if (level == levelSizes.Count)
        {
            levelSizes.Add(0);
        }

        levelSizes[level]++;
        entries.Add(new Entry(left.Index, right.Index, length, level + 1));
        return new PendingHash(~(entries.Count - 1));
    }

    private int LevelOf(PendingHash pending) => pending.Index >= 0 ? 0 : entries[~pending.Index].Level;

    private int[] ByLevel()
    {
        int[] next = new int[levelSizes.Count];
        for (int level = 1; level < next.Length; level++)
        {
            next[level] = next[level - 1] + levelSizes[level - 1];
        }

        int[] order = new int[entries.Count];
        for (int i = 0; i < order.Length; i++)
        {
            order[next[entries[i].Level - 1]++] = i;
        }

        return order;
    }

    private void Make<THash>(ReadOnlySpan<int> order, Span<Felt> results)
        where THash : struct, ITrieHash
    {
        Span<Felt> left = stackalloc Felt[Math.Min(Chunk, order.Length)];
        Span<Felt> right = stackalloc Felt[left.Length];
        ReadOnlySpan<Entry> all = CollectionsMarshal.AsSpan(entries);
        ReadOnlySpan<Felt> elements = CollectionsMarshal.AsSpan(known);
        while (order.Length > 0)
        {
            int count = Math.Min(Chunk, order.Length);
            for (int i = 0; i < count; i++)
            {
                ref readonly Entry entry = ref all[order[i]];
                left[i] = entry.Left >= 0 ? elements[entry.Left] : results[~entry.Left];
                right[i] = entry.Right >= 0 ? elements[entry.Right] : results[~entry.Right];
            }

            THash.HashPairs(left[..count], right[..count], left[..count]);
            for (int i = 0; i < count; i++)
            {
                int length = all[order[i]].Length;
                results[order[i]] = length > 0 ? left[i] + (Felt)(ulong)length : left[i];
            }

            order = order[count..];
        }
    }

    /// <summary>A hash to be made.</summary>
    /// <param name="Left">The index of the first element.</param>
    /// <param name="Right">The index of the second one.</param>
    /// <param name="Length">The bits of an edge, which are added; 0 for a binary node, -1 for what is no node.</param>
    /// <param name="Level">The level, from 1.</param>
    private readonly record struct Entry(int Left, int Right, int Length, int Level);
}
