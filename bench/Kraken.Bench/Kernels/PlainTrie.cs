using System;
using System.Collections.Generic;
using System.Numerics;
using Kraken.Fields;
using Kraken.Hashing;

namespace Kraken.Bench.Kernels;

/// <summary>
/// A trie of given keys by its definition, from the root down and one hash after another; parts in which nothing changed keep theirs.
/// </summary>
/// <param name="keys">All keys, ascending.</param>
/// <param name="height">The bits of a key.</param>
internal sealed class PlainTrie(Felt[] keys, int height)
{
    private readonly BigInteger[] paths = Array.ConvertAll(keys, key => key.ToBigInteger());
    private readonly Felt[] values = new Felt[keys.Length];
    private readonly SortedSet<int> changed = [];
    private readonly Dictionary<(int From, int To), Felt> known = [];

    /// <summary>Sets the value of a key by its place; not zero.</summary>
    internal void Set(int place, Felt value)
    {
        values[place] = value;
        changed.Add(place);
    }

    /// <summary>The root.</summary>
    internal Felt Root()
    {
        Felt root = Hash(0, paths.Length, height);
        changed.Clear();
        return root;
    }

    // The node of the keys from one place to another, of which the bits above the height are the same.
    private Felt Hash(int from, int to, int top)
    {
        if (known.TryGetValue((from, to), out Felt hash) && changed.GetViewBetween(from, to - 1).Count == 0)
        {
            return hash;
        }

        int below = (int)(paths[from] ^ paths[to - 1]).GetBitLength();
        Felt bottom = below == 0 ? values[from] : Fork(from, to, below - 1);
        BigInteger path = (paths[from] >> below) & ((BigInteger.One << (top - below)) - 1);
        hash = top == below ? bottom : Pedersen.Hash(bottom, Felt.FromBigInteger(path)) + (Felt)(top - below);
        known[(from, to)] = hash;
        return hash;
    }

    private Felt Fork(int from, int to, int bit)
    {
        int split = from;
        while ((paths[split] >> bit).IsEven)
        {
            split++;
        }

        return Pedersen.Hash(Hash(from, split, bit), Hash(split, to, bit));
    }
}
