using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Numerics;
using Kraken.Fields;

namespace Kraken.Sierra.ToCasm.Tests.Programs;

/// <summary>Numbers at which code about integers tends to break, and some that a seed gives.</summary>
internal static class EdgeValues
{
    private static readonly int[] Widths = [8, 16, 32, 64, 128];

    /// <summary>The field elements about zero, the prime, 2^128 and the halves.</summary>
    public static BigInteger[] Felts =>
    [
        0, 1, 2, 3, Power(64), Power(128) - 1, Power(128), Power(128) + 1, Power(250), Power(251) - 257, Power(251) - 256, Power(251) - 1,
            Power(251),
        Power(248) - 1, Power(248), (Felt.Modulus - 1) / 2, (Felt.Modulus + 1) / 2, Felt.Modulus - Power(127) - 1,
            Felt.Modulus - Power(127),
        Felt.Modulus - 2, Felt.Modulus - 1, .. Random(251, 3),
    ];

    /// <summary>The names of the unsigned types.</summary>
    public static IEnumerable<string> Unsigned() => Widths.Select(bits => $"u{bits}");

    /// <summary>The names of the signed types.</summary>
    public static IEnumerable<string> Signed() => Widths.Select(bits => $"i{bits}");

    /// <summary>The bits of an integer type by its name, the sign included.</summary>
    public static int BitsOf(string type) => int.Parse(type.AsSpan(1), CultureInfo.InvariantCulture);

    /// <summary>Values of an integer type by its name.</summary>
    public static BigInteger[] Of(string type) => type[0] == 'u' ? Unsigned(BitsOf(type)) : Signed(BitsOf(type));

    /// <summary>The least and the greatest value of an integer type by its name.</summary>
    public static (BigInteger Least, BigInteger Greatest) Range(string type)
    {
        int bits = BitsOf(type);
        return type[0] == 'u' ? (0, Power(bits) - 1) : (-Power(bits - 1), Power(bits - 1) - 1);
    }

    /// <summary>Values of an unsigned type.</summary>
    public static BigInteger[] Unsigned(int bits) =>
    [
        .. new HashSet<BigInteger>(
        [
            0, 1, 2, 3, Power(bits / 2) - 1, Power(bits / 2), Power(bits - 1) - 1, Power(bits - 1), Power(bits) - 2, Power(bits) - 1,
                .. Random(bits, 2),
        ]),
    ];

    /// <summary>Values of a signed type of so many bits, the sign included.</summary>
    public static BigInteger[] Signed(int bits) =>
    [
        .. new HashSet<BigInteger>(
        [
            -Power(bits - 1), -Power(bits - 1) + 1, -Power(bits / 2), -2, -1, 0, 1, 2, Power(bits / 2), Power(bits - 1) - 2,
                Power(bits - 1) - 1,
            .. Random(bits - 1, 1), .. Random(bits - 1, 1).Select(v => -v),
        ]),
    ];

    /// <summary>Values of a range, both ends included.</summary>
    public static BigInteger[] Between(BigInteger least, BigInteger greatest)
    {
        BigInteger middle = (least + greatest) / 2;
        BigInteger[] candidates = [least, least + 1, -1, 0, 1, middle, Power(64), Power(127), Power(128) - 1, Power(128), greatest - 1,
            greatest];
        return [.. candidates.Where(v => least <= v && v <= greatest).Distinct()];
    }

    /// <summary>All pairs.</summary>
    public static IEnumerable<(BigInteger A, BigInteger B)> Pairs(BigInteger[] values) =>
        values.SelectMany(a => values.Select(b => (a, b)));

    /// <summary>Numbers below 2^bits, always the same for the same arguments.</summary>
    public static BigInteger[] Random(int bits, int count)
    {
        Random random = new((bits * 1000) + count);
        byte[] bytes = new byte[(bits / 8) + 2];
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            random.NextBytes(bytes);
            return new BigInteger(bytes, isUnsigned: true) & (Power(bits) - 1);
        })];
    }

    /// <summary>2^exponent.</summary>
    public static BigInteger Power(int exponent) => BigInteger.One << exponent;
}
