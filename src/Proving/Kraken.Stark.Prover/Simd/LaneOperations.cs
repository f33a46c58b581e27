using System.Runtime.CompilerServices;
using Kraken.Fields;
using Kraken.Fields.Packed;

namespace Kraken.Stark.Prover.Simd;

/// <summary>
/// The field operations of a tape on strips of rows. Destination may be an operand. Each runs on sixteen lanes where the processor has them
/// and the strip fills them, else on eight.
/// </summary>
/// <remarks>Lanes: one row per lane, rows that follow each other. Twin: width 1, <see cref="ScalarM31"/>.</remarks>
internal static unsafe class LaneOperations
{
    // SAFETY: every pointer covers rows words, rows is a multiple of 8, and of 16 where a vector has sixteen lanes.

    /// <summary>The largest number of rows of a strip of a tape, and the words between the runs of a secure strip.</summary>
    public const int StripRows = 256;

    /// <summary>True for a strip that the widest vectors are for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsWide(int rows) => VectorHardware.HasWideLanes && (rows & 15) == 0;

    /// <summary>destination = left + right.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(uint* destination, uint* left, uint* right, int rows)
    {
        if (IsWide(rows))
        {
            Add<WideM31>(destination, left, right, rows);
        }
        else
        {
            Add<PackedM31>(destination, left, right, rows);
        }
    }

    /// <summary>destination = left - right.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Subtract(uint* destination, uint* left, uint* right, int rows)
    {
        if (IsWide(rows))
        {
            Subtract<WideM31>(destination, left, right, rows);
        }
        else
        {
            Subtract<PackedM31>(destination, left, right, rows);
        }
    }

    /// <summary>destination = left * right.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(uint* destination, uint* left, uint* right, int rows)
    {
        if (IsWide(rows))
        {
            Multiply<WideM31>(destination, left, right, rows);
        }
        else
        {
            Multiply<PackedM31>(destination, left, right, rows);
        }
    }

    /// <summary>destination = left * factor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyConstant(uint* destination, uint* left, uint factor, int rows)
    {
        if (IsWide(rows))
        {
            MultiplyConstant<WideM31>(destination, left, factor, rows);
        }
        else
        {
            MultiplyConstant<PackedM31>(destination, left, factor, rows);
        }
    }

    /// <summary>destination = left + addend, a canonical element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddConstant(uint* destination, uint* left, uint addend, int rows)
    {
        PackedM31 lanes = PackedM31.Broadcast(M31.FromCanonical(addend));
        for (int i = 0; i < rows; i += 8)
        {
            (PackedM31.Load(left + i) + lanes).Store(destination + i);
        }
    }

    /// <summary>destination = -value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Negate(uint* destination, uint* value, int rows)
    {
        if (IsWide(rows))
        {
            Negate<WideM31>(destination, value, rows);
        }
        else
        {
            Negate<PackedM31>(destination, value, rows);
        }
    }

    /// <summary>Sets rows to one word.</summary>
    public static void Fill(uint* destination, uint value, int rows) => new System.Span<uint>(destination, rows).Fill(value);

    /// <summary>The sum at a given width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add<T>(uint* destination, uint* left, uint* right, int rows)
        where T : unmanaged, IPackedM31<T>
    {
        for (int i = 0; i < rows; i += T.Width)
        {
            (T.Load(left + i) + T.Load(right + i)).Store(destination + i);
        }
    }

    /// <summary>The difference at a given width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Subtract<T>(uint* destination, uint* left, uint* right, int rows)
        where T : unmanaged, IPackedM31<T>
    {
        for (int i = 0; i < rows; i += T.Width)
        {
            (T.Load(left + i) - T.Load(right + i)).Store(destination + i);
        }
    }

    /// <summary>The product at a given width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Multiply<T>(uint* destination, uint* left, uint* right, int rows)
        where T : unmanaged, IPackedM31<T>
    {
        for (int i = 0; i < rows; i += T.Width)
        {
            (T.Load(left + i) * T.Load(right + i)).Store(destination + i);
        }
    }

    /// <summary>The product with a constant at a given width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void MultiplyConstant<T>(uint* destination, uint* left, uint factor, int rows)
        where T : unmanaged, IPackedM31<T>
    {
        T doubled = FftButterfly.Doubled<T>(factor);
        for (int i = 0; i < rows; i += T.Width)
        {
            T.MultiplyDoubled(T.Load(left + i), doubled).Store(destination + i);
        }
    }

    /// <summary>The negative at a given width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Negate<T>(uint* destination, uint* value, int rows)
        where T : unmanaged, IPackedM31<T>
    {
        T zero = T.Broadcast(M31.Zero);
        for (int i = 0; i < rows; i += T.Width)
        {
            (zero - T.Load(value + i)).Store(destination + i);
        }
    }
}
