using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Text.Json;
using Kraken.BlockProof.Hints;
using Kraken.BlockProof.Witness;
using Kraken.Cairo.Hints.Cairo0;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Memory;
using Kraken.Fields;
using Kraken.Starknet.Tests;
using Kraken.Trie;
using Xunit;

namespace Kraken.BlockProof.Tests.Cairo;

/// <summary>lib/patricia.cairo against roots of others and against Kraken.Trie.</summary>
public sealed class PatriciaTests
{
    private const int Height = 251;

    // How a child is taken, as lib/patricia.cairo numbers it.
    private const int EnterBinary = 0;
    private const int Write = 3;
    private const int WriteBottom = 4;

    [Fact]
    public void StorageOfTheGenesisBlocksContractsHasItsRoot()
    {
        JsonElement update = SharedData.Json("starknet/state/mainnet_genesis.block_and_state_update.json").GetProperty("state_update");
        JsonElement diff = update.GetProperty("state_diff");
        Dictionary<Felt, Felt> roots = [];
        foreach (JsonProperty contract in diff.GetProperty("storage_diffs").EnumerateObject())
        {
            Case cells = Case.Of<PedersenTrieHash>(
                [],
                [.. contract.Value.EnumerateArray().Select(c => new TrieLeaf(FeederBlock.Felt(c, "key"), FeederBlock.Felt(c, "value")))]);
            Assert.Equal((Felt[])[0, cells.NewRoot], cells.Run().Output);
            roots.Add(Felt.Parse(contract.Name), cells.NewRoot);
        }

        Case contracts = Case.Of<PedersenTrieHash>([], [.. diff.GetProperty("deployed_contracts").EnumerateArray().Select(c =>
        {
            Felt address = FeederBlock.Felt(c, "address");
            return new TrieLeaf(address, Chain(FeederBlock.Felt(c, "class_hash"), roots.GetValueOrDefault(address), 0, 0));
        })]) with { NewRoot = FeederBlock.Felt(update, "new_root") };
        Assert.Equal((Felt[])[0, contracts.NewRoot], contracts.Run().Output);
    }

    /// <summary>
    /// Leaves deleted from tries of the sequencer's own tests, over just the nodes that these say are needed before and after.
    /// </summary>
    [Theory]
    [InlineData("10_5_2")]
    [InlineData("8_120_70")]
    public void LeavesOfTheSequencersTriesAreDeleted(string fixture)
    {
        JsonElement before = SharedData.Json($"starknet/state/fetch_patricia_paths_test_{fixture}.json");
        JsonElement after = SharedData.Json($"starknet/state/fetch_patricia_paths_test_delete_leaves_{fixture}.json");
        int levels = before.GetProperty("height").GetInt32();
        Felt[] present = Elements(before, "initial_leaves");
        TrieNodeMap nodes = new();
        nodes.Add(NodesOf(before));
        nodes.Add(NodesOf(after));
        Case deletion = new(
            0,
            levels,
            FeederBlock.Felt(before, "root_hash"),
            FeederBlock.Felt(after, "root_hash"),
            [.. Elements(before, "modified_leaves_indices").Order()
                .SelectMany(key => (Felt[])[key, present.Contains(key) ? key + (1 << levels) : 0, 0])],
            [],
            nodes);
        Assert.Equal((Felt[])[deletion.OldRoot, deletion.NewRoot], deletion.Run().Output);
        Assert.NotNull(CairoTest.TryRun("trie_update.cairo", (deletion with { Levels = levels + 1 }).Hints, out _));
        Assert.NotNull(CairoTest.TryRun("trie_update.cairo", (deletion with { NewRoot = deletion.OldRoot }).Hints, out _));
    }

    [Fact]
    public void RandomUpdatesAreProvedAndOtherRootsAreNot()
    {
        for (int seed = 0; seed < 60; seed++)
        {
            Case update = seed % 2 == 0 ? RandomCase<PedersenTrieHash>(seed) : RandomCase<PoseidonTrieHash>(seed);
            Assert.Equal((Felt[])[update.OldRoot, update.NewRoot], update.Run().Output);
            Assert.NotNull(CairoTest.TryRun("trie_update.cairo", (update with { NewRoot = update.OldRoot + 1 }).Hints, out _));
        }
    }

