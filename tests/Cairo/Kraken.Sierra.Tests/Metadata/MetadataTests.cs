using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using Kraken.Sierra.Metadata;
using Kraken.Sierra.Text;
using Kraken.Sierra.ToCasm.Tests.Programs;
using Xunit;

namespace Kraken.Sierra.Tests.Metadata;

/// <summary>The gas and the changes of ap of small programs, worked out by hand from the gas model, by both solvers.</summary>
public sealed class MetadataTests
{
    // A store_temp is a step for each cell, and moves ap as far.
    private const string Straight = """
        fn main(a: felt252) -> (felt252)
        return(a)
        """;

    private const string Caller = $"""
        fn main(a: felt252) -> (felt252)
        function_call<user@leaf>(a) -> (a)
        function_call<user@leaf>(a) -> (a)
        return(a)
        fn leaf(a: felt252) -> (felt252)
        return(a)
        """;

    // The branches take 1 and 1 + 2 steps, and the shorter one is aligned by a step and two holes.
    private const string Uneven = """
        fn main(a: felt252) -> (felt252)
        dup<felt252>(a) -> (a, b)
        felt252_is_zero(a) { fallthrough() other(c) }
        return(b)
        other:
        drop<NonZero<felt252>>(c) -> ()
        store_temp<felt252>(b) -> (b)
        store_temp<felt252>(b) -> (b)
        return(b)
        """;

    private const string Hashes = """
        fn main(Pedersen: Pedersen, a: felt252) -> (Pedersen, felt252)
        dup<felt252>(a) -> (a, b)
        dup<felt252>(b) -> (b, c)
        pedersen(Pedersen, a, b) -> (Pedersen, a)
        pedersen(Pedersen, a, c) -> (Pedersen, a)
        return(Pedersen, a)
        """;

    [Theory]
    [InlineData(Straight, "main 100 ap 1")]
    [InlineData("fn main() -> ()\nreturn()", "main 0 ap 0")]
    [InlineData(Caller, "main 700 ap 7; leaf 100 ap 1")]
    [InlineData(Uneven, "main 400 ap 3")]
    public void FunctionsCostWhatTheirLongestPathTakes(string source, string expected)
    {
        foreach (bool byEquations in (bool[])[false, true])
        {
            SierraMetadata metadata = Solve(source, byEquations, out SierraProgram program);
            Assert.Equal(expected, string.Join("; ", program.Functions.Select((f, i) =>
                $"{f.Name} {metadata.Gas.FunctionCost(i, CostToken.Const)} ap {metadata.ApChanges.FunctionChanges[i]}")));
        }
    }

    [Fact]
    public void TheShorterBranchIsAlignedAndBurnsTheRest()
    {
        SierraMetadata metadata = Solve(Uneven, false, out SierraProgram program);
        int[] targets = [.. Enumerable.Range(0, program.Statements.Count).Where(i => metadata.Gas.At(i, CostToken.Const) is not null)];
        Assert.Equal(2, targets.Length);

        // The step of the alignment and its two holes are gas that the branch needs; the rest of what the other one needs is burnt.
        Assert.Equal([(2, 80L), (0, 0L)],
            targets.Select(i => (metadata.ApChanges.Alignments[i], metadata.Gas.At(i, CostToken.Const)!.Value)));
    }

    [Fact]
    public void TokensAreCountedApartFromGas()
    {
        SierraMetadata metadata = Solve(Hashes, false, out _);
        Assert.Equal((2, 0), (metadata.Gas.FunctionCost(0, CostToken.Pedersen), metadata.Gas.FunctionCost(0, CostToken.Poseidon)));

        // Two steps for each hash, and one for each of two returned cells.
        Assert.Equal(600, metadata.Gas.FunctionCost(0, CostToken.Const));
    }

    // What a function has beyond its need is burnt where its ways part; where they do not, its cost is what it needs.
    [Theory]
    [InlineData(Uneven, 400, null)]
    [InlineData(Uneven, 10_000, null)]
    [InlineData(Uneven, 399, "GasMetadata at #0: fixed cost of a function (expected 399 gas, got 400 gas)")]
    [InlineData(Straight, 100, null)]
    [InlineData(Straight, 101, "GasMetadata at #0: fixed cost of a function (expected 101 gas, got 100 gas)")]
    [InlineData(Straight, 0, "GasMetadata at #0: fixed cost of a function (expected 0 gas, got 100 gas)")]
    public void AFixedCostCoversWhatTheFunctionNeeds(string source, long cost, string? expected)
    {
        SierraMetadata.TryCompute(
            SierraRegistry.Build(Parse(source)), new Dictionary<int, long> { [0] = cost }, out SierraMetadata? metadata,
                out SierraError? error);
        Assert.Equal(expected, error?.ToString());
        Assert.Equal(expected is null ? cost : null, metadata?.Gas.FunctionCost(0, CostToken.Const));
    }

    [Fact]
    public void ALoopWithoutWithdrawalHasNoCostAndNoKnownChange()
    {
        const string Loop = """
            fn main(a: felt252) -> (felt252)
            function_call<user@main>(a) -> (a)
            return(a)
            """;
        SierraRegistry registry = SierraRegistry.Build(Parse(Loop));
        Assert.False(SierraMetadata.TryCompute(registry, new Dictionary<int, long>(), out _, out SierraError? error));
        Assert.Equal("GasMetadata at #0: a cycle without withdrawal of gas", error.ToString());
        Assert.Null(SierraMetadata.WithoutGas(registry).ApChanges.FunctionChanges[0]);
    }

