using System;
using System.Buffers;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Numerics;
using System.Text.Json;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Json;
using Kraken.State.Commitment;
using Kraken.State.Store;
using Kraken.State.Tests.Store;
using Kraken.Storage;
using Xunit;

namespace Kraken.State.Tests.Commitment;

/// <summary>The part of a state that a store proves, against the whole state of the store.</summary>
public sealed class ProvenStateTests
{
    /// <summary>Random chains over few contracts, cells and values, so that cells and contracts come and go.</summary>
    [Fact]
    public void WhatIsProvenIsReadAndCommittedAsTheWholeStateIs()
    {
        int extra = 0;
        for (int seed = 0; seed < 12; seed++)
        {
            Random random = new(seed);
            using MemoryStore medium = new();
            ChainStore store = new(medium);
            for (int number = 0; number < 8; number++)
            {
                StateDiff diff = Diff(random, store.State, number);
                CommittedState expected = StateCommitter.Commit(store.State, store.Commitment, diff);
                if (store.LatestNumber is { } latest)
                {
                    extra += Check(store.StateAt(latest)!, diff, expected, random);
                }

                store.Append(TestBlocks.After(store, diff, expected));
            }
        }

        Assert.NotEqual(0, extra);
    }

    [Fact]
    public void WhatWasNotAskedForIsNoZeroButAnError()
    {
        using MemoryStore medium = new();
        ChainStore store = new(medium);
        StateDiff diff = new()
        {
            StorageDiffs = [new(7, [new(1, 5), new(2, 6)]), new(8, [new(1, 5)])],
            Nonces = [new(7, 3)],
            DeclaredClasses = [new(11, 12), new(13, 14)],
        };
        store.Append(TestBlocks.After(store, diff, StateCommitter.Commit(store.State, store.Commitment, diff)));
        HistoricalState state = store.StateAt(0)!;
        ProvenState proven = new(state.Roots);
        Assert.Equal("contracts trie, the node at height 251 on the way to 0x7", Refusal(() => proven.NonceAt(7)).Where);
        StorageProofQuery query = new([11], [7], [new(7, [1])]);
        proven.Add(query, StorageProver.Prove(state, query, 1));
        Assert.Equal((5, 3), (proven.StorageAt(7, 1), proven.NonceAt(7)));
        Assert.Equal(0, proven.StorageAt(77, 1));
        string where = Refusal(() => proven.StorageAt(7, 3)).Where;
        Assert.StartsWith("storage trie of 0x7, the node at height ", where, StringComparison.Ordinal);
        Assert.StartsWith("contracts trie, the node at height ", Refusal(() => proven.NonceAt(8)).Where, StringComparison.Ordinal);
        ProvenState bare = new(state.Roots);
        bare.Add(proven.ContractNodes.Values, []);
        Assert.Equal("class, nonce and storage root of contract 0x7", Refusal(() => bare.NonceAt(7)).Where);
        Assert.Equal("none", Refusal(() => proven.CompiledClassHashOf(11)).Got);
        proven.AddClass(11, 14);
        Assert.StartsWith("0xe of leaf ", Refusal(() => proven.CompiledClassHashOf(11)).Got, StringComparison.Ordinal);
        proven.AddClass(11, 12);
        Assert.Equal(12, proven.CompiledClassHashOf(11));
    }

    /// <summary>
    /// The deepest tries that somebody can make: keys that differ from one another in one bit each, so that every way has 251 nodes. A
    /// request of the most keys stays within its bytes, and a reader takes it.
    /// </summary>
    [Fact]
    public void TheLargestProofFitsItsBound()
    {
        using MemoryStore medium = new();
        ChainStore store = new(medium);
        ImmutableArray<StorageEntry> entries =
            [new(0, 1), .. Enumerable.Range(0, 251).Select(bit => new StorageEntry(Felt.FromBigInteger(BigInteger.One << bit), 1))];
        StateDiff diff = new()
        {
            StorageDiffs = [.. Enumerable.Range(1, 100).Select(contract => new ContractStorageDiff((Felt)contract, entries))],
        };
        store.Append(TestBlocks.After(store, diff, StateCommitter.Commit(store.State, store.Commitment, diff)));
        StorageProofQuery query =
            new([], [], [.. Enumerable.Range(1, 100).Select(contract => new ContractKeys((Felt)contract, [Felt.Zero]))]);
        StorageProof proof = StorageProver.Prove(store.StateAt(0)!, query, 1);
        Assert.All(proof.Storage, nodes => Assert.Equal(251, nodes.Length));
        ArrayBufferWriter<byte> json = new();
        using (Utf8JsonWriter writer = new(json))
        {
            StorageProofJson.Write(writer, proof);
        }

        Assert.InRange(json.WrittenCount, StorageProofJson.MaxBytes / 4, StorageProofJson.MaxBytes);
    }

    private static int Check(HistoricalState state, StateDiff diff, CommittedState expected, Random random)
    {
        StateCells cells = new();
        cells.Add(diff);
        cells.Add(CellKind.Storage, (Felt)random.Next(6), (Felt)random.Next(40));
        ProvenState proven = new(state.Roots);
        int rounds = 0;
        for (StateCells asked = cells; asked.Count > 0; asked = StateNeighbours.Of(proven, proven, cells, diff), rounds++)
        {
            Assert.InRange(rounds, 0, 1);
            foreach (StorageProofQuery query in asked.Queries())
            {
                Assert.InRange(query.KeyCount, 1, StorageProofQuery.MaxKeys);
                proven.Add(query, StorageProver.Prove(state, query, 1));
            }

            foreach (Felt classHash in cells.Classes)
            {
                proven.AddClass(classHash, state.CompiledClassHashOf(classHash));
            }
        }

        foreach ((Felt contract, SortedSet<Felt> keys) in cells.Contracts)
        {
            Assert.Equal(state.ClassHashAt(contract), proven.ClassHashAt(contract));
            Assert.Equal(state.NonceAt(contract), proven.NonceAt(contract));
            Assert.All(keys, key => Assert.Equal(state.StorageAt(contract, key), proven.StorageAt(contract, key)));
        }

        Assert.Equal(expected.Roots, StateCommitter.Commit(proven, proven, diff).Roots);
        return rounds - 1;
    }

    private static StateDiff Diff(Random random, IStateReader before, int number)
    {
        ContractStorageDiff[] storage =
        [
            .. Enumerable.Range(0, 5).Where(_ => random.Next(2) == 0).Select(contract => new ContractStorageDiff(
                (Felt)contract,
                [
                    .. Enumerable.Range(0, 40).Where(_ => random.Next(8) == 0)
                        .Select(key => new StorageEntry((Felt)key, (Felt)(random.Next(2) * random.Next(3))))
                        .Where(entry => before.StorageAt((Felt)contract, entry.Key) != entry.Value),
                ])).Where(diff => diff.Entries.Length > 0),
        ];
        return new StateDiff
        {
            StorageDiffs = [.. storage],
            Nonces = random.Next(2) == 0 ? [] : [new((Felt)(3 + random.Next(3)), (Felt)(number + 1))],
            DeployedContracts = random.Next(2) == 0 ? [] : [new((Felt)(100 + number), 9)],
            DeclaredClasses = random.Next(2) == 0 ? [] : [new((Felt)(200 + number), 10)],
        };
    }

    private static StateProofException Refusal(Func<Felt> read) => Assert.Throws<StateProofException>(() => { read(); });
}