    [Fact]
    public void AnAccessThatTheTriesContradictIsFound()
    {
        Case update = RandomCase<PedersenTrieHash>(22);
        for (int i = 0; i < update.Accesses.Length; i++)
        {
            Felt[] altered = [.. update.Accesses];
            altered[i] += 1;
            Assert.NotNull(CairoTest.TryRun("trie_update.cairo", (update with { Accesses = altered }).Hints, out _));
        }
    }

    /// <summary>The same content under other nodes: a tree with an edge above an edge, and one with a node above nothing.</summary>
    [Fact]
    public void ATreeThatIsNotWellFormedIsNotTakenForTheNewOne()
    {
        Felt far = Felt.FromBigInteger((BigInteger.One << 250) + 1);
        Case removal = Case.Of<PedersenTrieHash>([new(1, 5), new(far, 6)], [new(far, 0)]);
        Assert.Equal((Felt[])[removal.OldRoot, removal.NewRoot], removal.Run().Output);
        TrieNode lower = TrieNode.Edge(5, 1, 250);
        TrieNode upper = TrieNode.Edge(lower.Hash<PedersenTrieHash>(), 0, 1);
        TrieNode aboveNothing = TrieNode.Binary(lower.Hash<PedersenTrieHash>(), 0);
        foreach (TrieNode root in (TrieNode[])[upper, aboveNothing])
        {
            Felt hash = root.Hash<PedersenTrieHash>();
            TrieNodeMap nodes = new();
            nodes.Add(removal.Nodes);
            nodes.Add([new(hash, root), new(lower.Hash<PedersenTrieHash>(), lower)]);
            Case malformed = removal with { NewRoot = hash, Reader = nodes };
            Assert.NotNull(CairoTest.TryRun("trie_update.cairo", malformed.Hints, out _));

            // However the sibling is written.
            for (int action = Write; action <= WriteBottom; action++)
            {
                Dictionary<string, HintFactory> forced = new(malformed.Hints);
                forced["child_action"] = Written(action, forced["child_action"]);
                Assert.Equal(VmErrorKind.DiffAssertValues, CairoTest.TryRun("trie_update.cairo", forced, out _)?.Kind);
            }
        }
    }

    /// <summary>Proofs of the keys against the old root, their neighbours and the new nodes are all that the program asks for.</summary>
    [Fact]
    public void APartOfTheOldTrieIsEnough()
    {
        int neighbours = 0;
        for (int seed = 0; seed < 60; seed++)
        {
            Case update = RandomCase<PedersenTrieHash>(seed);
            TrieLeaf[] leaves = [.. update.Accesses.Chunk(3).Select(access => new TrieLeaf(access[0], access[2]))];
            TrieProof<PedersenTrieHash> part = new();
            Prove(leaves.Select(leaf => leaf.Key));
            IReadOnlyList<Felt> beside = TrieNeighbours.Of(part, update.OldRoot, Height, leaves);
            Prove(beside);
            neighbours += beside.Count;
            TrieUpdate written = PatriciaTrie<PedersenTrieHash>.Update(part, update.OldRoot, Height, leaves);
            TrieNodeMap nodes = new();
            nodes.Add(part.Nodes);
            nodes.Add(written.Nodes);
            Assert.Equal((Felt[])[update.OldRoot, written.Root], (update with { Reader = nodes }).Run().Output);

            void Prove(IEnumerable<Felt> keys)
            {
                Dictionary<Felt, TrieNode> proof = [];
                PatriciaTrie<PedersenTrieHash>.Prove(update.Reader, update.OldRoot, Height, keys, proof);
                Assert.True(part.TryAdd([.. proof], out _));
            }
        }

        Assert.NotEqual(0, neighbours);
    }

    [Theory]
    [InlineData("edge_node", "length", "path", "bottom")]
    [InlineData("binary_node", "left", "right")]
    [InlineData("is_entered", "is_entered")]
    [InlineData("absent_key_follows", "follows")]
    [LiesAbout("edge_node", "binary_node", "is_entered", "absent_key_follows")]
    public void ALieAboutTheTriesIsFound(string hint, params string[] variables)
    {
        Case update = RandomCase<PedersenTrieHash>(24);
        Assert.NotEqual(
            0,
            AlteredHint.MustMatter("trie_update.cairo", update.Hints, hint, variables, honest => [1 - honest[0], .. honest[1..]]));
    }

