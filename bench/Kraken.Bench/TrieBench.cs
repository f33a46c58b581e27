using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.State.Commitment;
using Kraken.Trie;
using Kraken.Trie.Tests;

namespace Kraken.Bench;

/// <summary>
/// Times the writing of leaves into tries, beside the same done node by node as the specification says it; both must make the same nodes.
/// </summary>
internal static class TrieBench
{
    private const int Height = StateCommitter.Height;
    private const int Leaves = 1_000_000;
    private const int Words = 4000;
    private const int Repetitions = 9;

    // A block of transfers: two balances each, of accounts that take turns, and their nonces.
    private const int BlockLeaves = 10_000;
    private const int BlockContracts = 1000;
    private const int BlockWords = 200;
    private const int BlockNonces = 100;

    // The leaves from which on the way node by node used to take a second thread for one half.
    private const int ForkLeaves = 16;

    /// <summary>Prints milliseconds, least and median, and how many times as long it takes node by node.</summary>
    internal static int Run()
    {
        Console.WriteLine($"  {"commit, milliseconds",-50}{"nodes",8}{"min",9}{"median",9}{"node by node",14}{"median",9}{"ratio",8}");
        Block();
        Large();
        Console.WriteLine(
            $"""
              A trie of {Leaves:N0} leaves in memory; half of the {Words:N0} words are changed, half new. The ratio is of the least times.
              The reference's committer needs about 32 ms for a full commit of its benchmark on one thread, as its authors say: of another
              trie, on another machine, and not repeated here.
            """);
        return 0;
    }

    private static void Large()
    {
        Random random = new(1);
        Felt[] keys = Keys(random, Leaves + (Words / 2));
        TrieNodeMap nodes = new();
        Felt root = Build(nodes, keys.AsSpan(0, Leaves));
        TrieLeaf[] words =
        [
            .. Enumerable.Range(0, Words / 2).Select(i => new TrieLeaf(keys[(long)i * Leaves / Words], i + 1)),
            .. keys[Leaves..].Select((key, i) => new TrieLeaf(key, i + 1)),
        ];
        foreach (int threads in Threads())
        {
            Row(
                $"{Words:N0} words into {Leaves:N0}, {Text(threads)}",
                () => Batched(nodes, root, words, threads),
                () => NodeByNodeTrie<PedersenTrieHash>.Update(nodes, root, Height, words, Fork(threads)));
        }
    }

    private static void Block()
    {
        Random random = new(2);
        Felt[] keys = Keys(random, BlockLeaves);
        Felt[] addresses = Keys(random, BlockContracts);
        TrieNodeMap nodes = new();
        Felt storage = Build(nodes, keys);
        Felt classHash = Keys(random, 1)[0];
        StateDiff deployed = new()
        {
            DeployedContracts = [.. addresses.Select(address => new ContractClass(address, classHash))],
            Nonces = [.. addresses.Select(address => new NonceUpdate(address, 1))],
        };
        TrieBenchState state = new(nodes, addresses[0], storage, classHash);
        CommittedState committed = StateCommitter.Commit(state, state, deployed);
        nodes.Add(committed.Nodes);
        state.Roots = committed.Roots;
        StateDiff diff = new()
        {
            StorageDiffs = [new(addresses[0], [.. keys.Take(BlockWords).Select((key, i) => new StorageEntry(key, i + 1))])],
            Nonces = [.. addresses.Skip(1).Take(BlockNonces).Select(address => new NonceUpdate(address, 2))],
        };
        foreach (int threads in Threads())
        {
            Row(
                $"{BlockWords} words of a contract, {BlockNonces} nonces, {Text(threads)}",
                () => AsUpdate(StateCommitter.Commit(state, state, diff)),
                () => NodeByNode(state, diff, Fork(threads)));
        }
    }

    private static TrieUpdate AsUpdate(CommittedState committed) => new(committed.Roots.Contracts, committed.Nodes);

    private static TrieUpdate Batched(ITrieNodeReader nodes, Felt root, TrieLeaf[] words, int threads)
    {
        TrieBatch<PedersenTrieHash> batch = new(nodes) { Threads = threads };
        PendingHash newRoot = batch.Update(root, Height, [.. words.Select(word => new PendingLeaf(word.Key, batch.Known(word.Value)))]);
        IReadOnlyList<KeyValuePair<Felt, TrieNode>> made = batch.Run();
        return new TrieUpdate(batch[newRoot], made);
    }

