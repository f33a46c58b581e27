using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Kraken.Fields;
using Kraken.Hashing;
using Xunit;

namespace Kraken.Trie.Tests;

/// <summary>Tries of Starknet's own tests and of the genesis block.</summary>
public sealed class StarknetVectorTests
{
    [Fact]
    public void PathsOfTheSequencersTests()
    {
        string[] files =
        [
            "fetch_patricia_paths_test_10_5_2", "fetch_patricia_paths_test_8_120_70",
            "fetch_patricia_paths_test_delete_leaves_10_5_2", "fetch_patricia_paths_test_delete_leaves_8_120_70",
        ];
        foreach (string file in files)
        {
            using JsonDocument document = Load($"starknet/state/{file}.json");
            CheckPaths(document.RootElement);
        }
    }

    [Fact]
    public void RootOfTheGenesisBlock()
    {
        using JsonDocument document = Load("starknet/state/mainnet_genesis.block_and_state_update.json");
        JsonElement update = document.RootElement.GetProperty("state_update");
        JsonElement diff = update.GetProperty("state_diff");
        Dictionary<Felt, Felt> storageRoots = [];
        foreach (JsonProperty contract in diff.GetProperty("storage_diffs").EnumerateObject())
        {
            TrieLeaf[] cells = [.. contract.Value.EnumerateArray().Select(c => new TrieLeaf(Read(c, "key"), Read(c, "value")))];
            storageRoots.Add(
                Felt.Parse(contract.Name), PatriciaTrie<PedersenTrieHash>.Update(new TrieNodeMap(), Felt.Zero, 251, cells).Root);
        }

        TrieLeaf[] contracts = [.. diff.GetProperty("deployed_contracts").EnumerateArray().Select(c =>
        {
            Felt address = Read(c, "address");
            Felt leaf = Pedersen.Hash(
                Pedersen.Hash(Pedersen.Hash(Read(c, "class_hash"), storageRoots.GetValueOrDefault(address)), Felt.Zero), Felt.Zero);
            return new TrieLeaf(address, leaf);
        })];
        Assert.Equal(Read(update, "new_root"), PatriciaTrie<PedersenTrieHash>.Update(new TrieNodeMap(), Felt.Zero, 251, contracts).Root);
        Assert.NotEmpty(contracts);
    }

    private static void CheckPaths(JsonElement vector)
    {
        int height = vector.GetProperty("height").GetInt32();
        Felt root = Read(vector, "root_hash");
        Dictionary<Felt, TrieNode> facts = Nodes(vector.GetProperty("facts_storage"));
        Assert.All(facts, f => Assert.Equal(f.Key, f.Value.Hash<PedersenTrieHash>()));

        // A leaf's value is its index in the full binary tree.
        ulong first = 1UL << height;
        TrieLeaf[] leaves =
            [.. vector.GetProperty("initial_leaves").EnumerateArray().Select(l => new TrieLeaf(l.GetUInt64(), first + l.GetUInt64()))];
        TrieUpdate built = PatriciaTrie<PedersenTrieHash>.Update(new TrieNodeMap(), Felt.Zero, height, leaves);
        Assert.Equal(root, built.Root);
        Assert.All(built.Nodes, n => Assert.Equal(facts[n.Key], n.Value));

        TrieNodeMap nodes = new();
        nodes.Add(built.Nodes);
        Dictionary<Felt, TrieNode> paths = [];
        PatriciaTrie<PedersenTrieHash>.Prove(
            nodes, root, height, vector.GetProperty("modified_leaves_indices").EnumerateArray().Select(k => (Felt)k.GetUInt64()),
            paths, forUpdate: true);
        Assert.Equal(Nodes(vector.GetProperty("expected_nodes")).OrderBy(n => n.Key), paths.OrderBy(n => n.Key));
    }

    private static Dictionary<Felt, TrieNode> Nodes(JsonElement preimages) => preimages.EnumerateObject().ToDictionary(
        p => Felt.Parse(p.Name),
        p =>
        {
            Felt[] parts = [.. p.Value.EnumerateArray().Select(e => Felt.Parse(e.GetString()!))];
            return parts.Length == 2
                ? TrieNode.Binary(parts[0], parts[1])
                : TrieNode.Edge(parts[2], parts[1], (int)parts[0].ToBigInteger());
        });

    private static JsonDocument Load(string path) => JsonDocument.Parse(File.ReadAllBytes(SharedData.Path(path)));

    private static Felt Read(JsonElement element, string name) => Felt.Parse(element.GetProperty(name).GetString()!);
}
