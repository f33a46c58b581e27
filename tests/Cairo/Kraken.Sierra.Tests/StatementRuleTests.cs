using System.Collections.Generic;
using Kraken.Sierra.Text;
using Xunit;

namespace Kraken.Sierra.Tests;

/// <summary>Statements and functions that do not fit what they invoke, each with what is said of it.</summary>
public sealed class StatementRuleTests
{
    private const string Declarations = """
        type felt252 = felt252;
        type NonZero<felt252> = NonZero<felt252>;
        type Five = Const<felt252, 5>;
        type Hole = Uninitialized<felt252>;
        libfunc drop = drop<felt252>;
        libfunc dup = dup<felt252>;
        libfunc is_zero = felt252_is_zero;
        libfunc jump = jump;
        libfunc align = branch_align;
        libfunc panic = unsafe_panic;
        """;

    private const string Plain = "[storable: true, drop: true, dup: true, zero_sized: false]";

    [Theory]
    [InlineData("drop() -> (); return();", "#0: statement (expected 1 arguments, got 0)")]
    [InlineData("drop([1], [2]) -> (); return();", "#0: statement (expected 1 arguments, got 2)")]
    [InlineData("drop([1]) -> ([1]); return();", "#0: statement (expected 0 results on branch 0, got 1)")]
    [InlineData("return(); dup([1]) -> ([1]); return();", "#1: statement (expected 2 results on branch 0, got 1)")]
    [InlineData("is_zero([1]) -> (); return();", "#0: statement (expected 2 branches, got 1)")]
    [InlineData("drop([1]) { fallthrough() 1() }; return();", "#0: statement (expected 1 branches, got 2)")]
    [InlineData("drop([1]) { }; return();", "#0: statement (expected 1 branches, got 0)")]
    [InlineData("panic() -> (); return();", "#0: statement (expected 0 branches, got 1)")]
    [InlineData("is_zero([1]) { 2() fallthrough([1]) }; return(); return();",
        "#0: statement (expected fallthrough on branch 0, got target 2 on branch 0)")]
    [InlineData("is_zero([1]) { fallthrough() fallthrough([1]) }; align() -> (); return();",
        "#0: statement (expected fallthrough on branch 0, got fallthrough on branch 1)")]
    [InlineData("drop([1]) { 1() }; return();", "#0: statement (expected fallthrough on branch 0, got target 1 on branch 0)")]
    [InlineData("jump() -> (); return();", "#0: statement (expected no fallthrough, got fallthrough on branch 0)")]
    [InlineData("return(); is_zero([1]) { fallthrough() 0([1]) }; align() -> (); return();",
        "#1: statement (expected a branch forwards, got target 0)")]
    [InlineData("is_zero([1]) { fallthrough() 0([1]) }; align() -> (); return();",
        "#0: statement (expected a branch forwards, got target 0)")]
    [InlineData("is_zero([1]) { fallthrough() 1([1]) }; align() -> (); return();",
        "#0: statement (expected a target of its own, got target 1 of statement 0)")]
    [InlineData("is_zero([1]) { fallthrough() 4([1]) }; align() -> (); is_zero([2]) { fallthrough() 4([1]) }; align() -> (); "
        + "align() -> (); return();", "#2: statement (expected a target of its own, got target 4 of statement 0)")]
    [InlineData("is_zero([1]) { fallthrough() 2([1]) }; drop([2]) -> (); return();",
        "#1: statement (expected branch_align at a branch target, got drop)")]
    [InlineData("is_zero([1]) { fallthrough() 2([1]) }; align() -> (); return();",
        "#2: statement (expected branch_align at a branch target, got return)")]
    public void AStatementFitsItsLibraryFunction(string statements, string expected) =>
        Assert.Equal($"InvalidStatement at {expected}", Refusal($"{statements} main@0() -> ();"));

    [Theory]
    [InlineData("drop([1]) -> (); return(); main@0([1]: felt252) -> ();")]
    [InlineData("is_zero([1]) { fallthrough() 2([1]) }; align() -> (); align() -> (); return(); main@0([1]: felt252) -> ();")]
    [InlineData("jump() { 0() }; main@0() -> ();")]
    [InlineData("jump() { 2() }; align() -> (); return(); main@0() -> ();")]
    [InlineData("panic() { }; return(); main@0() -> ();")]
    [InlineData("return(); main@0([1]: felt252, [2]: NonZero<felt252>) -> (felt252);")]
    public void WhatFitsIsTaken(string statements) => Assert.Null(Refusal(statements));

