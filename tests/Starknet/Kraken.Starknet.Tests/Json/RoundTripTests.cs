using System;
using System.Buffers;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kraken.Serialization.Json;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Json;
using Xunit;
using JsonNode = System.Text.Json.Nodes.JsonNode;

namespace Kraken.Starknet.Tests.Json;

public sealed class RoundTripTests
{
    [Fact]
    public void TransactionsAreWrittenAsTheyWereRead() => Assert.All(DevnetRun.Steps, step => AssertSame(
        step.GetProperty("transaction"),
        Write(writer => TransactionJson.Write(writer, DevnetRun.Transaction(step)))));

    [Fact]
    public void ReceiptsAreWrittenAsTheyWereRead() => Assert.All(DevnetRun.Steps, step => AssertSame(
        step.GetProperty("receipt"),
        Write(writer => ReceiptJson.Write(writer, DevnetRun.Receipt(step), BlockStatus.AcceptedOnL2)),
        "block_hash",
        "block_number"));

    [Fact]
    public void StateDiffsAreWrittenAsTheyWereRead() => Assert.All(DevnetRun.Steps, step => AssertSame(
        step.GetProperty("state_diff"),
        Write(writer => StateDiffJson.Write(writer, DevnetRun.Diff(step))),
        "migrated_compiled_classes"));

    [Fact]
    public void HeadersAreWrittenAsTheyWereRead() => Assert.All(DevnetRun.Steps, step =>
    {
        JsonObject block = JsonObject.Create(step.GetProperty("block"))!;
        block["new_root"] = "0x123";
        JsonElement original = JsonSerializer.SerializeToElement(block);
        Assert.True(BlockHeaderJson.TryDecode(original, out BlockHeader? header, out DecodeError? error), error?.ToString());
        AssertSame(original, Write(writer =>
        {
            writer.WriteStartObject();
            BlockHeaderJson.WriteMembers(writer, header!, preConfirmed: false);
            writer.WriteEndObject();
        }), "status");
    });

    [Fact]
    public void EveryRemovedMemberOfATransactionIsNamed()
    {
        JsonElement original = DevnetRun.Steps[5].GetProperty("transaction");
        foreach (JsonProperty member in original.EnumerateObject().Where(item => item.Name != "transaction_hash"))
        {
            JsonObject without = JsonObject.Create(original)!;
            without.Remove(member.Name);
            Assert.False(TransactionJson.TryDecode(JsonSerializer.SerializeToElement(without), out _, out DecodeError? error));
            Assert.StartsWith(member.Name, error!.Path, StringComparison.Ordinal);
        }
    }

    private static void AssertSame(JsonElement expected, JsonElement actual, params string[] except)
    {
        JsonObject left = JsonObject.Create(expected)!;
        JsonObject right = JsonObject.Create(actual)!;
        foreach (string name in except)
        {
            left.Remove(name);
            right.Remove(name);
        }

        Assert.True(JsonNode.DeepEquals(left, right), $"{left.ToJsonString()}\n{right.ToJsonString()}");
    }

    private static JsonElement Write(Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            write(writer);
        }

        return JsonDocument.Parse(buffer.WrittenMemory).RootElement;
    }
}
