using System.Numerics;
using Kraken.Sierra.ToCasm.Tests.Programs;
using Xunit;

namespace Kraken.Sierra.ToCasm.Tests.Libfuncs;

/// <summary>
/// The functions that only i8 to i128 have, against integers of any size, on all pairs of edge values; negative values stand as elements
/// below the prime.
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

    private static (int Branch, BigInteger Wrapped) Wrap(BigInteger value, int bits)
    {
        BigInteger limit = EdgeValues.Power(bits - 1);
        return value < -limit ? (Below, value + (2 * limit)) : value >= limit ? (Above, value - (2 * limit)) : (InRange, value);
    }
}