    /// <summary>Whether a path has one half or two follows from its length, but for the one that both are right for.</summary>
    [Fact]
    [LiesAbout("edge_node")]
    public void ALieAboutTheHalvesOfAPathIsFound() => Assert.NotEqual(0, AlteredHint.MustMatter(
        "trie_update.cairo", RandomCase<PedersenTrieHash>(24).Hints, "edge_node", ["is_long", "length"],
        honest => honest[1] == 128 ? null : [1 - honest[0], honest[1]]));

    /// <summary>To look for keys where there are none changes nothing.</summary>
    [Fact]
    [LiesAbout("absent_keys_beside")]
    public void KeysThatAreSaidNotToLieBesideAnEdgeAreMissed() => Assert.NotEqual(0, AlteredHint.MustMatter(
        "trie_update.cairo", RandomCase<PedersenTrieHash>(24).Hints, "absent_keys_beside", ["are_absent"],
        honest => honest[0] == 1 ? [0] : null));

    /// <summary>Writing a sibling in another form is no lie when both walks do it; in one walk alone it is.</summary>
    [Fact]
    [LiesAbout("child_action")]
    public void ALieAboutAChildIsFound()
    {
        Case update = RandomCase<PedersenTrieHash>(24);
        Assert.NotEqual(0, AlteredHint.MustMatter(
            "trie_update.cairo", update.Hints, "child_action", ["action"], honest => honest[0] < Write ? [Write] : [EnterBinary]));
        Assert.NotEqual(0, AlteredHint.MustMatter(
            "trie_update.cairo", update.Hints, "child_action", ["action"],
            honest => honest[0] < Write ? [(honest[0] + 1) == Write ? EnterBinary : honest[0] + 1] : null));
    }

    /// <summary>What a leaf holds may be the hash of something; it is no node for that.</summary>
    [Fact]
    public void ALeafIsNotOpened()
    {
        TrieNode inner = TrieNode.Binary(5, 6);
        Felt value = inner.Hash<PedersenTrieHash>();
        Case update = Case.Of<PedersenTrieHash>([new(0, value), new(1, 7)], [new(0, 8)]);
        TrieNodeMap nodes = new();
        nodes.Add(update.Nodes);
        nodes.Add([new(value, inner)]);
        Dictionary<string, HintFactory> forced = new((update with { Reader = nodes }).Hints);
        Assert.Null(CairoTest.TryRun("trie_update.cairo", forced, out _));
        HintFactory honestly = forced["child_action"];
        forced["child_action"] = ids =>
        {
            (HintId hash, HintId action) = (ids["hash"], ids["action"]);
            Action<HintRun> act = honestly(ids);
            return r =>
            {
                if (hash.Felt(r) == value)
                {
                    action.Set(r, EnterBinary);
                    return;
                }

                act(r);
            };
        };
        Assert.Equal(VmErrorKind.DiffAssertValues, CairoTest.TryRun("trie_update.cairo", forced, out _)?.Kind);
    }

    /// <summary>A tree that is only read is walked once.</summary>
    [Fact]
    public void ReadsOfOneTreeAreProvedAndChangesAreNot()
    {
        TrieLeaf[] leaves = [new(3, 5), new(4, 6), new(1 << 20, 7)];
        Case reads = Case.Of<PedersenTrieHash>(leaves, [leaves[0], leaves[2], new(9, 0)]);
        Case change = Case.Of<PedersenTrieHash>(leaves, [leaves[0], new(1 << 20, 8), new(9, 0)]);
        (Felt[] output, long steps) = reads.Run();
        Assert.Equal((Felt[])[reads.OldRoot, reads.OldRoot], output);
        Assert.True(steps + 500 < change.Run().Steps, $"{steps} steps, {change.Run().Steps} for a change");
        Assert.NotNull(CairoTest.TryRun("trie_update.cairo", (reads with { Accesses = change.Accesses }).Hints, out _));
    }

    private static HintFactory Written(int form, HintFactory honestly) => ids =>
    {
        (HintId access, HintId end, HintId start) = (ids["access"], ids["walk.end"], ids["start"]);
        (HintId height, HintId action) = (ids["height"], ids["action"]);
        Action<HintRun> act = honestly(ids);
        return r =>
        {
            BigInteger past = start.Integer(r) + (BigInteger.One << (int)height.Integer(r));
            bool isEntered = access.Pointer(r) != end.Pointer(r) && r.Memory.GetInteger(access.Pointer(r)) is BigInteger key &&
                key >= start.Integer(r) && key < past;
            if (isEntered)
            {
                act(r);
                return;
            }

            action.Set(r, form);
        };
    };

