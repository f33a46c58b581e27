using System.Numerics;
using Kraken.Sierra.ToCasm.Tests.Programs;
using Xunit;

namespace Kraken.Sierra.ToCasm.Tests.Libfuncs;

/// <summary>
/// The functions of i8 to i128 against integers of any size, on all pairs of edge values; negative values stand as elements below the
/// prime.
/// </summary>
public sealed class SignedIntegerTests
{
    private const int InRange = 0;
    private const int Below = 1;
    private const int Above = 2;

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(32)]
    [InlineData(64)]
    [InlineData(128)]
    public void SumsAndDifferencesWrapIntoTheirRange(int bits)
    {
        string t = $"i{bits}";
        string[] branches = [$"RangeCheck, {t}", $"RangeCheck, {t}", $"RangeCheck, {t}"];
        LibfuncProgram add = new($"{t}_overflowing_add_impl", $"RangeCheck, {t}, {t}", branches);
        LibfuncProgram subtract = new($"{t}_overflowing_sub_impl", $"RangeCheck, {t}, {t}", branches);
        foreach ((BigInteger a, BigInteger b) in EdgeValues.Pairs(EdgeValues.Signed(bits)))
        {
            (int branch, BigInteger wrapped) = Wrap(a + b, bits);
            add.Check([a, b], branch, wrapped);
            (branch, wrapped) = Wrap(a - b, bits);
            subtract.Check([a, b], branch, wrapped);
        }
    }

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(32)]
    [InlineData(64)]
    [InlineData(128)]
    public void DistancesAreUnsignedAndWrapBelowZero(int bits)
    {
        string t = $"i{bits}";
        LibfuncProgram difference = new($"{t}_diff", $"RangeCheck, {t}, {t}", $"RangeCheck, u{bits}", $"RangeCheck, u{bits}");
        foreach ((BigInteger a, BigInteger b) in EdgeValues.Pairs(EdgeValues.Signed(bits)))
        {
            difference.Check([a, b], a >= b ? 0 : 1, a >= b ? a - b : a - b + EdgeValues.Power(bits));
        }
    }

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(32)]
    [InlineData(64)]
    public void ProductsFitTheDoubleWidth(int bits)
    {
        LibfuncProgram multiply = new($"i{bits}_wide_mul", $"i{bits}, i{bits}", $"i{2 * bits}");
        foreach ((BigInteger a, BigInteger b) in EdgeValues.Pairs(EdgeValues.Signed(bits)))
        {
            multiply.Check([a, b], 0, a * b);
        }
    }

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(32)]
    [InlineData(64)]
    [InlineData(128)]
    public void EqualityTakesItsBranch(int bits)
    {
        LibfuncProgram equal = new($"i{bits}_eq", $"i{bits}, i{bits}", "", "");
        foreach ((BigInteger a, BigInteger b) in EdgeValues.Pairs(EdgeValues.Signed(bits)))
        {
            equal.Check([a, b], a == b ? 1 : 0);
        }
    }

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(32)]
    [InlineData(64)]
    [InlineData(128)]
    public void FeltsAreTakenFromTheLeastToTheGreatestValue(int bits)
    {
        string t = $"i{bits}";
        LibfuncProgram narrow = new($"{t}_try_from_felt252", "RangeCheck, felt252", $"RangeCheck, {t}", "RangeCheck");
        LibfuncProgram widen = new($"{t}_to_felt252", t, "felt252");
        BigInteger limit = EdgeValues.Power(bits - 1);
        foreach (BigInteger value in (BigInteger[])[0, 1, -1, limit - 1, limit, -limit, -limit - 1, 2 * limit, -2 * limit,
            .. EdgeValues.Random(250, 3)])
        {
            bool inside = -limit <= value && value < limit;
            narrow.Check([value], inside ? 0 : 1, inside ? value : 0);
        }

        foreach (BigInteger value in EdgeValues.Signed(bits))
        {
            widen.Check([value], 0, value);
        }
    }

    private static (int Branch, BigInteger Wrapped) Wrap(BigInteger value, int bits)
    {
        BigInteger limit = EdgeValues.Power(bits - 1);
        return value < -limit ? (Below, value + (2 * limit)) : value >= limit ? (Above, value - (2 * limit)) : (InRange, value);
    }
}
