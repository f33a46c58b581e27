using System;
using System.Runtime.CompilerServices;
using Kraken.Fields;

namespace Kraken.Sierra.ToIL.Runtime;

/// <summary>M31 and QM31; the four coordinates of a QM31 stand in 32 bits each, the first lowest.</summary>
internal static class ExtensionOperations
{
    private const MethodImplOptions Once = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;

    /// <summary>The sum.</summary>
    [MethodImpl(Once)]
    internal static UInt128 Add(UInt128 left, UInt128 right) => Pack(Unpack(left) + Unpack(right));

    /// <summary>The difference.</summary>
    [MethodImpl(Once)]
    internal static UInt128 Subtract(UInt128 left, UInt128 right) => Pack(Unpack(left) - Unpack(right));

    /// <summary>The product.</summary>
    [MethodImpl(Once)]
    internal static UInt128 Multiply(UInt128 left, UInt128 right) => Pack(Unpack(left) * Unpack(right));

    /// <summary>The quotient.</summary>
    [MethodImpl(Once)]
    internal static UInt128 Divide(UInt128 left, UInt128 right) => Pack(Unpack(left) * Unpack(right).Inverse());

    /// <summary>The sum in M31.</summary>
    [MethodImpl(Once)]
    internal static long AddBase(long left, long right) => Operand(left + right);

    /// <summary>The difference in M31.</summary>
    [MethodImpl(Once)]
    internal static long SubtractBase(long left, long right) => Operand(left - right + M31.Modulus);

    /// <summary>The product in M31.</summary>
    [MethodImpl(Once)]
    internal static long MultiplyBase(long left, long right) => Operand(left * right);

    /// <summary>The quotient in M31.</summary>
    [MethodImpl(Once)]
    internal static long DivideBase(long left, long right) => Operand(left * M31.FromCanonical((uint)right).Inverse().Value);

    /// <summary>Puts four coordinates together.</summary>
    [MethodImpl(Once)]
    internal static UInt128 Join(long a, long b, long c, long d) =>
        new((ulong)c | ((ulong)d << 32), (ulong)a | ((ulong)b << 32));

    /// <summary>The coordinate of a position from 0 to 3.</summary>
    [MethodImpl(Once)]
    internal static long Coordinate(UInt128 value, int index) => (long)(uint)(value >> (32 * index));

    private static long Operand(long value) => value % M31.Modulus;

    private static QM31 Unpack(UInt128 value) => new(At(value, 0), At(value, 1), At(value, 2), At(value, 3));

    private static M31 At(UInt128 value, int index) => M31.FromCanonical((uint)(value >> (32 * index)));

    private static UInt128 Pack(QM31 value) => Join(value[0].Value, value[1].Value, value[2].Value, value[3].Value);
}