    [Theory]
    [InlineData("return(); main@0([1]: Five) -> ();", "#0: type of a parameter or result (expected a storable type, got Five)")]
    [InlineData("return(); main@0() -> (); other@0() -> (felt252, Hole);",
        "#1: type of a parameter or result (expected a storable type, got Hole)")]
    public void AFunctionTakesAndReturnsWhatCanBeStored(string text, string expected) =>
        Assert.Equal($"InvalidFunction at {expected}", Refusal(text));

    [Fact]
    public void UndeclaredTypesAreNamedWithWhatNeedsThem()
    {
        Assert.False(Declared.TryBuild("felt252", ["felt252_is_zero"], out _, out SierraError? error));
        Assert.Equal("InvalidLibfunc: undeclared type (expected NonZero,t0, got no declaration)", error!.ToString());
        Assert.False(SierraText.TryParse("type a = u8; type b = u8;", out SierraProgram? program, out _)
            && SierraRegistry.TryBuild(program, out _, out error));
        Assert.Equal("InvalidType at #1: b declared twice", error!.ToString());
    }

    [Theory]
    [InlineData("type a = Array<b>; type b = u8;", "InvalidType at #0: type used before its declaration")]
    [InlineData("type a = Box<a>;", "InvalidType at #0: type used before its declaration")]
    [InlineData($"type a = Struct<ut@Tuple, b> {Plain}; type b = u8 {Plain};", "InvalidType at #0: size depends on a later type")]
    [InlineData($"type a = Struct<ut@Tuple, a> {Plain};", "InvalidType at #0: size depends on a later type")]
    [InlineData($"type a = Box<b>; type b = Struct<ut@Tuple, a> {Plain};", null)]
    [InlineData("type a = u8 [storable: true, drop: false, dup: true, zero_sized: false];",
        "InvalidType at #0: type a (u8) (expected [storable drop dup], got [storable dup])")]
    public void TypesComeBeforeTheirUsersUnlessTheyAreBoxed(string text, string? expected)
    {
        Assert.True(SierraText.TryParse(text, out SierraProgram? program, out SierraError? error), error?.ToString());
        bool built = SierraRegistry.TryBuild(program, out _, out error);
        Assert.Equal(expected is null, built);
        Assert.Equal(expected, error?.ToString());
    }

    [Theory]
    [InlineData("felt252", -1, "")]
    [InlineData("Const<felt252, 5>", 1, "InvalidType at #1: Const has no size")]
    public void OnlyTypesWithValuesHaveASize(string type, int index, string expected)
    {
        Assert.True(Declared.TryBuild(type, [], out SierraRegistry? registry, out _));
        if (index < 0)
        {
            Assert.Equal(1, registry!.Types.SizeOf(0));
            return;
        }

        Assert.Equal(expected, Assert.Throws<SierraException>(() => registry!.Types.SizeOf(index)).Message);
        Assert.Equal(
            "InvalidLibfunc at #1: numeric type (expected an integer type, got Const)",
                Assert.Throws<SierraException>(() => registry!.Types.RangeOf(index)).Message);
    }

    [Fact]
    public void ArgumentsAreEqualByKindAndValueNotByTheNameThatTheyWereWrittenWith()
    {
        HashSet<GenericArg> arguments =
        [
            GenericArg.Type(1), GenericArg.Type(1), GenericArg.Type(2), GenericArg.UserFunc(1), GenericArg.Libfunc(1),
                GenericArg.Integer(1),
            GenericArg.UserType(1), GenericArg.UserType(1, "name"),
        ];
        Assert.Equal(6, arguments.Count);
        Assert.True(GenericArg.UserType(1, "a") == GenericArg.UserType(1, "b"));
        Assert.True(GenericArg.Integer(-1) != GenericArg.Integer(1));
        Assert.False(GenericArg.Type(0).Equals((object?)null));
    }

    private static string? Refusal(string statements)
    {
        Assert.True(SierraText.TryParse($"{Declarations}\n{statements}", out SierraProgram? program, out SierraError? error),
            error?.ToString());
        SierraRegistry.TryBuild(program, out _, out error);
        return error?.ToString();
    }
}
