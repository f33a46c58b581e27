using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using Kraken.Casm.Classes;
using Kraken.Serialization.Json;
using Xunit;
using JsonNode = System.Text.Json.Nodes.JsonNode;

namespace Kraken.Casm.Tests.Classes;

/// <summary>The JSON form of compiled classes against those of genuine compilers, and what it refuses.</summary>
public sealed class CasmClassJsonTests
{
    // What this model leaves out: the wording of hints for another machine, and the absent lengths that old compilers write as null.
    private static readonly string[] LeftOut = ["pythonic_hints"];

    [Fact]
    public void GenuineClassesAreReadAndWrittenAlike()
    {
        int count = 0;
        string folder = DataFiles.Folder("starknet", "classes");
        foreach (string path in Directory.EnumerateFiles(folder, "*.casm.json", SearchOption.AllDirectories))
        {
            byte[] json = File.ReadAllBytes(path);
            Assert.True(CasmClassJson.TryDecode(json, out CasmClass? casm, out DecodeError? error), $"{path}: {error}");
            JsonObject expected = JsonNode.Parse(json)!.AsObject();
            foreach (string name in LeftOut.Concat(expected["bytecode_segment_lengths"] is null ? ["bytecode_segment_lengths"] : []))
            {
                expected.Remove(name);
            }

            Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(CasmClassJson.ToBytes(casm!))), path);
            count++;
        }

        Assert.True(count >= 24, $"only {count} classes were found");
    }

    [Theory]
    [InlineData("hints", """[[0,[{"NoSuchHint":{}}]]]""", "hints[0][1][0]", "a known hint")]
    [InlineData("hints", """[[0,[{"AllocSegment":{"dst":{"register":"PC","offset":0}}}]]]""",
        "hints[0][1][0].AllocSegment.dst", "AP or FP")]
    [InlineData("hints", """[[0,[{"\ud800":{}}]]]""", "hints[0][1][0]", "a known hint")]
    [InlineData("hints", """[[0,["\ud800"]]]""", "hints[0][1][0]", "a known hint")]
    [InlineData("hints", """[[0,[{"AllocSegment":{"dst":{"register":"\ud800","offset":0}}}]]]""",
        "hints[0][1][0].AllocSegment.dst", "AP or FP")]
    [InlineData("hints", """[[0,[{"AllocSegment":{"\ud800":{"register":"AP","offset":0}}}]]]""",
        "hints[0][1][0].AllocSegment.dst", "a field")]
    [InlineData("hints", """[[0,[{"AllocSegment":{},"DebugPrint":{}}]]]""", "hints[0][1][0]", "a known hint")]
    [InlineData("hints", """[[2,[]]]""", "hints[0][0]", "0 to 1")]
    [InlineData("hints", """[[0,[]],[0,[]]]""", "hints[1][0]", "1 at least")]
    [InlineData("hints", """[[1,[]],5]""", "hints[1]", "a pair")]
    [InlineData("hints", """[[1,[]],[]]""", "hints[1]", "a pair")]
    [InlineData("hints", """[[1,[]],[0,[]]]""", "hints[1][0]", "2 at least")]
    [InlineData("hints", """[[0]]""", "hints[0]", "a pair")]
    [InlineData("hints", """{}""", "hints", "an array")]
    [InlineData("prime", "\"0x5\"", "prime", "the Stark prime")]
    [InlineData("bytecode_segment_lengths", "[1]", "bytecode_segment_lengths", "sum to 2")]
    [InlineData("bytecode_segment_lengths", "[1,[2147483647]]", "bytecode_segment_lengths[1][0]", "0 to 500000")]
    [InlineData("entry_points_by_type", """{"EXTERNAL":[{"selector":"0x1","offset":2,"builtins":[]}],"L1_HANDLER":[],"CONSTRUCTOR":[]}""",
        "entry_points_by_type.EXTERNAL[0].offset", "0 to 1")]
    [InlineData("entry_points_by_type",
        """{"EXTERNAL":[{"selector":"0x1","offset":0,"builtins":["é"]}],"L1_HANDLER":[],"CONSTRUCTOR":[]}""",
        "entry_points_by_type.EXTERNAL[0].builtins[0]", "ASCII")]
    public void AFaultIsNamedByItsPlace(string member, string value, string path, string expected)
    {
        Assert.False(CasmClassJson.TryDecode(With(member, value), out CasmClass? casm, out DecodeError? error));
        Assert.Null(casm);
        Assert.Equal(path, error!.Path);
        Assert.Contains(expected, error.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void SegmentsAreReadToTheirBoundAndNoDeeper()
    {
        byte[] deepest = With("bytecode_segment_lengths", Nested(CasmLimits.MaxSegmentDepth));
        Assert.True(CasmClassJson.TryDecode(deepest, out CasmClass? casm, out _));
        Assert.Equal(2, casm!.Segments!.Length);
        Assert.False(CasmClassJson.TryDecode(
            With("bytecode_segment_lengths", Nested(CasmLimits.MaxSegmentDepth + 1)), out _, out DecodeError? error));
        Assert.Contains($"{CasmLimits.MaxSegmentDepth} levels", error!.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void AnInstructionHasAtMostSoManyHints()
    {
        string Hints(int count) => $"[[0,[{string.Join(',', Enumerable.Repeat("\"AssertAllKeysUsed\"", count))}]]]";
        byte[] most = With("hints", Hints(CasmLimits.MaxHintsOfInstruction));
        Assert.True(CasmClassJson.TryDecode(most, out _, out DecodeError? error), error?.ToString());
        Assert.False(CasmClassJson.TryDecode(With("hints", Hints(CasmLimits.MaxHintsOfInstruction + 1)), out _, out error));
        Assert.Equal("hints[0][1]", error!.Path);
    }

    private static string Nested(int depth) => new string('[', depth) + "2" + new string(']', depth);

    private static byte[] With(string member, string value)
    {
        Dictionary<string, string> members = new()
        {
            ["prime"] = "\"0x800000000000011000000000000000000000000000000000000000000000001\"",
            ["compiler_version"] = "\"2.19.4\"",
            ["bytecode"] = """["0x1","0x2"]""",
            ["bytecode_segment_lengths"] = "[1,1]",
            ["hints"] = "[]",
            ["entry_points_by_type"] = """{"EXTERNAL":[],"L1_HANDLER":[],"CONSTRUCTOR":[]}""",
        };
        members[member] = value;
        return Encoding.UTF8.GetBytes($"{{{string.Join(',', members.Select(item => $"\"{item.Key}\":{item.Value}"))}}}");
    }
}
