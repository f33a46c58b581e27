using System;
using System.Text;
using Kraken.Cairo.Vm.Programs;
using Xunit;

namespace Kraken.Cairo.Vm.Tests.Programs;

/// <summary>One member of a compiled program changed at a time: the place, what belongs there, and what stood there.</summary>
public sealed class ProgramRefusalTests
{
    private const string Prime = "0x800000000000011000000000000000000000000000000000000000000000001";

    private const string Good = $$$$"""
        {"prime":"{{{{Prime}}}}","data":["0x1","0x208b7fff7fff7ffe"],"builtins":["output"],
        "hints":{"1":[{"code":"x","accessible_scopes":["a"],
        "flow_tracking_data":{"ap_tracking":{"group":2,"offset":3},"reference_ids":{"r":0}}}]},
        "reference_manager":{"references":[{"value":"[fp]","ap_tracking_data":{"group":4,"offset":5}}]},
        "identifiers":{"__main__.main":{"type":"function","pc":1},"c":{"type":"const","value":-7},
        "s":{"type":"struct","size":2,"members":{"m":{"cairo_type":"felt","offset":1}}},"a":{"type":"alias","destination":"c"}}}
        """;

    [Fact]
    public void EveryMemberIsRead()
    {
        Assert.True(CairoProgramReader.TryRead(Encoding.UTF8.GetBytes(Good), out CairoProgram? program, out ProgramError? error),
            error?.ToString());
        Assert.Equal((2, 1), (program.Data.Length, program.Main ?? -1));
        Assert.Null(program.Start);
        ProgramHint hint = Assert.Single(program.Hints);
        Assert.Equal((1, "x", new ApTracking(2, 3)), (hint.Pc, hint.Code, hint.ApTracking));
        Assert.Equal(["a"], hint.Scopes);
        Assert.Equal(0, hint.References["r"]);
        Assert.Equal([new ProgramReference("[fp]", new ApTracking(4, 5))], program.References);
        Assert.Equal(-7, program.Identifiers["c"].Value);
        Assert.Equal(new StructMember("felt", 1), program.Identifiers["s"].Members!["m"]);
        Assert.Equal(("c", 2), (program.Identifiers["a"].Destination, program.Identifiers["s"].Size ?? 0));
    }

    [Theory]
    [InlineData($"\"{Prime}\"", "\"0x11\"", $"program.prime: expected {Prime}, got \"0x11\"")]
    [InlineData($"\"{Prime}\"", "17", "program.prime: expected text, got 17")]
    [InlineData("\"prime\"", "\"p\"", "program: expected a field 'prime', got ")]
    [InlineData("\"0x1\",", "\"1\",", "program.data[0]: expected a hexadecimal field element, got \"1\"")]
    [InlineData("\"0x1\",", "1,", "program.data[0]: expected text, got 1")]
    [InlineData("\"0x1\",", $"\"{Prime}\",", "program.data[0]: expected a hexadecimal field element, got \"0x8000")]
    [InlineData("\"0x1\",", "\"0x\",", "program.data[0]: expected a hexadecimal field element, got \"0x\"")]
    [InlineData("\"0x1\",", "\"-0x1\",", "program.data[0]: expected a hexadecimal field element, got \"-0x1\"")]
    [InlineData("[\"output\"]", "[\"Output\"]", "program.builtins[0]: expected a builtin, got \"Output\"")]
    [InlineData("[\"output\"]", "{}", "program.builtins: expected a list, got {}")]
    [InlineData("[\"output\"]", "null", "program: expected a field 'builtins', got ")]
    [InlineData("{\"1\":", "{\"2\":", "program.hints.2: expected a pc below 2 as the key, got ")]
    [InlineData("{\"1\":", "{\"-1\":", "program.hints.-1: expected a pc below 2 as the key, got ")]
    [InlineData("{\"1\":", "{\" 1\":", "program.hints. 1: expected a pc below 2 as the key, got ")]
    [InlineData("\"code\":\"x\"", "\"code\":[]", "program.hints.1[0].code: expected text, got []")]
    [InlineData("[\"a\"]", "[1]", "program.hints.1[0].accessible_scopes[0]: expected text, got 1")]
    [InlineData("\"group\":2", "\"group\":2.5", "program.hints.1[0].flow_tracking_data.ap_tracking.group: expected an integer, got 2.5")]
    [InlineData("\"offset\":3", "\"offset\":2147483648",
        "program.hints.1[0].flow_tracking_data.ap_tracking.offset: expected an integer, got 2147483648")]
    [InlineData("{\"r\":0}", "[0]", "program.hints.1[0].flow_tracking_data.reference_ids: expected an object, got [0]")]
    [InlineData("{\"r\":0}", "{\"r\":\"0\"}", "program.hints.1[0].flow_tracking_data.reference_ids.r: expected an integer, got \"0\"")]
    [InlineData("\"value\":\"[fp]\"", "\"value\":1", "program.reference_manager.references[0].value: expected text, got 1")]
    [InlineData("\"pc\":1", "\"pc\":\"1\"", "program.identifiers.__main__.main.pc: expected an integer, got \"1\"")]
    [InlineData("\"value\":-7", "\"value\":1e3", "program.identifiers.c.value: expected an integer, got 1e3")]
    [InlineData("\"type\":\"const\"", "\"kind\":\"const\"", "program.identifiers.c: expected a field 'type', got ")]
    [InlineData("\"cairo_type\":\"felt\"", "\"cairo_type\":0", "program.identifiers.s.members.m.cairo_type: expected text, got 0")]
    [InlineData("\"destination\":\"c\"", "\"destination\":0", "program.identifiers.a.destination: expected text, got 0")]
    public void TheMemberAtFaultIsNamed(string part, string changed, string expected)
    {
        Assert.Equal(1, Good.Split(part).Length - 1);
        string text = Good.Replace(part, changed, StringComparison.Ordinal);
        Assert.False(CairoProgramReader.TryRead(Encoding.UTF8.GetBytes(text), out CairoProgram? program, out ProgramError? error), text);
        Assert.Null(program);
        Assert.StartsWith(expected, error.ToString(), StringComparison.Ordinal);
        Assert.InRange(error.Got.Length, 1, 61);
    }

    [Fact]
    public void NamesAndTextsOfAnyLengthAreShownInPart()
    {
        string name = new('x', 200_000);
        foreach (string text in (string[])[Good.Replace("\"c\":{\"type\"", $"\"{name}\":{{\"kind\"", StringComparison.Ordinal),
            Good.Replace("[\"output\"]", $"[\"{name}\"]", StringComparison.Ordinal),
                Good.Replace("{\"1\":", $"{{\"{name}\":", StringComparison.Ordinal)])
        {
            Assert.False(CairoProgramReader.TryRead(Encoding.UTF8.GetBytes(text), out _, out ProgramError? error));
            Assert.InRange(error.ToString().Length, 20, 1000);
        }
    }

    [Fact]
    public void BytesThatAreNoProgramNeverEscapeAsAnException()
    {
        byte[] good = Encoding.UTF8.GetBytes(Good);
        Random random = new(20261128);
        for (int round = 0; round < 3000; round++)
        {
            byte[] changed = [.. good];
            for (int count = random.Next(1, 4); count > 0; count--)
            {
                changed[random.Next(changed.Length)] = (byte)random.Next(256);
            }

            bool read = CairoProgramReader.TryRead(changed, out CairoProgram? program, out ProgramError? error);
            Assert.Equal((read, !read), (program is not null, error is not null));
            Assert.False(CairoProgramReader.TryRead(good.AsMemory(0, random.Next(good.Length - 1)), out _, out _));
        }
    }
}
