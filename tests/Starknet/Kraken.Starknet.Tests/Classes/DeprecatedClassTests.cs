using System;
using System.IO;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kraken.Fields;
using Kraken.Serialization.Json;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Json;
using Xunit;
using JsonNode = System.Text.Json.Nodes.JsonNode;

namespace Kraken.Starknet.Tests.Classes;

public sealed class DeprecatedClassTests
{
    // Hashes under which networks have the classes: the first two of Sepolia's block 0, the third of the universal deployer.
    [Theory]
    [InlineData("classes/cairo0/sepolia.block_0_class_0.json", "0xd0e183745e9dae3e4e78a8ffedcce0903fc4900beace4e0abf192d4c202da3")]
    [InlineData("classes/cairo0/sepolia.block_0_class_1.json", "0x5c478ee27f2112411f86f207605b2e2c58cdb647bac0df27f660ef2252359c6")]
    [InlineData("classes/genesis/udc_legacy_cairo0.json", "0x7b3e05f48f0c69e4a65ce5e076a66271a527aff2c34ce1083ec6e1526997a69")]
    public void AClassOfANetworkHasTheNetworksHash(string file, string hash) =>
        Assert.Equal(Felt.Parse(hash), DeprecatedClassHash.Compute(Read(File.ReadAllBytes(SharedData.Path("starknet/" + file)))));

    [Fact]
    public void TheFormOfJsonRpcReadsBackToTheSameClass()
    {
        DeprecatedClass value = Read(File.ReadAllBytes(SharedData.Path("starknet/classes/cairo0/test_contract_compiled.json")));
        DeprecatedClass again = Read(DeprecatedClassJson.ToBytes(value));
        Assert.Equal(value.Program, again.Program);
        Assert.Equal(value.Abi, again.Abi);
        Assert.Equal(value.EntryPoints.External, again.EntryPoints.External);
        Assert.Equal(value.EntryPoints.L1Handler, again.EntryPoints.L1Handler);
        Assert.Equal(value.EntryPoints.Constructor, again.EntryPoints.Constructor);
        Assert.Equal(DeprecatedClassHash.Compute(value), DeprecatedClassHash.Compute(again));
    }

    // Debug information is no part of a class, and neither is the order of members.
    [Fact]
    public void WhatIsNotHashedDoesNotChangeTheHash()
    {
        byte[] file = File.ReadAllBytes(SharedData.Path("starknet/classes/genesis/udc_legacy_cairo0.json"));
        JsonNode changed = JsonNode.Parse(file)!;
        changed["program"]!["debug_info"] = "anything";
        JsonNode identifiers = changed["program"]!["identifiers"]!;
        changed["program"]!.AsObject().Remove("identifiers");
        changed["program"]!.AsObject().Insert(0, "identifiers", identifiers.DeepClone());
        Assert.Equal(
            DeprecatedClassHash.Compute(Read(file)), DeprecatedClassHash.Compute(Read(Encoding.UTF8.GetBytes(changed.ToJsonString()))));
    }

    [Theory]
    [InlineData("hints")]
    [InlineData("identifiers")]
    [InlineData("data")]
    [InlineData("prime")]
    public void WhatIsHashedChangesTheHash(string member)
    {
        byte[] file = File.ReadAllBytes(SharedData.Path("starknet/classes/genesis/udc_legacy_cairo0.json"));
        JsonNode changed = JsonNode.Parse(file)!;
        JsonNode program = changed["program"]!;
        switch (member)
        {
            case "hints": program["hints"]!["0"]![0]!["code"] = "other"; break;
            case "identifiers": program["identifiers"]!["__main__.other"] = new JsonObject { ["type"] = "const", ["value"] = 1 }; break;
            case "data": program["data"]![3] = "0x1"; break;
            default: program["prime"] = "0x7"; break;
        }

        Assert.NotEqual(
            DeprecatedClassHash.Compute(Read(file)), DeprecatedClassHash.Compute(Read(Encoding.UTF8.GetBytes(changed.ToJsonString()))));
    }

    [Fact]
    public void AProgramThatUnpacksPastTheBoundIsRefused()
    {
        string within = Packed(DeprecatedClassLimits.MaxProgramBytes);
        Assert.False(DeprecatedClassJson.TryDecode(WithProgram(within), out _, out DecodeError? error));
        Assert.Contains("data", error!.Path, StringComparison.Ordinal);
        string past = Packed(DeprecatedClassLimits.MaxProgramBytes + 1);
        Assert.True(past.Length < 100_000);
        Assert.False(DeprecatedClassJson.TryDecode(WithProgram(past), out _, out error));
        Assert.Equal($"a program of at most {DeprecatedClassLimits.MaxProgramBytes} bytes", error!.Expected);
    }

    [Theory]
    [InlineData("\"AAAA\"")]
    [InlineData("\"not base64\"")]
    [InlineData("\"\"")]
    [InlineData("7")]
    [InlineData("{}")]
    [InlineData("""{"data":[],"builtins":["ö"],"hints":{},"identifiers":{},"reference_manager":{}}""")]
    [InlineData("""{"data":["1"],"builtins":[],"hints":{},"identifiers":{},"reference_manager":{}}""")]
    [InlineData("""{"data":[],"builtins":[],"hints":[],"identifiers":{},"reference_manager":{}}""")]
    public void AProgramThatIsNoneIsRefusedWithItsPlace(string program)
    {
        Assert.False(DeprecatedClassJson.TryDecode(WithProgram(program), out _, out DecodeError? error));
        Assert.StartsWith("program", error!.Path, StringComparison.Ordinal);
    }

    private static DeprecatedClass Read(byte[] json)
    {
        Assert.True(DeprecatedClassJson.TryDecode(json, out DeprecatedClass? value, out DecodeError? error), error?.ToString());
        return value!;
    }

    // An object that is JSON, blanks to a size.
    private static string Packed(int size)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            byte[] text = new byte[size];
            text.AsSpan().Fill((byte)' ');
            "{\"hints\":{},\"identifiers\":{},\"reference_manager\":{}}"u8.CopyTo(text);
            gzip.Write(text);
        }

        return JsonSerializer.Serialize(Convert.ToBase64String(packed.ToArray()));
    }

    private static byte[] WithProgram(string program) => Encoding.UTF8.GetBytes(
        "{\"entry_points_by_type\":{\"EXTERNAL\":[],\"L1_HANDLER\":[],\"CONSTRUCTOR\":[]},\"abi\":[],\"program\":" + program + "}");
}
