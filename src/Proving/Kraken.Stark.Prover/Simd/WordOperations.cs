using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Kraken.Air;
using Kraken.Fields;
using Kraken.Fields.Packed;

namespace Kraken.Stark.Prover.Simd;

/// <summary>The deduction operations of a witness tape on strips of 32-bit words.</summary>
/// <remarks>
/// Lanes: eight rows that follow each other. Twin: the operators of <see cref="uint"/>, and <see cref="M31.Inverse"/>.
/// </remarks>
internal static unsafe class WordOperations
{
    /// <summary>Applies a binary operation; destination may be an operand.</summary>
    /// <exception cref="InvalidOperationException">The operation is not one of words.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Binary(AirOp op, uint* destination, uint* left, uint* right, int rows)
    {
        // SAFETY: every pointer covers rows words, rows is a multiple of 8.
        for (int i = 0; i < rows; i += 8)
        {
            Vector256<uint> a = Vector256.Load(left + i);
            Vector256<uint> b = Vector256.Load(right + i);
            Vector256<uint> result = op switch
            {
                AirOp.And => a & b,
                AirOp.Or => a | b,
                AirOp.Xor => a ^ b,
                AirOp.WrappingAdd => a + b,
                AirOp.WrappingSubtract => a - b,
                AirOp.WrappingMultiply => a * b,
                AirOp.Equal => Vector256.Equals(a, b) & Vector256<uint>.One,
                AirOp.Less => Vector256.LessThan(a, b) & Vector256<uint>.One,
                _ => throw new InvalidOperationException($"{op} in a witness tape"),
            };
            result.Store(destination + i);
        }
    }

    /// <summary>Shifts by a literal amount.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Shift(bool left, uint* destination, uint* value, int amount, int rows)
    {
        for (int i = 0; i < rows; i += 8)
        {
            Vector256<uint> word = Vector256.Load(value + i);
            (amount > 31 ? Vector256<uint>.Zero : left ? Vector256.ShiftLeft(word, amount) : Vector256.ShiftRightLogical(word, amount))
                .Store(destination + i);
        }
    }

    /// <summary>Field inverses, 0 for 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Inverse(uint* destination, uint* value, int rows)
    {
        for (int i = 0; i < rows; i += 8)
        {
            BatchInversion.Inverse(PackedM31.Load(value + i)).Store(destination + i);
        }
    }
}