    /// <summary>What <see cref="StateCommitter"/> does for storage and nonces, trie after trie and node after node.</summary>
    private static TrieUpdate NodeByNode(TrieBenchState state, StateDiff diff, int forkLeaves)
    {
        Dictionary<Felt, Felt> roots = [];
        List<KeyValuePair<Felt, TrieNode>> made = [];
        foreach (ContractStorageDiff contract in diff.StorageDiffs)
        {
            TrieUpdate update = NodeByNodeTrie<PedersenTrieHash>.Update(
                state,
                state.StorageRootOf(contract.Address),
                Height,
                contract.Entries.Select(entry => new TrieLeaf(entry.Key, entry.Value)),
                forkLeaves);
            roots.Add(contract.Address, update.Root);
            made.AddRange(update.Nodes);
        }

        Dictionary<Felt, Felt> nonces = diff.Nonces.ToDictionary(update => update.Address, update => update.Nonce);
        TrieLeaf[] leaves =
        [
            .. roots.Keys.Union(nonces.Keys).Select(contract => new TrieLeaf(contract, StateCommitment.ContractLeaf(
                state.ClassHashAt(contract),
                roots.TryGetValue(contract, out Felt root) ? root : state.StorageRootOf(contract),
                nonces.TryGetValue(contract, out Felt nonce) ? nonce : state.NonceAt(contract)))),
        ];
        TrieUpdate contracts = NodeByNodeTrie<PedersenTrieHash>.Update(state, state.Roots.Contracts, Height, leaves, forkLeaves);
        made.AddRange(contracts.Nodes);
        return new TrieUpdate(contracts.Root, made);
    }

    private static Felt Build(TrieNodeMap nodes, ReadOnlySpan<Felt> keys)
    {
        TrieLeaf[] leaves = new TrieLeaf[keys.Length];
        for (int i = 0; i < leaves.Length; i++)
        {
            leaves[i] = new TrieLeaf(keys[i], i + Words);
        }

        TrieUpdate update = PatriciaTrie<PedersenTrieHash>.Update(nodes, Felt.Zero, Height, leaves);
        nodes.Add(update.Nodes);
        return update.Root;
    }

    /// <summary>Keys like those of cells, which are hashes: far apart, in no order.</summary>
    private static Felt[] Keys(Random random, int count)
    {
        Felt[] keys = new Felt[count];
        for (int i = 0; i < count; i++)
        {
            keys[i] = Felt.FromCanonicalLimbs(
                (ulong)random.NextInt64(), (ulong)random.NextInt64(), (ulong)random.NextInt64(), (ulong)random.NextInt64() >> 5);
        }

        return keys;
    }

    private static void Row(string name, Func<TrieUpdate> batched, Func<TrieUpdate> nodeByNode)
    {
        TrieUpdate got = batched();
        TrieUpdate expected = nodeByNode();
        if (got.Root != expected.Root || !got.Nodes.OrderBy(node => node.Key).SequenceEqual(expected.Nodes.OrderBy(node => node.Key)))
        {
            throw new InvalidOperationException($"{name}: expected root {expected.Root}, got {got.Root}, or other nodes");
        }

        // In turns, so that both meet the same disturbances. What is new in the first ones is compiled again behind them.
        double[] times = new double[Repetitions];
        double[] oracle = new double[Repetitions];
        for (int i = 0; i < Repetitions; i++)
        {
            times[i] = Milliseconds(batched);
            oracle[i] = Milliseconds(nodeByNode);
        }

        Array.Sort(times);
        Array.Sort(oracle);
        Console.WriteLine(
            $"  {name,-50}{got.Nodes.Count,8:N0}{times[0],9:F2}{times[Repetitions / 2],9:F2}" +
            $"{oracle[0],14:F2}{oracle[Repetitions / 2],9:F2}{oracle[0] / times[0],8:F2}");
    }

    private static double Milliseconds(Func<TrieUpdate> commit)
    {
        GC.Collect();
        long start = Stopwatch.GetTimestamp();
        commit();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static int[] Threads() => Environment.ProcessorCount == 1 ? [1] : [1, Environment.ProcessorCount];

    private static int Fork(int threads) => threads == 1 ? int.MaxValue : ForkLeaves;

    private static string Text(int threads) => threads == 1 ? "1 thread" : $"{threads} threads";
}