    private static Felt[] Elements(JsonElement fixture, string name) =>
        [.. fixture.GetProperty(name).EnumerateArray().Select(item => (Felt)item.GetInt32())];

    // A node is two children, or the length, path and bottom of an edge.
    private static IEnumerable<KeyValuePair<Felt, TrieNode>> NodesOf(JsonElement fixture) =>
        fixture.GetProperty("expected_nodes").EnumerateObject().Select(item =>
        {
            Felt[] cells = [.. item.Value.EnumerateArray().Select(cell => Felt.Parse(cell.GetString()!))];
            TrieNode node = cells.Length == 2
                ? TrieNode.Binary(cells[0], cells[1])
                : TrieNode.Edge(cells[2], cells[1], (int)cells[0].ToBigInteger());
            return new KeyValuePair<Felt, TrieNode>(Felt.Parse(item.Name), node);
        });

    private static Felt Chain(params Felt[] elements) => elements.Aggregate(Hashing.Pedersen.Hash);

    private static Case RandomCase<THash>(int seed)
        where THash : struct, ITrieHash
    {
        Random random = new(seed);
        Felt[] keys = [.. Enumerable.Range(0, 4 + seed).Select(i => Key(random, i))];
        TrieLeaf[] before = [.. keys.Where(_ => random.Next(3) != 0).DistinctBy(key => key)
            .Select(key => new TrieLeaf(key, 1 + random.Next(1000)))];
        TrieLeaf[] update = [.. keys.Where(_ => random.Next(2) != 0).DistinctBy(key => key)
            .Select(key => new TrieLeaf(key, random.Next(3) == 0 ? 0 : 1 + random.Next(1000)))];
        return Case.Of<THash>(before, update);
    }

    // Some keys lie close to each other, so that there are short edges and full subtrees.
    private static Felt Key(Random random, int index)
    {
        if (index % 3 == 0)
        {
            return random.Next(16);
        }

        byte[] bytes = new byte[32];
        random.NextBytes(bytes);
        BigInteger key = new BigInteger(bytes, isUnsigned: true) >> 5;
        return Felt.FromBigInteger(index % 3 == 1 ? key : key >> random.Next(250));
    }

    /// <summary>An update as trie_update.cairo takes it.</summary>
    private sealed record Case(
        int Kind,
        int Levels,
        Felt OldRoot,
        Felt NewRoot,
        Felt[] Accesses,
        KeyValuePair<Felt, TrieNode>[] Nodes,
        ITrieNodeReader Reader)
    {
        public IReadOnlyDictionary<string, HintFactory> Hints => new Dictionary<string, HintFactory>(PatriciaHints.Over(Reader))
        {
            ["update_under_test"] = ids =>
            {
                (HintId kind, HintId height) = (ids["hash_kind"], ids["height"]);
                (HintId oldRoot, HintId newRoot) = (ids["old_root"], ids["new_root"]);
                (HintId accesses, HintId end) = (ids["accesses"], ids["end"]);
                return r =>
                {
                    Relocatable start = r.Memory.Place(Accesses);
                    kind.Set(r, Kind);
                    height.Set(r, Levels);
                    oldRoot.Set(r, OldRoot);
                    newRoot.Set(r, NewRoot);
                    accesses.Set(r, start);
                    end.Set(r, start + Accesses.Length);
                };
            },
        };

        public static Case Of<THash>(TrieLeaf[] before, TrieLeaf[] update, int levels = Height)
            where THash : struct, ITrieHash
        {
            TrieNodeMap nodes = new();
            TrieUpdate first = PatriciaTrie<THash>.Update(nodes, 0, levels, before);
            nodes.Add(first.Nodes);
            TrieUpdate second = PatriciaTrie<THash>.Update(nodes, first.Root, levels, update);
            nodes.Add(second.Nodes);
            Dictionary<Felt, Felt> old = before.ToDictionary(leaf => leaf.Key, leaf => leaf.Value);
            return new Case(
                typeof(THash) == typeof(PedersenTrieHash) ? 0 : 1,
                levels,
                first.Root,
                second.Root,
                [.. update.OrderBy(leaf => leaf.Key).SelectMany(leaf => (Felt[])[leaf.Key, old.GetValueOrDefault(leaf.Key), leaf.Value])],
                [.. first.Nodes, .. second.Nodes],
                nodes);
        }

        public (Felt[] Output, long Steps) Run() => CairoTest.Run("trie_update.cairo", Hints);
    }
}
