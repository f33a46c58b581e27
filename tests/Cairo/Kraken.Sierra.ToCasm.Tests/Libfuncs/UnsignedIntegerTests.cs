using System.Numerics;
using Kraken.Sierra.ToCasm.Tests.Programs;
using Xunit;

namespace Kraken.Sierra.ToCasm.Tests.Libfuncs;

/// <summary>The functions that only u8 to u128 have, against integers of any size, on all pairs of edge values.</summary>
public sealed class UnsignedIntegerTests
{
    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(32)]
    [InlineData(64)]
    [InlineData(128)]
    public void SumsAndDifferencesSayWhetherTheyWrapped(int bits)
    {
        string t = $"u{bits}";
        LibfuncProgram add = new($"{t}_overflowing_add", $"RangeCheck, {t}, {t}", $"RangeCheck, {t}", $"RangeCheck, {t}");
        LibfuncProgram subtract = new($"{t}_overflowing_sub", $"RangeCheck, {t}, {t}", $"RangeCheck, {t}", $"RangeCheck, {t}");
        BigInteger size = EdgeValues.Power(bits);
        foreach ((BigInteger a, BigInteger b) in EdgeValues.Pairs(EdgeValues.Unsigned(bits)))
        {
            add.Check([a, b], a + b < size ? 0 : 1, (a + b) % size);
            subtract.Check([a, b], a >= b ? 0 : 1, a >= b ? a - b : a - b + size);
        }
    }

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(32)]
    [InlineData(64)]
    [InlineData(128)]
    public void DivisionsGiveQuotientAndRest(int bits)
    {
        string t = $"u{bits}";
        LibfuncProgram divide = new($"{t}_safe_divmod", $"RangeCheck, {t}, NonZero<{t}>", $"RangeCheck, {t}, {t}");
        foreach ((BigInteger a, BigInteger b) in EdgeValues.Pairs(EdgeValues.Unsigned(bits)))
        {
            if (!b.IsZero)
            {
                divide.Check([a, b], 0, a / b, a % b);
            }
        }
    }

    [Theory]
    [InlineData(8, "u8")]
    [InlineData(16, "u8")]
    [InlineData(32, "u16")]
    [InlineData(64, "u32")]
    [InlineData(128, "u64")]
    public void RootsAreRoundedDown(int bits, string half)
    {
        LibfuncProgram root = new($"u{bits}_sqrt", $"RangeCheck, u{bits}", $"RangeCheck, {half}");
        BigInteger top = EdgeValues.Power(bits / 2) - 1;
        foreach (BigInteger value in (BigInteger[])[.. EdgeValues.Unsigned(bits), 4, 8, 9, 15, 16, 24, 25, top * top, (top * top) - 1])
        {
            root.Check([value], 0, Root(value));
        }
    }

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(32)]
    [InlineData(64)]
    [InlineData(128)]
    public void ZeroTakesItsBranch(int bits)
    {
        string t = $"u{bits}";
        LibfuncProgram zero = new($"{t}_is_zero", t, "", $"NonZero<{t}>");
        foreach (BigInteger a in EdgeValues.Unsigned(bits))
        {
            zero.Check([a], a.IsZero ? 0 : 1, a);
        }
    }

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(32)]
    [InlineData(64)]
    public void BitsAreJoinedOneByOne(int bits)
    {
        string t = $"u{bits}";
        LibfuncProgram bitwise = new($"{t}_bitwise", $"Bitwise, {t}, {t}", $"Bitwise, {t}, {t}, {t}");
        foreach ((BigInteger a, BigInteger b) in EdgeValues.Pairs(EdgeValues.Unsigned(bits)))
        {
            bitwise.Check([a, b], 0, a & b, a ^ b, a | b);
        }
    }

    private static BigInteger Root(BigInteger value)
    {
        BigInteger root = 0;
        for (BigInteger bit = EdgeValues.Power(64); bit > 0; bit >>= 1)
        {
            root += (root + bit) * (root + bit) <= value ? bit : 0;
        }

        return root;
    }
}
