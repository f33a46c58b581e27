using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Text.Json;
using Kraken.Fields;
using Kraken.Serialization.Json;
using Kraken.Starknet.Chain;
using Kraken.Trie;

namespace Kraken.Starknet.Json;

/// <summary>Storage proofs in the form of JSON-RPC 0.10 [STARKNET-RPC].</summary>
public static class StorageProofJson
{
    private const int MaxLength = 251;

    // A way has at most a node for each bit of its key.
    private const int MaxNodes = StorageProofQuery.MaxKeys * MaxLength;

    /// <summary>
    /// The most bytes of a proof of <see cref="StorageProofQuery.MaxKeys"/> leaves: nodes of at most 320 bytes, and as much again.
    /// </summary>
    public const int MaxBytes = 2 * MaxNodes * 320;

    /// <summary>Reads a list of keys of a trie.</summary>
    public static ImmutableArray<Felt> ReadKeys(JsonNode node) => node.List(StorageProofQuery.MaxKeys, ReadKey);

    /// <summary>Reads a list of contracts with keys of their storage.</summary>
    public static ImmutableArray<ContractKeys> ReadContractKeys(JsonNode node) => node.List(
        StorageProofQuery.MaxKeys, item => new ContractKeys(ReadKey(item["contract_address"]), ReadKeys(item["storage_keys"])));

    /// <summary>Writes a query as members of an object.</summary>
    public static void WriteQueryMembers(Utf8JsonWriter writer, StorageProofQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        writer.WriteFelts("class_hashes", query.Classes.AsSpan());
        writer.WriteFelts("contract_addresses", query.Contracts.AsSpan());
        writer.WriteObjects("contracts_storage_keys", query.Storage, static (item, contract) =>
        {
            item.WriteFelt("contract_address", contract.Address);
            item.WriteFelts("storage_keys", contract.Keys.AsSpan());
        });
    }

    /// <summary>Reads a proof within a decoding; nothing of it is checked but its form.</summary>
    public static StorageProof Read(JsonNode node)
    {
        JsonNode roots = node["global_roots"];
        JsonNode contracts = node["contracts_proof"];
        return new StorageProof
        {
            ContractsRoot = roots["contracts_tree_root"].Felt(),
            ClassesRoot = roots["classes_tree_root"].Felt(),
            BlockHash = roots["block_hash"].Felt(),
            Classes = ReadNodes(node["classes_proof"]),
            Contracts = ReadNodes(contracts["nodes"]),
            Leaves = contracts["contract_leaves_data"].List(StorageProofQuery.MaxKeys, leaf => new ContractLeaf(
                leaf["class_hash"].Felt(), leaf["nonce"].Felt(), leaf["storage_root"].OptionalFelt())),
            Storage = node["contracts_storage_proofs"].List(StorageProofQuery.MaxKeys, ReadNodes),
        };
    }

    /// <summary>Writes a proof as an object.</summary>
    public static void Write(Utf8JsonWriter writer, StorageProof proof)
    {
        ArgumentNullException.ThrowIfNull(proof);
        writer.WriteStartObject();
        WriteNodes(writer, "classes_proof", proof.Classes);
        writer.WriteStartObject("contracts_proof");
        WriteNodes(writer, "nodes", proof.Contracts);
        writer.WriteObjects("contract_leaves_data", proof.Leaves, static (item, leaf) =>
        {
            item.WriteFelt("nonce", leaf.Nonce);
            item.WriteFelt("class_hash", leaf.ClassHash);
            if (leaf.StorageRoot is { } root)
            {
                item.WriteFelt("storage_root", root);
            }
        });
        writer.WriteEndObject();
        writer.WriteStartArray("contracts_storage_proofs");
        foreach (ImmutableArray<KeyValuePair<Felt, TrieNode>> nodes in proof.Storage)
        {
            WriteNodes(writer, null, nodes);
        }

        writer.WriteEndArray();
        writer.WriteStartObject("global_roots");
        writer.WriteFelt("contracts_tree_root", proof.ContractsRoot);
        writer.WriteFelt("classes_tree_root", proof.ClassesRoot);
        writer.WriteFelt("block_hash", proof.BlockHash);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static Felt ReadKey(JsonNode node)
    {
        Felt key = node.Felt();
        if (!TrieDescent.IsKey(key, MaxLength))
        {
            node.Fail($"a key below 2^{MaxLength}");
        }

        return key;
    }

    private static ImmutableArray<KeyValuePair<Felt, TrieNode>> ReadNodes(JsonNode node) => node.List(
        MaxNodes, item => new KeyValuePair<Felt, TrieNode>(item["node_hash"].Felt(), ReadNode(item["node"])));

    private static TrieNode ReadNode(JsonNode node)
    {
        if (!node["length"].Exists)
        {
            return TrieNode.Binary(node["left"].Felt(), node["right"].Felt());
        }

        int length = node["length"].SmallNumber(MaxLength);
        if (length == 0)
        {
            // An edge of no bits would be taken for a binary node.
            node["length"].Fail($"an integer of 1 to {MaxLength}");
        }

        return TrieNode.Edge(node["child"].Felt(), node["path"].Felt(), length);
    }

    private static void WriteNodes(Utf8JsonWriter writer, string? name, ImmutableArray<KeyValuePair<Felt, TrieNode>> nodes)
    {
        if (name is not null)
        {
            writer.WritePropertyName(name);
        }

        writer.WriteStartArray();
        foreach ((Felt hash, TrieNode node) in nodes)
        {
            writer.WriteStartObject();
            writer.WriteFelt("node_hash", hash);
            writer.WriteStartObject("node");
            if (node.IsEdge)
            {
                writer.WriteFelt("path", node.Right);
                writer.WriteNumber("length", node.Length);
                writer.WriteFelt("child", node.Left);
            }
            else
            {
                writer.WriteFelt("left", node.Left);
                writer.WriteFelt("right", node.Right);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
