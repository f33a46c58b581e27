using System;
using System.Buffers;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kraken.Curves;
using Kraken.Feeder.Json;
using Kraken.Fields;
using Kraken.Rpc.Tests;
using Kraken.Starknet;
using Kraken.Starknet.Blocks;
using Xunit;
using DecodeError = Kraken.Serialization.Json.DecodeError;
using JsonDecoding = Kraken.Serialization.Json.JsonDecoding;

namespace Kraken.Feeder.Tests;

/// <summary>Answers of the public network's gateway.</summary>
public sealed class GenuineAnswerTests
{
    // Not kept by a node here, or not apart; or told on request only.
    private static readonly string[] LeftOut = ["n_steps", "builtin_instance_counter", "n_memory_holes", "data_availability"];
    private static readonly string[] OnRequest = ["l2_gas_consumed", "next_l2_gas_price", "fee_proposal_fri"];

    /// <summary>The upstream edit of the last file's version field does not reach its hash, which was made with 0.14.2.</summary>
    [Theory]
    [InlineData("v0.14.0_sepolia-integration_2473486", "0.14.0", 8)]
    [InlineData("v0.14.2_sepolia-integration_1041730", "0.14.2", 13)]
    public void BlocksHoldTheirHashesAndCommitments(string file, string version, int transactions)
    {
        Block block = Decode($"starknet/blocks/{file}.block.json", GatewayBlockJson.Read);
        Assert.Equal(transactions, block.Transactions.Length);
        ChainId chain = ChainId.FromName("SN_INTEGRATION_SEPOLIA");
        Assert.All(block.Transactions, transaction => Assert.Equal(transaction.Hash, transaction.WithHash(chain).Hash));
        BlockCommitments stated = block.Header.Commitments;
        Assert.Equal(stated.Transactions, ContentCommitments.OfTransactions(block.Transactions));
        Assert.Equal(stated.Events, ContentCommitments.OfEvents(block.Receipts));
        Assert.Equal(stated.Receipts, ContentCommitments.OfReceipts(block.Receipts));
        Assert.Equal(block.Header.Hash, (block.Header with { StarknetVersion = version }).WithHash().Hash);
    }

    [Theory]
    [InlineData("v0.14.0_sepolia-integration_2473486")]
    [InlineData("v0.14.2_sepolia-integration_1041730")]
    public void BlocksAreWrittenAsTheNetworkWritesThem(string file)
    {
        string path = $"starknet/blocks/{file}.block.json";
        Block block = Decode(path, GatewayBlockJson.Read);
        JsonNode expected = Parse(path);
        foreach (string name in OnRequest)
        {
            expected.AsObject().Remove(name);
        }

        JsonNode written = Write(writer =>
        {
            writer.WriteStartObject();
            GatewayBlockJson.WriteMembers(writer, block);
            writer.WriteEndObject();
        });
        foreach (JsonNode? receipt in expected["transaction_receipts"]!.AsArray().Concat(written["transaction_receipts"]!.AsArray()))
        {
            JsonObject resources = receipt!["execution_resources"]!.AsObject();
            Assert.All(LeftOut, name => Assert.True(resources.Remove(name), name));
        }

        JsonShape.Same(expected, written);
    }

    [Theory]
    [InlineData("v0.13.2_sepolia-integration_35748")]
    [InlineData("v0.13.4_sepolia-integration_63881")]
    [InlineData("v0.14.1_mainnet_4130000")]
    public void StateDiffsAreWrittenAsTheNetworkWritesThem(string file)
    {
        string path = $"starknet/blocks/{file}.state_update.json";
        StateDiff diff = Decode(path, node => GatewayStateJson.ReadDiff(node["state_diff"]));
        JsonNode expected = Parse(path)["state_diff"]!;
        expected["migrated_compiled_classes"] ??= new JsonArray();
        JsonShape.Same(expected, Write(writer => GatewayStateJson.WriteDiff(writer, diff)));
    }

