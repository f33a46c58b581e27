using System;
using System.Buffers;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using JsonNode = System.Text.Json.Nodes.JsonNode;
using FsCheck;
using FsCheck.Fluent;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Json;
using Xunit;

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
    public void FeltsSurviveTheirText()
    {
        Prop.ForAll<byte[]>(bytes =>
        {
            Felt value = Felt.FromBytesBigEndianReduced(bytes.Length > 32 ? bytes[..32] : bytes);
            Span<byte> text = stackalloc byte[66];
            int length = Hexadecimal.Format(value, text);
            return Hexadecimal.TryParse(text[..length], out Felt parsed) && parsed == value &&
                System.Text.Encoding.ASCII.GetString(text[..length]) == value.ToString();
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("")]
    [InlineData("0x")]
    [InlineData("12")]
    [InlineData("0xg")]
    [InlineData("0x800000000000011000000000000000000000000000000000000000000000001")]
    [InlineData("0x00000000000000000000000000000000000000000000000000000000000000001")]
    public void TextThatIsNoFeltIsRefused(string text) => Assert.False(Hexadecimal.TryParse(System.Text.Encoding.ASCII.GetBytes(text), out _));

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
