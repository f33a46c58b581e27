using System.Collections.Generic;
using System.Numerics;
using Kraken.Fields;

namespace Kraken.Sierra.Types;

/// <summary>The values of a numeric type: Lower inclusive, Upper exclusive.</summary>
/// <param name="Lower">The least value.</param>
/// <param name="Upper">One more than the greatest value.</param>
public readonly record struct IntegerRange(BigInteger Lower, BigInteger Upper)
{
    /// <summary>The widths of the integers in bits, as their types are named: "u8", "i128".</summary>
    public static IReadOnlyList<string> Widths { get; } = ["8", "16", "32", "64", "128"];

    /// <summary>2^128.</summary>
    public static BigInteger UInt128Limit { get; } = BigInteger.One << 128;

    /// <summary>The number of values.</summary>
    public BigInteger Size => Upper - Lower;

    /// <summary>Whether a range check covers the size.</summary>
    public bool IsSmall => Size <= UInt128Limit;

    /// <summary>Whether every field element is a value.</summary>
    public bool IsFullField => Size >= Felt.Modulus;

    /// <summary>Whether the value lies in the range.</summary>
    public bool Contains(BigInteger value) => Lower <= value && value < Upper;

    /// <summary>The common values; null when there are none.</summary>
    public IntegerRange? Intersect(IntegerRange other)
    {
        IntegerRange common = new(BigInteger.Max(Lower, other.Lower), BigInteger.Min(Upper, other.Upper));
        return common.Lower < common.Upper ? common : null;
    }

    /// <summary>The range of a numeric type; null for other types.</summary>
    public static IntegerRange? Of(string genericId, IReadOnlyList<GenericArg> args)
    {
        if (genericId == "BoundedInt" && args.Count == 2 && args[0].Kind == GenericArgKind.Value && args[1].Kind == GenericArgKind.Value)
        {
            return new IntegerRange(args[0].Value, args[1].Value + 1);
        }

        if (args.Count != 0)
        {
            return null;
        }

        return genericId switch
        {
            "felt252" => new IntegerRange(1 - Felt.Modulus, Felt.Modulus),
            "bytes31" => Unsigned(248),
            "u8" => Unsigned(8),
            "u16" => Unsigned(16),
            "u32" => Unsigned(32),
            "u64" => Unsigned(64),
            "u128" => Unsigned(128),
            "i8" => Signed(7),
            "i16" => Signed(15),
            "i32" => Signed(31),
            "i64" => Signed(63),
            "i128" => Signed(127),
            _ => null,
        };
    }

    private static IntegerRange Unsigned(int bits) => new(BigInteger.Zero, BigInteger.One << bits);

    private static IntegerRange Signed(int bits) => new(-(BigInteger.One << bits), BigInteger.One << bits);
}