    [Fact]
    public void AWithdrawalTakesWhatItsSuccessNeeds()
    {
        const string Loop = """
            fn main(RangeCheck: RangeCheck, GasBuiltin: GasBuiltin) -> (RangeCheck, GasBuiltin)
            withdraw_gas(RangeCheck, GasBuiltin) { fallthrough(RangeCheck, GasBuiltin) out(RangeCheck, GasBuiltin) }
            store_temp<RangeCheck>(RangeCheck) -> (RangeCheck)
            store_temp<GasBuiltin>(GasBuiltin) -> (GasBuiltin)
            function_call<user@main>(RangeCheck, GasBuiltin) -> (RangeCheck, GasBuiltin)
            return(RangeCheck, GasBuiltin)
            out:
            return(RangeCheck, GasBuiltin)
            """;
        SierraMetadata metadata = Solve(Loop, false, out _);

        // The refusal: four steps, a range check and two stores; that is what a call costs. The success: two stores, the call of two steps
        // and its cost, two more stores; three steps and a range check of its own were paid by what the function had.
        long function = metadata.Gas.FunctionCost(0, CostToken.Const);
        Assert.Equal(400 + 70 + 200, function);
        Assert.Equal(200 + 200 + function + 200 + 300 + 70 - function, metadata.Gas.At(0, CostToken.Const));
        Assert.Null(metadata.ApChanges.FunctionChanges[0]);
    }

    [Theory]
    [InlineData(29, true)]
    [InlineData(31, false)]
    [InlineData(80, false)]
    public void CostsThatDoubleWithEachCallEndAtTheirBound(int depth, bool fits)
    {
        StringBuilder source = new();
        for (int i = depth; i > 0; i--)
        {
            source.Append(CultureInfo.InvariantCulture, $"fn f{i}() -> ()\n");
            source.Append(CultureInfo.InvariantCulture,
                $"function_call<user@f{i - 1}>() -> ()\nfunction_call<user@f{i - 1}>() -> ()\nreturn()\n");
        }

        source.Append("fn f0() -> ()\nreturn()\n");
        SierraRegistry registry = SierraRegistry.Build(Parse(source.ToString()));
        bool solved = SierraMetadata.TryCompute(registry, new Dictionary<int, long>(), out SierraMetadata? metadata,
            out SierraError? error);
        Assert.True(fits == solved, error?.ToString());
        if (solved)
        {
            // Both calls of each level take two cells: 2^(n + 2) - 4.
            Assert.Equal((1 << (depth + 2)) - 4, metadata!.ApChanges.FunctionChanges[0]);
            Assert.Equal(100L * ((1L << (depth + 2)) - 4), metadata.Gas.FunctionCost(0, CostToken.Const));
        }
        else
        {
            Assert.Equal("GasMetadata: costs overflow", error!.ToString());
            Assert.False(SierraMetadata.TryCompute(registry, new Dictionary<int, long>(), out _, out error, byEquations: true));
            Assert.Contains(error.Kind, new[] { SierraErrorKind.GasMetadata, SierraErrorKind.TooLarge, SierraErrorKind.ApChangeMetadata });
        }
    }

    [Theory]
    [InlineData(65_000, 65_000L * 32_767)]
    [InlineData(66_000, null)]
    public void LocalsEndAtTheReachOfAnOffset(int count, long? expected)
    {
        // A type of 2^15 - 1 cells: all powers of two below.
        StringBuilder text = new("type t0 = felt252;\n");
        for (int i = 1; i < 15; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"type t{i} = Struct<ut@Tuple, t{i - 1}, t{i - 1}>;\n");
        }

        text.Append(CultureInfo.InvariantCulture,
            $"type all = Struct<ut@Tuple, {string.Join(", ", Enumerable.Range(0, 15).Select(i => $"t{i}"))}>;\n");
        text.Append("type hole = Uninitialized<all>; libfunc local = alloc_local<all>; libfunc end = finalize_locals;\n");
        text.Insert(text.Length, "local() -> ([1]);\n", count).Append("end() -> (); return(); main@0() -> ();");
        Assert.True(SierraText.TryParse(text.ToString(), out SierraProgram? program, out SierraError? malformed), malformed?.ToString());
        SierraRegistry registry = SierraRegistry.Build(program);
        bool solved = SierraMetadata.TryCompute(registry, new Dictionary<int, long>(), out SierraMetadata? metadata,
            out SierraError? error);
        Assert.Equal(expected is not null, solved);
        Assert.Equal(expected, solved ? metadata!.ApChanges.FunctionChanges[0] : null);
        Assert.Equal(solved ? null : "GasMetadata: costs overflow", error?.ToString());
    }

    private static SierraProgram Parse(string source)
    {
        Assert.True(SierraText.TryParse(SierraSource.Expand(source), out SierraProgram? program, out SierraError? error),
            error?.ToString());
        return program;
    }

    private static SierraMetadata Solve(string source, bool byEquations, out SierraProgram program)
    {
        program = Parse(source);
        Assert.True(SierraMetadata.TryCompute(
            SierraRegistry.Build(program), new Dictionary<int, long>(), out SierraMetadata? metadata, out SierraError? error, byEquations),
            error?.ToString());
        return metadata;
    }
}
