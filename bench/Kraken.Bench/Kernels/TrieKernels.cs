using System.Linq;
using BenchmarkDotNet.Attributes;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Trie;
using Kraken.Trie.Tests;

namespace Kraken.Bench.Kernels;

/// <summary>The update of a storage trie that holds more cells than change, beside one that hashes node by node.</summary>
public class TrieKernels
{
    private const int Height = 251;
    private const int Leaves = 4096;
    private const int Changed = 64;

    private static readonly Felt[] Keys = [.. Enumerable.Range(1, Leaves).Select(i => Key(i)).Order()];
    private readonly TrieNodeMap nodes = new();
    private readonly Felt root;
    private readonly int[] changed = [.. Enumerable.Range(0, Changed).Select(i => i * (Leaves / Changed))];
    private Felt value = KernelInputs.First;

    /// <summary>A trie of the first values.</summary>
    public TrieKernels()
    {
        TrieLeaf[] leaves = [.. Keys.Select((key, i) => new TrieLeaf(key, (Felt)(i + 1)))];
        TrieUpdate made = PatriciaTrie<PedersenTrieHash>.Update(nodes, Felt.Zero, Height, leaves);
        nodes.Add(made.Nodes);
        root = made.Root;
    }

    /// <summary>The root behind other values.</summary>
    [Benchmark(Description = "node by node", Baseline = true), BenchmarkCategory("trie update, 64 leaves of 4,096")]
    public Felt PlainUpdate() => NodeByNodeTrie<PedersenTrieHash>.Update(nodes, root, Height, Changes()).Root;

    /// <summary>The root behind other values.</summary>
    [Benchmark(Description = "kernel"), BenchmarkCategory("trie update, 64 leaves of 4,096")]
    public Felt Update() => PatriciaTrie<PedersenTrieHash>.Update(nodes, root, Height, Changes()).Root;

    internal static void Check()
    {
        TrieKernels kernel = new();
        TrieKernels oracle = new();
        TrieLeaf[] first = [.. Keys.Select((key, i) => new TrieLeaf(key, (Felt)(i + 1)))];
        Felt expected = NodeByNodeTrie<PedersenTrieHash>.Update(new TrieNodeMap(), Felt.Zero, Height, first).Root;
        KernelCheck.Same("trie of the first values", kernel.root, expected);
        KernelCheck.Same("trie update", kernel.Update(), oracle.PlainUpdate());
        KernelCheck.Same("trie update", kernel.Update(), oracle.PlainUpdate());
    }

    private TrieLeaf[] Changes()
    {
        value += Felt.One;
        return [.. changed.Select(i => new TrieLeaf(Keys[i], value))];
    }

    // Spread as the addresses of a mapping's cells are.
    private static Felt Key(int i) => Felt.FromBigInteger(Poseidon.Hash(i, 0).ToBigInteger() >> 1);
}
