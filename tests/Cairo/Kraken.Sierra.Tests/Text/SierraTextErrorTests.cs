using System;
using System.Numerics;
using Kraken.Cairo.Air.Tests;
using Kraken.Sierra.Text;
using Xunit;

namespace Kraken.Sierra.Tests.Text;

/// <summary>What is said of text that is no program: the place, what belongs there, and what stood there.</summary>
public sealed class SierraTextErrorTests
{
    [Theory]
    [InlineData("type", "'('", "end of text")]
    [InlineData("type a", "'='", "end of text")]
    [InlineData("type a = ;", "a name", ";")]
    [InlineData("type a = felt252", "';'", "end of text")]
    [InlineData("type a = felt252 libfunc", "';'", "end of text")]
    [InlineData("type a = felt252 [storable: maybe];", "'false'", "maybe];")]
    [InlineData("type a = felt252 [storable: true];", "','", "];")]
    [InlineData("type a = felt252 [storable: true, drop: true, zero_sized: true];", "'dup:'", "zero_sized: true];")]
    [InlineData("type a = felt252 [storable: true, drop: true, dup: true, zero_sized: true;", "']'", ";")]
    [InlineData("type a = Array<felt252;", "a name", "end of text")]
    [InlineData("type a = Array]felt252;", "a name", "end of text")]
    [InlineData("libfunc", "'('", "end of text")]
    [InlineData("libfunc a;", "'='", ";")]
    [InlineData("libfunc a = ", "a name", "end of text")]
    [InlineData("libfunc a = b@c;", "';'", "@c;")]
    [InlineData("f(", "a name", "end of text")]
    [InlineData("f([x]) -> ();", "a number", "x]) -> ();")]
    [InlineData("f([-1]) -> ();", "a number", "-1]) -> ();")]
    [InlineData("f([]) -> ();", "a number", "]) -> ();")]
    [InlineData("f([18446744073709551616]) -> ();", "a number", "]) -> ();")]
    [InlineData("f([1", "']'", "end of text")]
    [InlineData("f([1] [2]) -> ();", "')'", "[2]) -> ();")]
    [InlineData("f([1],, [2]) -> ();", "a name", ", [2]) -> ();")]
    [InlineData("f() -> ([1]", "')'", "end of text")]
    [InlineData("f() -> () g();", "';'", "g();")]
    [InlineData("f() [1];", "'{'", "[1];")]
    [InlineData("f() { 1() ", "a name", "end of text")]
    [InlineData("f() { 1 };", "a name", "end of text")]
    [InlineData("f() { fallthrough() }", "';'", "end of text")]
    [InlineData("return([1]) -> ();", "';'", "-> ();")]
    [InlineData("return [1];", "'('", ";")]
    [InlineData("f@0();", "'->'", ";")]
    [InlineData("f@0([1]) -> ();", "':'", ") -> ();")]
    [InlineData("f@0([1]: a) ();", "'->'", "();")]
    [InlineData("f@ -> ();", "'('", "> ();")]
    [InlineData(";", "a name", ";")]
    [InlineData("= felt252;", "a name", "= felt252;")]
    [InlineData("/type a = felt252;", "'('", "= felt252;")]
    public void TheFirstThingThatDoesNotFitIsNamedWithItsPlace(string text, string expected, string got)
    {
        int where = got == "end of text" ? text.Length : text.LastIndexOf(got, StringComparison.Ordinal);
        Assert.Equal($"MalformedText at #{where}: text form (expected {expected}, got {got})", Refusal(text));
    }

    [Theory]
    [InlineData("libfunc a = <>;")]
    [InlineData("type felt252 = felt252; type a = <felt252>;")]
    public void ArgumentsBelongToAName(string text) =>
        Assert.Contains("expected name<..>", Refusal(text), StringComparison.Ordinal);

