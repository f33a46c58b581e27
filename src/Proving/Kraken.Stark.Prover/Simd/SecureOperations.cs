using System.Runtime.CompilerServices;
using Kraken.Fields;
using Kraken.Fields.Packed;
using Kraken.Stark.Prover.Memory;

namespace Kraken.Stark.Prover.Simd;

/// <summary>
/// Operations on strips of secure values, each four runs of base values. Every kernel has one product of secure values only: with more of
/// them the compiler stops to inline and calls for each product of lanes.
/// </summary>
/// <remarks>
/// Lanes: one row per lane, a secure value four vectors. Twin: width 1, <see cref="ScalarM31"/>; of <see cref="Scale"/>, which has eight
/// lanes, <see cref="QM31"/>.
/// </remarks>
internal static unsafe class SecureOperations
{
    // SAFETY: every run covers rows words, rows is a multiple of 8, and of 16 where a vector has sixteen lanes.

    /// <summary>sum += factor * value, with base values.</summary>
    /// <param name="sum">Four runs of <paramref name="stride"/> words.</param>
    /// <param name="stride">Words between runs.</param>
    /// <param name="value">Base values.</param>
    /// <param name="factor">The secure factor.</param>
    /// <param name="rows">The number of rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddScaled(uint* sum, nint stride, uint* value, QM31 factor, int rows)
    {
        if (LaneOperations.IsWide(rows))
        {
            AddScaled<WideM31>(sum, stride, value, factor, rows);
        }
        else
        {
            AddScaled<PackedM31>(sum, stride, value, factor, rows);
        }
    }

    /// <summary>sum += factor * value, with secure values in runs as the sum's.</summary>
    public static void AddScaledSecure(uint* sum, nint stride, uint* value, QM31 factor, int rows)
    {
        if (LaneOperations.IsWide(rows))
        {
            AddScaledSecure<WideM31>(sum, stride, value, factor, rows);
        }
        else
        {
            AddScaledSecure<PackedM31>(sum, stride, value, factor, rows);
        }
    }

    /// <summary>target = left * right - target.</summary>
    /// <param name="target">Four runs of <paramref name="stride"/> words.</param>
    /// <param name="left">Four runs, <paramref name="leftStride"/> words apart.</param>
    /// <param name="leftStride">Words between the runs of left.</param>
    /// <param name="right">Four runs as the target's.</param>
    /// <param name="stride">Words between runs.</param>
    /// <param name="rows">The number of rows.</param>
    public static void MultiplySubtract(uint* target, uint* left, nint leftStride, uint* right, nint stride, int rows)
    {
        if (LaneOperations.IsWide(rows))
        {
            MultiplySubtract<WideM31>(target, left, leftStride, right, stride, rows);
        }
        else
        {
            MultiplySubtract<PackedM31>(target, left, leftStride, right, stride, rows);
        }
    }

    /// <summary>sum += factor * value at a given width, with base values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddScaled<T>(uint* sum, nint stride, uint* value, QM31 factor, int rows)
        where T : unmanaged, IPackedM31<T>
    {
        T a = FftButterfly.Doubled<T>(factor[0].Value), b = FftButterfly.Doubled<T>(factor[1].Value),
            c = FftButterfly.Doubled<T>(factor[2].Value), d = FftButterfly.Doubled<T>(factor[3].Value);
        for (int i = 0; i < rows; i += T.Width)
        {
            T lanes = T.Load(value + i);
            PackedQM31<T> product = new(
                T.MultiplyDoubled(lanes, a), T.MultiplyDoubled(lanes, b), T.MultiplyDoubled(lanes, c), T.MultiplyDoubled(lanes, d));
            (PackedQM31<T>.Load(sum + i, stride) + product).Store(sum + i, stride);
        }
    }

    /// <summary>sum += factor * value at a given width, with secure values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddScaledSecure<T>(uint* sum, nint stride, uint* value, QM31 factor, int rows)
        where T : unmanaged, IPackedM31<T>
    {
        PackedQM31<T> lanes = PackedQM31<T>.Broadcast(factor);
        for (int i = 0; i < rows; i += T.Width)
        {
            (PackedQM31<T>.Load(sum + i, stride) + (lanes * PackedQM31<T>.Load(value + i, stride))).Store(sum + i, stride);
        }
    }

    /// <summary>target = left * right - target at a given width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplySubtract<T>(uint* target, uint* left, nint leftStride, uint* right, nint stride, int rows)
        where T : unmanaged, IPackedM31<T>
    {
        for (int i = 0; i < rows; i += T.Width)
        {
            PackedQM31<T> product = PackedQM31<T>.Load(left + i, leftStride) * PackedQM31<T>.Load(right + i, stride);
            (product - PackedQM31<T>.Load(target + i, stride)).Store(target + i, stride);
        }
    }

    /// <summary>Writes rows, times a factor, to the rows that lie a distance behind them.</summary>
    /// <param name="block">Four columns, which cover first + rows + distance words.</param>
    /// <param name="first">The first row that is read.</param>
    /// <param name="rows">The number of rows, a multiple of 8.</param>
    /// <param name="distance">Rows from what is read to what is written, at least <paramref name="rows"/>.</param>
    /// <param name="factor">The secure factor.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scale(ColumnBlock block, long first, long rows, long distance, QM31 factor)
    {
        PackedQM31<PackedM31> lanes = PackedQM31<PackedM31>.Broadcast(factor);
        uint* source = block.Column(0) + first;
        nint stride = (nint)block.Stride;
        for (long i = 0; i < rows; i += 8)
        {
            (PackedQM31<PackedM31>.Load(source + i, stride) * lanes).Store(source + distance + i, stride);
        }
    }
}
