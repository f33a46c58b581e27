using System.Numerics;
using Kraken.Fields;
using Kraken.Sierra.Libfuncs;
using Kraken.Sierra.Types;
using Xunit;

namespace Kraken.Sierra.Tests.Libfuncs;

/// <summary>Which ranges can be divided and cast, at every bound and one past it: nothing may wrap around the prime.</summary>
public sealed class RangePlanTests
{
    private static readonly BigInteger Limit = BigInteger.One << 128;

    // The greatest number whose product with 2^128 stays below the prime.
    private static readonly BigInteger Most = (Felt.Modulus - 1) / Limit;

    [Fact]
    public void ADivisionIsSafeByItsSmallestPart()
    {
        Assert.Equal((DivRemKind.SmallDivisor, 0), Divide(1, Limit, 1, Most));
        Assert.Equal((DivRemKind.SmallDivisor, 0), Divide(0, 1, 0, 2));
        Assert.Equal((DivRemKind.SmallQuotient, 1), Divide(0, 1, 1, Most + 1));
        Assert.Equal((DivRemKind.SmallQuotient, Most), Divide(0, Most, 1, Most + 1));
        Assert.Equal((DivRemKind.SmallDividend, Root(Most + 1)), Divide(0, Most + 1, 1, Most + 1));
        Assert.Equal((DivRemKind.SmallDividend, BigInteger.One << 64), Divide(0, Limit, 1, Limit));
        Assert.Equal((DivRemKind.SmallDividend, (BigInteger.One << 64) + 1), Divide(0, Limit + 1, 2, Limit));

        // A quotient of more than 2^123 bits and a dividend just below and at the square of the bound.
        BigInteger divisor = BigInteger.One << 122;
        Assert.Equal((DivRemKind.SmallDividend, Most), Divide(0, Most * Most, divisor, Limit));
        Assert.Null(Divide(0, (Most * Most) + 1, divisor, Limit));
    }

    [Fact]
    public void QuotientAndDivisorFitARangeCheck()
    {
        Assert.NotNull(Divide(0, Limit, 1, 3));
        Assert.NotNull(Divide(0, Limit, 0, 3));
        Assert.Null(Divide(0, Limit + 1, 1, 3));
        Assert.Null(Divide(0, Limit + 1, 0, 3));
        Assert.NotNull(Divide(0, Limit + 1, 2, 3));
        Assert.NotNull(Divide(0, 10, 1, Limit + 1));
        Assert.Null(Divide(0, 10, 1, Limit + 2));
    }

    [Theory]
    [InlineData("u16", "u8", true, false)]
    [InlineData("i16", "i8", true, true)]
    [InlineData("i16", "u16", false, true)]
    [InlineData("u16", "i16", true, false)]
    [InlineData("u8", "u16", false, false)]
    [InlineData("u8", "u8", true, false)]
    [InlineData("i8", "i8", false, false)]
    [InlineData("BoundedInt<1, 5>", "BoundedInt<1, 5>", false, false)]
    [InlineData("BoundedInt<0, 5>", "BoundedInt<0, 5>", true, false)]
    [InlineData("felt252", "u64", true, true)]
    [InlineData("felt252", "i64", true, true)]
    [InlineData("u128", "bytes31", false, false)]
    public void ACastChecksTheEndsThatItCutsOff(string from, string to, bool above, bool below)
    {
        DowncastPlan plan = Cast(from, to)!;
        Assert.Equal((above, below), (plan.OverflowsAbove, plan.OverflowsBelow));
    }

    [Fact]
    public void CastsThatNoRangeCheckCoversAreNone()
    {
        Assert.NotNull(Cast($"BoundedInt<0, {Limit - 1}>", "u8"));
        Assert.Null(Cast($"BoundedInt<0, {Limit}>", "u8"));
        Assert.NotNull(Cast($"BoundedInt<{-Limit + 1}, 0>", "i8"));
        Assert.Null(Cast($"BoundedInt<{-Limit}, 0>", "i8"));
        Assert.Null(Cast("felt252", "bytes31"));
        Assert.Null(Cast("felt252", "u128"));
        Assert.Null(Cast("bytes31", "u8"));
        Assert.Null(Cast("BoundedInt<0, 5>", "BoundedInt<6, 9>"));
        Assert.NotNull(Cast("BoundedInt<0, 6>", "BoundedInt<6, 9>"));

        // From a felt, the values of the target must be fewer than what the prime leaves over 2^128 - 1.
        BigInteger rest = Felt.Modulus % (Limit - 1);
        Assert.Equal((BigInteger.One << 123) + (17 * (BigInteger.One << 64)) + 1, rest);
        Assert.NotNull(Cast("felt252", $"BoundedInt<0, {rest - 2}>"));
        Assert.Null(Cast("felt252", $"BoundedInt<0, {rest - 1}>"));
    }

    [Fact]
    public void RangesKnowTheirSizes()
    {
        Assert.True(new IntegerRange(0, Limit).IsSmall);
        Assert.False(new IntegerRange(0, Limit + 1).IsSmall);
        Assert.True(new IntegerRange(1 - Felt.Modulus, 1).IsFullField);
        Assert.False(new IntegerRange(2 - Felt.Modulus, 1).IsFullField);
        IntegerRange range = new(-3, 4);
        Assert.Equal(7, range.Size);
        Assert.Equal((true, true, false, false), (range.Contains(-3), range.Contains(3), range.Contains(-4), range.Contains(4)));
        Assert.Equal(new IntegerRange(0, 4), range.Intersect(new IntegerRange(0, 9)));
        Assert.Equal(range, range.Intersect(range));
        Assert.Null(range.Intersect(new IntegerRange(4, 9)));
        Assert.Null(range.Intersect(new IntegerRange(-9, -3)));
        Assert.Null(IntegerRange.Of("u7", []));
        Assert.Null(IntegerRange.Of("u8", [GenericArg.Integer(1)]));
        Assert.Null(IntegerRange.Of("BoundedInt", [GenericArg.Integer(1)]));
        Assert.Null(IntegerRange.Of("BoundedInt", [GenericArg.Type(0), GenericArg.Integer(1)]));
        Assert.Null(IntegerRange.Of("qm31", []));
    }

    private static BigInteger Root(BigInteger value)
    {
        BigInteger root = (BigInteger)System.Math.Sqrt((double)value);
        while (root * root >= value)
        {
            root--;
        }

        while (root * root < value)
        {
            root++;
        }

        return root;
    }

    // The ends of the dividend and the divisor, the upper ones exclusive.
    private static (DivRemKind, BigInteger)? Divide(BigInteger least, BigInteger end, BigInteger leastDivisor, BigInteger divisorEnd) =>
        DivRemPlan.Create(new IntegerRange(least, end), new IntegerRange(leastDivisor, divisorEnd)) is { } plan ? (plan.Kind, plan.Bound)
            : null;

    private static DowncastPlan? Cast(string from, string to)
    {
        Assert.True(Declared.TryBuild($"{from}; {to}", [], out SierraRegistry? registry, out SierraError? error), error?.ToString());
        return DowncastPlan.Create(registry!.Types, 0, registry.Types.Count - 1);
    }
}
