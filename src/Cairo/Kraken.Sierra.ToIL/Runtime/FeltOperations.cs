using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using Kraken.Fields;

namespace Kraken.Sierra.ToIL.Runtime;

/// <summary>What generated code does with field elements beyond the field's own operations.</summary>
internal static class FeltOperations
{
    private const MethodImplOptions Once = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;

    /// <summary>Whether an element is zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsZero(in Felt value) => value.IsZero;

    /// <summary>The quotient in the field.</summary>
    [MethodImpl(Once)]
    internal static void Divide(in Felt left, in Felt right, out Felt quotient) => quotient = left * right.Inverse();

    /// <summary>Quotient and remainder of the integers of two elements.</summary>
    [MethodImpl(Once)]
    internal static void DivideIntegers(in Felt left, in Felt right, out Felt quotient, out Felt remainder)
    {
        quotient = Felt.FromBigInteger(BigInteger.DivRem(left.ToBigInteger(), right.ToBigInteger(), out BigInteger rest));
        remainder = Felt.FromBigInteger(rest);
    }

    /// <summary>A signed integer as an element.</summary>
    [MethodImpl(Once)]
    internal static void FromInt64(long value, out Felt felt) => felt = value;

    /// <summary>An unsigned integer as an element.</summary>
    [MethodImpl(Once)]
    internal static void FromUInt128(UInt128 value, out Felt felt) => felt = value;

    /// <summary>A signed integer, in two's complement, as an element.</summary>
    [MethodImpl(Once)]
    internal static void FromInt128(UInt128 value, out Felt felt) =>
        felt = (Int128)value < 0 ? -(Felt)(UInt128)(-(Int128)value) : value;

    /// <summary>The low 128 bits of the integer of an element.</summary>
    [MethodImpl(Once)]
    internal static UInt128 Low(in Felt value)
    {
        value.ToCanonicalLimbs(out ulong c0, out ulong c1, out _, out _);
        return new UInt128(c1, c0);
    }

    /// <summary>The high 128 bits of the integer of an element.</summary>
    [MethodImpl(Once)]
    internal static UInt128 High(in Felt value)
    {
        value.ToCanonicalLimbs(out _, out _, out ulong c2, out ulong c3);
        return new UInt128(c3, c2);
    }

    /// <summary>
    /// The distance of an element from the least value of a range that has at most 2^128 values.
    /// </summary>
    /// <param name="value">The element.</param>
    /// <param name="lower">The least value, as an element.</param>
    /// <param name="size">The number of values less one.</param>
    /// <returns>False if the element is none of the range.</returns>
    [MethodImpl(Once)]
    internal static bool TryDistance(in Felt value, in Felt lower, UInt128 size, out UInt128 distance)
    {
        Felt.Subtract(value, lower, out Felt difference);
        return difference.TryToUInt128(out distance) && distance <= size;
    }

    /// <summary>Whether the integer of an element has no bit from a position on.</summary>
    [MethodImpl(Once)]
    internal static bool FitsBits(in Felt value, int bits)
    {
        value.ToCanonicalLimbs(out _, out _, out _, out ulong c3);
        return c3 >> (bits - 192) == 0;
    }

    /// <summary>Whether both are the same.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool AreEqual(in Felt left, in Felt right) => left == right;

    /// <summary>An element modulo a bound that is more than half of the prime.</summary>
    [MethodImpl(Once)]
    internal static void NormalizeAddress(in Felt value, in Felt bound, out Felt address) =>
        address = value < bound ? value : value - bound;
}