    [Theory]
    [InlineData("v0.13.2_sepolia-integration_35748")]
    [InlineData("v0.13.4_sepolia-integration_63881")]
    public void StateDiffsHoldTheCommitmentsOfTheirBlocks(string file)
    {
        StateDiff diff = Decode($"starknet/blocks/{file}.state_update.json", node => GatewayStateJson.ReadDiff(node["state_diff"]));
        JsonElement block = SharedData.Json($"starknet/blocks/{file}.block.json");
        Assert.Equal(block.GetProperty("state_diff_commitment").GetString(), StateDiffHash.Compute(diff).ToString());
        Assert.Equal(block.GetProperty("state_diff_length").GetInt32(), diff.Length);
    }

    [Fact]
    public void TransactionsOfOlderVersionsAreRefusedByName()
    {
        JsonElement block = SharedData.Json("starknet/blocks/v0.13.4_sepolia-integration_63881.block.json");
        Assert.False(JsonDecoding.TryDecode(block, GatewayBlockJson.Read, out Block? _, out DecodeError? error));
        Assert.Equal("transactions[0].version", error.Path);
        Assert.Equal("version 0x3", error.Expected);
    }

    /// <summary>The key of the integration network, and its signature of block 35748, as its gateway gave them.</summary>
    [Fact]
    public void TheNetworksSignatureIsOfTheBlockHashAlone()
    {
        Felt key = Felt.Parse("0x4e4856eb36dbd5f4a7dca29f7bb5232974ef1fb7eb5b597c58077174c294da1");
        Felt hash = Felt.Parse(
            SharedData.Json("starknet/blocks/v0.13.2_sepolia-integration_35748.block.json").GetProperty("block_hash").GetString()!);
        EcdsaSignature signature = new(
            Felt.Parse("0x45161746eecbeae297f45a1f407ab702310f4e52c5e9350ed6f542fa8e98413"),
            Felt.Parse("0x3e67cfbc5b179ba55a3b687228d8fe40626233f6691b4aabe308fcd6d71dcdb"));
        Assert.True(BlockSigner.Verify(key, hash, signature));
        Assert.False(BlockSigner.Verify(key, hash + 1, signature));
        Assert.False(BlockSigner.Verify(key, hash, signature with { S = signature.S + 1 }));
    }

    [Fact]
    public void EachMemberOfABlockIsNeeded()
    {
        string path = "starknet/blocks/v0.14.0_sepolia-integration_2473486.block.json";
        foreach (string name in Parse(path).AsObject().Select(member => member.Key).Except(["status"]))
        {
            JsonObject block = Parse(path).AsObject();
            block.Remove(name);
            AssertRefused(block, name);
        }

        JsonObject short1 = Parse(path).AsObject();
        short1["transaction_receipts"]!.AsArray().RemoveAt(7);
        AssertRefused(short1, "transaction_receipts");
        JsonObject longer = Parse(path).AsObject();
        longer["transactions"]!.AsArray().RemoveAt(7);
        AssertRefused(longer, "transaction_receipts[7]");
        JsonObject swapped = Parse(path).AsObject();
        swapped["transaction_receipts"]![3]!["transaction_hash"] = "0x1";
        AssertRefused(swapped, "transaction_receipts[3].transaction_hash");
    }

    private static void AssertRefused(JsonObject block, string path)
    {
        JsonElement element = JsonSerializer.SerializeToElement(block);
        Assert.False(JsonDecoding.TryDecode(element, GatewayBlockJson.Read, out Block? _, out DecodeError? error), path);
        Assert.StartsWith(path, error.Path, StringComparison.Ordinal);
    }

    private static JsonNode Parse(string path) => JsonNode.Parse(File.ReadAllBytes(SharedData.Path(path)))!;

    private static JsonNode Write(Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = new();
        using Utf8JsonWriter writer = new(buffer);
        write(writer);
        writer.Flush();
        return JsonNode.Parse(buffer.WrittenSpan)!;
    }

    private static T Decode<T>(string path, Func<Serialization.Json.JsonNode, T> read)
    {
        Assert.True(JsonDecoding.TryDecode(SharedData.Json(path), read, out T? value, out DecodeError? error), error?.ToString());
        return value!;
    }
}
