using System.Linq;
using BenchmarkDotNet.Attributes;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Trie;

namespace Kraken.Bench.Kernels;

/// <summary>The update of a storage trie that holds more cells than change, beside its definition.</summary>
public class TrieKernels
{
    private const int Height = 251;
    private const int Leaves = 4096;
    private const int Changed = 64;

    private static readonly Felt[] Keys = [.. Enumerable.Range(1, Leaves).Select(i => Key(i)).Order()];
    private readonly TrieNodeMap nodes = new();
    private readonly PlainTrie plain = new(Keys, Height);
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
        for (int i = 0; i < Leaves; i++)
        {
            plain.Set(i, (Felt)(i + 1));
        }

        plain.Root();
    }

    /// <summary>The root behind other values.</summary>
    [Benchmark(Description = "as defined, hash by hash", Baseline = true), BenchmarkCategory("trie update, 64 leaves of 4,096")]
    public Felt PlainUpdate()
    {
        value += Felt.One;
        foreach (int i in changed)
        {
            plain.Set(i, value);
        }

        return plain.Root();
    }

    /// <summary>The root behind other values.</summary>
    [Benchmark(Description = "kernel"), BenchmarkCategory("trie update, 64 leaves of 4,096")]
    public Felt Update()
    {
        value += Felt.One;
        return PatriciaTrie<PedersenTrieHash>.Update(nodes, root, Height, [.. changed.Select(i => new TrieLeaf(Keys[i], value))]).Root;
    }

    internal static void Check()
    {
        TrieKernels kernel = new();
        TrieKernels oracle = new();
        KernelCheck.Same("trie of the first values", kernel.root, oracle.plain.Root());
        KernelCheck.Same("trie update", kernel.Update(), oracle.PlainUpdate());
        KernelCheck.Same("trie update", kernel.Update(), oracle.PlainUpdate());
    }

    // Spread as the addresses of a mapping's cells are.
    private static Felt Key(int i) => Felt.FromBigInteger(Poseidon.Hash(i, 0).ToBigInteger() >> 1);
}
