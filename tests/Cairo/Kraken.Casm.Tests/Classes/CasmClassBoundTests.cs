using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Kraken.Casm.Classes;
using Kraken.Serialization.Json;
using Xunit;

namespace Kraken.Casm.Tests.Classes;

/// <summary>The bounds of the reader of compiled classes: the greatest that is read, and one more.</summary>
public sealed class CasmClassBoundTests
{
    [Fact]
    public void BytecodesAreReadUpToTheirBound()
    {
        string Words(int count) => $"[{string.Join(',', Enumerable.Repeat("\"0x1\"", count))}]";
        Assert.Equal(CasmLimits.MaxBytecodeFelts, Read(("bytecode", Words(CasmLimits.MaxBytecodeFelts))).Bytecode.Length);
        Refused("bytecode", Words(CasmLimits.MaxBytecodeFelts + 1), "bytecode");
    }

    [Theory]
    [InlineData("EXTERNAL")]
    [InlineData("L1_HANDLER")]
    [InlineData("CONSTRUCTOR")]
    public void EntryPointsAreReadUpToTheirBound(string kind)
    {
        string Point(int i) => $$"""{"selector":"0x{{i:x}}","offset":0,"builtins":[]}""";
        string Points(int count) => EntryPoints(kind, string.Join(',', Enumerable.Range(0, count).Select(Point)));
        EntryPoints<CasmEntryPoint> read = Read(("entry_points_by_type", Points(CasmLimits.MaxEntryPoints))).EntryPoints;
        Assert.Equal(CasmLimits.MaxEntryPoints, read.External.Length + read.L1Handler.Length + read.Constructor.Length);
        Refused("entry_points_by_type", Points(CasmLimits.MaxEntryPoints + 1), $"entry_points_by_type.{kind}");
    }

    [Fact]
    public void BuiltinsAreReadUpToTheirCountAndLength()
    {
        string Builtins(IEnumerable<string> names) =>
            EntryPoints("EXTERNAL", $$"""{"selector":"0x1","offset":0,"builtins":[{{string.Join(',', names.Select(n => $"\"{n}\""))}}]}""");
        string longest = new('b', CasmLimits.MaxBuiltinName);
        CasmEntryPoint read = Read(("entry_points_by_type",
            Builtins(Enumerable.Repeat(longest, CasmLimits.MaxBuiltins)))).EntryPoints.External[0];
        Assert.Equal(CasmLimits.MaxBuiltins, read.Builtins.Length);
        Refused("entry_points_by_type", Builtins(Enumerable.Repeat("b", CasmLimits.MaxBuiltins + 1)),
            "entry_points_by_type.EXTERNAL[0].builtins");
        Refused("entry_points_by_type", Builtins([longest + "b"]), "entry_points_by_type.EXTERNAL[0].builtins[0]");
    }

    [Theory]
    [InlineData("[2]")]
    [InlineData("[1,1]")]
    [InlineData("[[1],1]")]
    [InlineData("[[1,[1]]]")]
    [InlineData("[0,2]")]
    public void SegmentsMayNestInAnyWayThatAddsUp(string lengths)
    {
        SegmentLengths segments = Read(("bytecode_segment_lengths", lengths)).Segments!;
        Assert.Equal(2, segments.Length);
        Assert.Equal(2, Sum(segments));

        static int Sum(SegmentLengths node) => node.IsLeaf ? node.Length : node.Children.Sum(Sum);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("[3]")]
    [InlineData("[-1,3]")]
    [InlineData("[1.5,0.5]")]
    [InlineData("\"2\"")]
    [InlineData("[1,\"1\"]")]
    [InlineData("[{}]")]
    public void OtherSegmentsAreRefused(string lengths) => Refused("bytecode_segment_lengths", lengths, "bytecode_segment_lengths");

    [Theory]
    [InlineData("bytecode", """["0x800000000000011000000000000000000000000000000000000000000000001"]""", "bytecode[0]")]
    [InlineData("bytecode", """["0x1",2]""", "bytecode[1]")]
    [InlineData("bytecode", """["0x1","12"]""", "bytecode[1]")]
    [InlineData("bytecode", """["0x1","0x"]""", "bytecode[1]")]
    [InlineData("compiler_version", "7", "compiler_version")]
    [InlineData("hints", """[[0,[]],[1]]""", "hints[1]")]
    [InlineData("hints", """[[0,[]],[-1,[]]]""", "hints[1][0]")]
    public void WhatIsNotOfItsKindIsNamed(string member, string value, string where) => Refused(member, value, where);

    [Fact]
    public void ClassesAreNoLongerThanTheirBound()
    {
        byte[] json = [.. Json(), .. Enumerable.Repeat((byte)' ', CasmLimits.MaxJsonBytes)];
        Assert.False(CasmClassJson.TryDecode(json, out CasmClass? casm, out DecodeError? error));
        Assert.Null(casm);
        Assert.Contains($"{CasmLimits.MaxJsonBytes}", error!.Expected, StringComparison.Ordinal);
        Assert.True(CasmClassJson.TryDecode(json.AsMemory(0, CasmLimits.MaxJsonBytes), out _, out error), error?.ToString());
    }

    [Fact]
    public void CutOffTextIsRefusedAtEveryLength()
    {
        byte[] json = Json();
        for (int length = 0; length < json.Length; length++)
        {
            Assert.False(CasmClassJson.TryDecode(json.AsMemory(0, length), out _, out DecodeError? error), $"{length} bytes");
            Assert.Equal(("", "JSON"), (error!.Path, error.Expected));
        }
    }

    private static string EntryPoints(string kind, string points)
    {
        string[] kinds = ["EXTERNAL", "L1_HANDLER", "CONSTRUCTOR"];
        return $"{{{string.Join(',', kinds.Select(k => $"\"{k}\":[{(k == kind ? points : "")}]"))}}}";
    }

    private static CasmClass Read(params (string Member, string Value)[] members)
    {
        Assert.True(CasmClassJson.TryDecode(Json(members), out CasmClass? casm, out DecodeError? error), error?.ToString());
        return casm!;
    }

    private static void Refused(string member, string value, string where)
    {
        Assert.False(CasmClassJson.TryDecode(Json((member, value)), out CasmClass? casm, out DecodeError? error), $"{member}: {value}");
        Assert.Null(casm);
        Assert.StartsWith(where, error!.Path, StringComparison.Ordinal);
    }

    private static byte[] Json(params (string Member, string Value)[] changed)
    {
        Dictionary<string, string> members = new()
        {
            ["prime"] = "\"0x800000000000011000000000000000000000000000000000000000000000001\"",
            ["compiler_version"] = "\"2.19.4\"",
            ["bytecode"] = """["0x1","0x2"]""",
            ["hints"] = "[]",
            ["entry_points_by_type"] = EntryPoints("", ""),
        };
        foreach ((string member, string value) in changed)
        {
            members[member] = value;
        }

        return Encoding.UTF8.GetBytes($"{{{string.Join(',', members.Select(item => $"\"{item.Key}\":{item.Value}"))}}}");
    }
}
