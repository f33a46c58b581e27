using System;
using System.IO;
using System.Text.Json;
using Kraken.Casm.Classes;
using Kraken.Fields;
using Kraken.Serialization.Json;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Json;
using Xunit;

namespace Kraken.Starknet.Tests.Classes;

public sealed class ClassHashTests
{
    [Fact]
    public void EverySierraClassHashesAsExpected()
    {
        int checkedCount = 0;
        foreach (JsonProperty known in SharedData.Json("starknet/classes/expected_class_hashes.json").EnumerateObject())
        {
            string? file = FindClass(known.Name, "sierra");
            if (file is null || !known.Value.TryGetProperty("class_hash", out JsonElement hash) || hash.ValueKind != JsonValueKind.String)
            {
                continue;
            }

            Assert.True(
                SierraClassJson.TryDecode(File.ReadAllBytes(file), out SierraClass? sierra, out DecodeError? error),
                $"{known.Name}: {error}");
            Assert.True(Felt.Parse(hash.GetString()!) == ClassHash.Compute(sierra!), $"class hash of {known.Name}");
            checkedCount++;
        }

        Assert.True(checkedCount >= 27, $"only {checkedCount} classes were found");
    }

    [Fact]
    public void EveryCompiledClassHashesAsExpectedByPoseidonAndBlake()
    {
        int checkedCount = 0;
        foreach (JsonProperty known in SharedData.Json("starknet/classes/expected_class_hashes.json").EnumerateObject())
        {
            if (FindClass(known.Name, "casm") is not { } file)
            {
                continue;
            }

            Assert.True(
                CasmClassJson.TryDecode(File.ReadAllBytes(file), out CasmClass? casm, out DecodeError? error), $"{known.Name}: {error}");
            Assert.True(
                FeederBlock.Felt(known.Value, "compiled_class_hash_v1_poseidon") == CompiledClassHash.Poseidon(casm!),
                $"Poseidon hash of {known.Name}");
            Assert.True(
                FeederBlock.Felt(known.Value, "compiled_class_hash_v2_blake") == CompiledClassHash.Blake(casm!),
                $"Blake hash of {known.Name}");
            checkedCount++;
        }

        Assert.True(checkedCount >= 24, $"only {checkedCount} classes were found");
    }

    [Fact]
    public void ACompiledClassSurvivesWritingAndReading()
    {
        byte[] json = File.ReadAllBytes(SharedData.Path("cairo/chain-contracts/account.casm.json"));
        Assert.True(CasmClassJson.TryDecode(json, out CasmClass? casm, out _));
        JsonElement original = JsonDocument.Parse(json).RootElement;
        JsonElement written = JsonDocument.Parse(CasmClassJson.ToBytes(casm!)).RootElement;
        Assert.True(JsonElement.DeepEquals(original, written));
    }

    [Fact]
    public void ASierraClassSurvivesWritingAndReading()
    {
        byte[] json = File.ReadAllBytes(SharedData.Path("cairo/chain-contracts/demo.sierra.json"));
        Assert.True(SierraClassJson.TryDecode(json, out SierraClass? sierra, out _));
        Assert.True(SierraClassJson.TryDecode(SierraClassJson.ToBytes(sierra!), out SierraClass? again, out _));
        Assert.Equal(ClassHash.Compute(sierra!), ClassHash.Compute(again!));
        Assert.Equal(sierra!.Abi, again!.Abi);
    }

    [Theory]
    [InlineData("{}", "sierra_program")]
    [InlineData("[1]", "")]
    [InlineData("""{"sierra_program":["0x1","zz"]}""", "sierra_program[1]")]
    [InlineData("""{"sierra_program":[],"contract_class_version":"0.1.0","entry_points_by_type":{"EXTERNAL":[{"selector":"0x1"}],"L1_HANDLER":[],"CONSTRUCTOR":[]}}""", "entry_points_by_type.EXTERNAL[0].function_idx")]
    [InlineData("{", "")]
    public void AMalformedClassIsRefusedWithItsPlace(string json, string path)
    {
        Assert.False(SierraClassJson.TryDecode(System.Text.Encoding.UTF8.GetBytes(json), out SierraClass? sierra, out DecodeError? error));
        Assert.Null(sierra);
        Assert.Equal(path, error!.Path);
    }

    [Fact]
    public void SegmentsThatDoNotCoverTheBytecodeAreRefused()
    {
        string json = File.ReadAllText(SharedData.Path("cairo/chain-contracts/account.casm.json"))
            .Replace("\"bytecode_segment_lengths\":[147,", "\"bytecode_segment_lengths\":[148,", StringComparison.Ordinal);
        Assert.False(CasmClassJson.TryDecode(System.Text.Encoding.UTF8.GetBytes(json), out _, out DecodeError? error));
        Assert.Equal("bytecode_segment_lengths", error!.Path);
    }

    private static string? FindClass(string name, string kind)
    {
        foreach (string folder in (string[])["pairs", "genesis"])
        {
            string path = SharedData.Path($"starknet/classes/{folder}/{name}.{kind}.json");
            if (File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }
}
