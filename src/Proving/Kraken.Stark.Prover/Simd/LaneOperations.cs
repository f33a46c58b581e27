using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Kraken.Fields;
using Kraken.Fields.Packed;

namespace Kraken.Stark.Prover.Simd;

/// <summary>The field operations of a tape on strips of rows. Destination may be an operand.</summary>
internal static unsafe class LaneOperations
{
    // SAFETY: every pointer covers rows words, rows is a multiple of 8.

    /// <summary>destination = left + right.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(uint* destination, uint* left, uint* right, int rows)
    {
        for (int i = 0; i < rows; i += 8)
        {
            (PackedM31.Load(left + i) + PackedM31.Load(right + i)).Store(destination + i);
        }
    }

    /// <summary>destination = left - right.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Subtract(uint* destination, uint* left, uint* right, int rows)
    {
        for (int i = 0; i < rows; i += 8)
        {
            (PackedM31.Load(left + i) - PackedM31.Load(right + i)).Store(destination + i);
        }
    }

    /// <summary>destination = left * right.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(uint* destination, uint* left, uint* right, int rows)
    {
        for (int i = 0; i < rows; i += 8)
        {
            (PackedM31.Load(left + i) * PackedM31.Load(right + i)).Store(destination + i);
        }
    }

    /// <summary>destination = left * factor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyConstant(uint* destination, uint* left, uint factor, int rows)
    {
        Vector256<uint> doubled = Vector256.Create(factor + factor);
        for (int i = 0; i < rows; i += 8)
        {
            PackedM31.MultiplyDoubled(PackedM31.Load(left + i), doubled).Store(destination + i);
        }
    }

    /// <summary>destination = -value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Negate(uint* destination, uint* value, int rows)
    {
        PackedM31 zero = PackedM31.Broadcast(M31.Zero);
        for (int i = 0; i < rows; i += 8)
        {
            (zero - PackedM31.Load(value + i)).Store(destination + i);
        }
    }

    /// <summary>The four runs of sum += coefficient * value.</summary>
    /// <param name="sum">Four runs of stride words.</param>
    /// <param name="stride">Words between runs.</param>
    /// <param name="value">Base values.</param>
    /// <param name="coefficient">The secure factor.</param>
    /// <param name="rows">The number of rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddScaled(uint* sum, nint stride, uint* value, QM31 coefficient, int rows)
    {
        PackedQM31<PackedM31> factor = PackedQM31<PackedM31>.Broadcast(coefficient);
        for (int i = 0; i < rows; i += 8)
        {
            (PackedQM31<PackedM31>.Load(sum + i, stride) + (factor * PackedM31.Load(value + i))).Store(sum + i, stride);
        }
    }

    /// <summary>Sets rows to one word.</summary>
    public static void Fill(uint* destination, uint value, int rows) => new System.Span<uint>(destination, rows).Fill(value);
}
