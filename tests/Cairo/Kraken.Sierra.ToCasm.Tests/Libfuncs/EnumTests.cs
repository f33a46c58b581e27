using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Kraken.Sierra.ToCasm.Tests.Programs;
using Xunit;

namespace Kraken.Sierra.ToCasm.Tests.Libfuncs;

/// <summary>
/// Enums of one to seven variants: a selector (the index, or 2(n - i) - 1 for more than two variants), zeros, and the variant's cells at
/// the end.
/// </summary>
public sealed class EnumTests
{
    private static readonly string[] Members =
        ["felt252", "Struct<ut@Tuple, felt252, felt252>", "Struct<ut@Tuple>", "u8", "Struct<ut@Tuple, u8, felt252, u64>", "felt252",
            "Struct<ut@Tuple>"];

    private static readonly int[] Sizes = [1, 2, 0, 1, 3, 1, 0];

    public static TheoryData<int> Counts => [1, 2, 3, 4, 5, 7];

    [Theory]
    [MemberData(nameof(Counts))]
    public void AVariantIsASelectorZerosAndItsCells(int count)
    {
        for (int variant = 0; variant < count; variant++)
        {
            BigInteger[] payload = Payload(variant);
            LibfuncProgram init = new($"enum_init<{EnumOf(count)}, {variant}>", Members[variant], EnumOf(count));
            init.Check([Argument.Cells(payload)], 0, Cells(count, variant));
        }
    }

    [Theory]
    [MemberData(nameof(Counts))]
    public void MatchingTakesTheBranchOfTheVariant(int count)
    {
        LibfuncProgram match = Match($"enum_match<{EnumOf(count)}>", EnumOf(count), Members[..count]);
        for (int variant = 0; variant < count; variant++)
        {
            match.Check([Argument.Cells(Cells(count, variant))], variant, Payload(variant));
        }
    }

    [Theory]
    [MemberData(nameof(Counts))]
    public void BoxesMatchByTheVariantInside(int count)
    {
        string[] boxes = [.. Members[..count].Select(member => $"Box<{member}>")];
        LibfuncProgram match = Match($"enum_boxed_match<{EnumOf(count)}>", $"Box<{EnumOf(count)}>", boxes);
        for (int variant = 0; variant < count; variant++)
        {
            (int branch, _, SierraRun run) = match.Run(Argument.Box(Cells(count, variant)));
            Assert.Equal(variant, branch);
            Assert.Equal(Payload(variant), run.Box(run.Cells.Count - 1, Sizes[variant]));
        }
    }

    [Fact]
    public void SnapshotsMatchToSnapshots()
    {
        const string Inner = "Array<felt252>";
        const string Type = $"Enum<ut@Either, {Inner}, felt252>";
        LibfuncProgram match = new($"enum_snapshot_match<{Type}>", $"Snapshot<{Type}>", $"Snapshot<{Inner}>", "felt252");
        match.Check([Argument.Cells(1, 0, 77)], 1, 77);
        Assert.Equal(0, match.Run(Argument.Cells(0, 5, 5)).Branch);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(6)]
    public void NumbersTurnIntoVariantsWithoutData(int count)
    {
        string type = $"Enum<ut@Plain, {string.Join(", ", Enumerable.Repeat("Struct<ut@Tuple>", count))}>";
        string number = $"BoundedInt<0, {count - 1}>";
        LibfuncProgram convert = new($"enum_from_bounded_int<{type}>", number, type);
        for (int variant = 0; variant < count; variant++)
        {
            convert.Check([variant], 0, Selector(count, variant));
        }
    }

    [Theory]
    [InlineData("enum_init<Enum<ut@One, felt252>, 1>", "felt252", "Enum<ut@One, felt252>")]
    [InlineData("enum_init<Enum<ut@One, felt252>, -1>", "felt252", "Enum<ut@One, felt252>")]
    [InlineData("enum_init<felt252, 0>", "felt252", "felt252")]
    [InlineData("enum_from_bounded_int<Enum<ut@One, felt252>>", "BoundedInt<0, 0>", "Enum<ut@One, felt252>")]
    public void VariantsThatAreNotThereDoNotCompile(string libfunc, string parameters, string results) =>
        Assert.Equal(SierraErrorKind.InvalidLibfunc, SierraMachine.Refusal(LibfuncProgram.Source(libfunc, parameters, results))?.Kind);

    private static string EnumOf(int count) => $"Enum<ut@Shape, {string.Join(", ", Members[..count])}>";

    private static BigInteger[] Payload(int variant) =>
        [.. Enumerable.Range(1, Sizes[variant]).Select(i => (BigInteger)((10 * variant) + i))];

    private static BigInteger Selector(int count, int variant) => count <= 2 ? variant : (2 * (count - variant)) - 1;

    private static BigInteger[] Cells(int count, int variant)
    {
        int padding = Sizes[..count].Max() - Sizes[variant];
        return [Selector(count, variant), .. Enumerable.Repeat(BigInteger.Zero, padding), .. Payload(variant)];
    }

    private static LibfuncProgram Match(string libfunc, string parameter, IEnumerable<string> results) =>
        new(libfunc, parameter, [.. results]);
}