    [Theory]
    [InlineData("type a = felt252[storable: true, drop: true, dup: true, zero_sized: false];")]
    [InlineData("type a = felt252 [\n storable: true, drop: true, dup: true, zero_sized: false];")]
    [InlineData("type a = felt252[ // as declared\nstorable:true,drop:true,dup:true,zero_sized:false];")]
    public void FlagsAreNoPartOfAName(string text)
    {
        Assert.True(SierraText.TryParse(text, out SierraProgram? program, out SierraError? error), $"{error}");
        Assert.Equal("felt252", program.Types[0].GenericId);
        Assert.Equal(new TypeFlags(true, true, true, false), program.Types[0].Flags);
    }

    [Fact]
    public void WhatStoodThereIsShownInPart()
    {
        string text = $"type a ! {new string('x', 100)};";
        Assert.Equal($"MalformedText at #{text.Length - 1}: text form (expected '=', got ;)", Refusal(text));
        text = $"type a = felt252 [storable: {new string('x', 100)}";
        Assert.EndsWith($"(expected 'false', got {new string('x', 24)})", Refusal(text), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("type a = u8; type b = u8; type a = u16;", "MalformedText at #2: type declared twice: a")]
    [InlineData("libfunc a = jump; libfunc a = jump;", "MalformedText at #1: libfunc declared twice: a")]
    [InlineData("return(); f@0() -> (); f@0() -> ();", "MalformedText at #1: function declared twice: f")]
    [InlineData("L: return(); L: return();", "MalformedText at #1: label declared twice: L")]
    [InlineData("libfunc a = drop<b>;", "MalformedText: undeclared type (expected a declared type, got b)")]
    [InlineData("type a = Array<Array<u8>>;", "MalformedText: undeclared type (expected a declared type, got Array<u8>)")]
    [InlineData("libfunc a = f<user@g>;", "MalformedText: undeclared function (expected a declared function, got g)")]
    [InlineData("libfunc a = f<lib@g>;", "MalformedText: undeclared libfunc (expected a declared libfunc, got g)")]
    [InlineData("g() -> (); return();", "MalformedText: undeclared libfunc (expected a declared libfunc, got g)")]
    [InlineData("libfunc j = jump; j() { L() };", "MalformedText: undeclared label (expected a declared label, got L)")]
    [InlineData("return(); f@L() -> ();", "MalformedText: undeclared label (expected a declared label, got L)")]
    [InlineData("return(); f@0([1]: u8) -> ();", "MalformedText: undeclared type (expected a declared type, got u8)")]
    [InlineData("return(); f@0() -> (u8);", "MalformedText: undeclared type (expected a declared type, got u8)")]
    [InlineData("type a = b<>c;", "MalformedText: generic arguments (expected name<..>, got b<>c)")]
    [InlineData("return(); f@1() -> ();", "InvalidFunction at #0: types or entry point of function")]
    [InlineData("libfunc j = jump; j() { 1() };", "InvalidStatement at #0: branch target (expected below 1, got 1)")]
    [InlineData("libfunc j = jump; j() { 2147483646() };", "InvalidStatement at #0: branch target (expected below 1, got 2147483646)")]
    [InlineData("libfunc j = jump; j() { 2147483648() };", "MalformedText: undeclared label (expected a declared label, got 2147483648)")]
    [InlineData("libfunc d = drop; d() -> ();", "InvalidStatement at #0: branch target (expected below 1, got 1)")]
    [InlineData("libfunc j = jump; L: j() { L() }; M:", null)]
    [InlineData("libfunc j = jump; j() { M() }; M:", "InvalidStatement at #0: branch target (expected below 1, got 1)")]
    public void NamesMeanOneThingEach(string text, string? expected)
    {
        bool parsed = SierraText.TryParse(text, out _, out SierraError? error);
        Assert.Equal(expected, error?.ToString());
        Assert.Equal(expected is null, parsed);
    }

    [Fact]
    public void ANameOfAnyLengthIsShownInPart()
    {
        string name = new('x', 200_000);
        string[] texts =
        [
            $"libfunc a = drop<{name}>;", $"type a = {name}<>c;", $"type {name} = u8; type {name} = u8;", $"{name}() -> ();",
                $"{name}: {name}: return();",
        ];
        foreach (string text in texts)
        {
            Assert.InRange(Refusal(text).Length, 50, 1000);
        }
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("-", "")]
    [InlineData("ut@[", "]")]
    public void NumbersHaveAThousandDigitsAtMost(string before, string after)
    {
        string number = new('9', 999);
        Assert.True(SierraText.TryParse($"libfunc a = x<{before}{number}{after}>;", out SierraProgram? program, out SierraError? error),
            error?.ToString());
        Assert.Equal(BigInteger.Parse($"{(before == "-" ? "-" : "")}{number}", null), program.Libfuncs[0].Args[0].Value);

        // Any longer it is read as a name: of a type, which is not declared, or of a user type.
        TimeSpan began = ThreadTime.Now;
        string text = $"libfunc a = x<{before}{new string('9', 20_000_000)}{after}>;";
        Assert.Equal(after.Length > 0, SierraText.TryParse(text, out program, out error));
        Assert.StartsWith(after.Length > 0 ? "" : "MalformedText: undeclared type", error?.ToString() ?? "", StringComparison.Ordinal);
        Assert.InRange(ThreadTime.Now - began, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void BlanksAndCommentsSayNothing()
    {
        const string Dense = "type felt252=felt252;libfunc d=drop<felt252>;d([1])->();return();f@0([1]:felt252)->();";
        const string Loose = """
            // A program.
            type   felt252 =
                felt252 // the field
                ;
            libfunc d = drop < felt252 > ;

            d ( [ 1 ] ) -> ( ) ; // forgets
            return ( ) ; f @ 0 ( [ 1 ] : felt252 ) -> ( ) ; // the end without a line
            """;
        Assert.True(SierraText.TryParse(Dense, out SierraProgram? dense, out SierraError? error), error?.ToString());
        Assert.True(SierraText.TryParse(Loose, out SierraProgram? loose, out error), error?.ToString());
        Assert.Equal(SierraText.Print(dense), SierraText.Print(loose));
        Assert.True(SierraText.TryParse(Loose.Replace("\n", "\r\n", StringComparison.Ordinal).Replace(' ', '\t').Replace("type\t", "type ",
            StringComparison.Ordinal).Replace("libfunc\t", "libfunc ", StringComparison.Ordinal), out loose, out error), error?.ToString());
        Assert.Equal(SierraText.Print(dense), SierraText.Print(loose));
        Assert.True(SierraText.TryParse("", out SierraProgram? empty, out _));
        Assert.Empty(empty.Statements);
        Assert.True(SierraText.TryParse(" // nothing", out _, out _));
    }

    [Theory]
    [InlineData("ut@[5]", GenericArgKind.UserType, "5")]
    [InlineData("0", GenericArgKind.Value, "0")]
    [InlineData("-7", GenericArgKind.Value, "-7")]
    [InlineData("+7", GenericArgKind.Value, "7")]
    [InlineData("3618502788666131213697322783095070105623107215331596699973092056135872020481", GenericArgKind.Value,
        "3618502788666131213697322783095070105623107215331596699973092056135872020481")]
    [InlineData("a", GenericArgKind.Type, "0")]
    [InlineData("lib@l", GenericArgKind.Libfunc, "0")]
    [InlineData("user@f", GenericArgKind.UserFunc, "0")]
    public void ArgumentsAreOfTheirKind(string text, GenericArgKind kind, string value)
    {
        Assert.True(
            SierraText.TryParse($"type a = u8; libfunc l = x<{text}>; return(); f@0() -> ();", out SierraProgram? program,
                out SierraError? error),
            error?.ToString());
        GenericArg arg = Assert.Single(program.Libfuncs[0].Args);
        Assert.Equal(kind, arg.Kind);
        Assert.Equal(BigInteger.Parse(value, null), arg.Value);
        Assert.Equal(0, arg.Index);
    }

    private static string Refusal(string text)
    {
        Assert.False(SierraText.TryParse(text, out SierraProgram? program, out SierraError? error), text);
        Assert.Null(program);
        return error.ToString();
    }
}
