using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Kraken.Fields;
using Kraken.Sierra.ToCasm.Tests.Programs;
using Xunit;

namespace Kraken.Sierra.ToCasm.Tests.Libfuncs;

/// <summary>
/// What the integers with and without sign have in common, u8 to u128 and i8 to i128, against integers of any size on all pairs of edge
/// values; negative values stand as elements below the prime.
/// </summary>
public sealed class IntegerTests
{
    /// <summary>Every integer type.</summary>
    public static TheoryData<string> Types => [.. EdgeValues.Unsigned().Concat(EdgeValues.Signed())];

    /// <summary>The types that have one of twice their width.</summary>
    public static TheoryData<string> NarrowTypes => [.. EdgeValues.Unsigned().Concat(EdgeValues.Signed()).Where(t => Bits(t) < 128)];

    /// <summary>The types that a felt either is in or not; u128 gives the high part instead.</summary>
    public static TheoryData<string> TypesOfFelts => [.. EdgeValues.Unsigned().Concat(EdgeValues.Signed()).Where(t => t != "u128")];

    [Theory]
    [MemberData(nameof(NarrowTypes))]
    public void ProductsFitTheDoubleWidth(string type)
    {
        LibfuncProgram multiply = new($"{type}_wide_mul", $"{type}, {type}", $"{type[0]}{2 * Bits(type)}");
        foreach ((BigInteger a, BigInteger b) in EdgeValues.Pairs(EdgeValues.Of(type)))
        {
            multiply.Check([a, b], 0, a * b);
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void EqualityTakesItsBranch(string type)
    {
        LibfuncProgram equal = new($"{type}_eq", $"{type}, {type}", "", "");
        foreach ((BigInteger a, BigInteger b) in EdgeValues.Pairs(EdgeValues.Of(type)))
        {
            equal.Check([a, b], a == b ? 1 : 0);
        }
    }

    [Theory]
    [MemberData(nameof(TypesOfFelts))]
    public void FeltsAreTakenFromTheLeastToTheGreatestValue(string type)
    {
        LibfuncProgram narrow = new($"{type}_try_from_felt252", "RangeCheck, felt252", $"RangeCheck, {type}", "RangeCheck");
        (BigInteger least, BigInteger greatest) = EdgeValues.Range(type);
        BigInteger[] values =
            [.. EdgeValues.Felts, 0, 1, -1, least - 1, least, greatest, greatest + 1, 2 * greatest, -greatest - 1, -2 * greatest];
        foreach (BigInteger value in new HashSet<BigInteger>(values.Select(Nearest)))
        {
            bool inside = least <= value && value <= greatest;
            narrow.Check([value], inside ? 0 : 1, inside ? value : 0);
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void ValuesAreTheFeltsThatTheyStandAs(string type)
    {
        LibfuncProgram widen = new($"{type}_to_felt252", type, "felt252");
        foreach (BigInteger value in EdgeValues.Of(type))
        {
            widen.Check([value], 0, value);
        }
    }

    private static int Bits(string type) => EdgeValues.BitsOf(type);

    // The integer nearest to zero that stands as the element.
    private static BigInteger Nearest(BigInteger value) => value > Felt.Modulus / 2 ? value - Felt.Modulus : value;
}
