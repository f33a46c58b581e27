using System.Runtime.CompilerServices;

namespace Kraken.Fields.Packed;

/// <summary>Lane-wise <see cref="QM31"/> over packed base lanes, stored as four coordinate vectors a, b, c, d.</summary>
/// <typeparam name="T">The packed base field.</typeparam>
public readonly unsafe struct PackedQM31<T>
    where T : unmanaged, IPackedM31<T>
{
    // SAFETY: Load and Store touch Width words of each of the four runs; their callers own them.

    /// <summary>Coordinate of 1.</summary>
    public readonly T A;

    /// <summary>Coordinate of i.</summary>
    public readonly T B;

    /// <summary>Coordinate of u.</summary>
    public readonly T C;

    /// <summary>Coordinate of iu.</summary>
    public readonly T D;

    /// <summary>Builds (a + bi) + (c + di)u.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PackedQM31(T a, T b, T c, T d)
    {
        A = a;
        B = b;
        C = c;
        D = d;
    }

    /// <summary>Builds x0 + x1 u.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PackedQM31(PackedCM31<T> x0, PackedCM31<T> x1)
        : this(x0.A, x0.B, x1.A, x1.B)
    {
    }

    /// <summary>The part a + bi.</summary>
    public PackedCM31<T> X0
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(A, B);
    }

    /// <summary>The part c + di.</summary>
    public PackedCM31<T> X1
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(C, D);
    }

    /// <summary>One lane as a scalar element.</summary>
    public QM31 this[int lane] => new(A[lane], B[lane], C[lane], D[lane]);

    /// <summary>The same element in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PackedQM31<T> Broadcast(QM31 value) =>
        new(T.Broadcast(value.X0.A), T.Broadcast(value.X0.B), T.Broadcast(value.X1.A), T.Broadcast(value.X1.B));

    /// <summary>Reads Width elements from four coordinate columns at one index.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PackedQM31<T> Load(uint* a, uint* b, uint* c, uint* d) => new(T.Load(a), T.Load(b), T.Load(c), T.Load(d));

    /// <summary>Reads Width elements stored as four consecutive runs of <paramref name="stride"/> base elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PackedQM31<T> Load(uint* source, nint stride) =>
        Load(source, source + stride, source + (2 * stride), source + (3 * stride));

    /// <summary>Writes Width elements to four coordinate columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(uint* a, uint* b, uint* c, uint* d)
    {
        A.Store(a);
        B.Store(b);
        C.Store(c);
        D.Store(d);
    }

    /// <summary>Writes Width elements as four runs of <paramref name="stride"/> base elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(uint* destination, nint stride) =>
        Store(destination, destination + stride, destination + (2 * stride), destination + (3 * stride));

    /// <summary>Lane-wise sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PackedQM31<T> operator +(PackedQM31<T> left, PackedQM31<T> right) =>
        new(left.A + right.A, left.B + right.B, left.C + right.C, left.D + right.D);

    /// <summary>Lane-wise difference.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PackedQM31<T> operator -(PackedQM31<T> left, PackedQM31<T> right) =>
        new(left.A - right.A, left.B - right.B, left.C - right.C, left.D - right.D);

    /// <summary>Lane-wise product, by three products in CM31 (Karatsuba).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PackedQM31<T> operator *(PackedQM31<T> left, PackedQM31<T> right)
    {
        PackedCM31<T> low = left.X0 * right.X0;
        PackedCM31<T> high = left.X1 * right.X1;
        PackedCM31<T> cross = (left.X0 + left.X1) * (right.X0 + right.X1);
        return new(low + high.TimesR(), cross - low - high);
    }

    /// <summary>Lane-wise product with base elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PackedQM31<T> operator *(PackedQM31<T> left, T right) =>
        new(left.A * right, left.B * right, left.C * right, left.D * right);

    /// <summary>Lane-wise product with elements of CM31.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PackedQM31<T> operator *(PackedQM31<T> left, PackedCM31<T> right) => new(left.X0 * right, left.X1 * right);

    /// <summary>The norms x0^2 - (2 + i) x1^2, in CM31.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PackedCM31<T> Norm() => (X0 * X0) - (X1 * X1).TimesR();

    /// <summary>The inverses, given the inverses of the norms of the norms.</summary>
    /// <param name="norm">The value of <see cref="Norm"/>.</param>
    /// <param name="inverseNorm">The inverses of the base-field norms of <paramref name="norm"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PackedQM31<T> InverseFromNorm(PackedCM31<T> norm, T inverseNorm)
    {
        T zero = T.Broadcast(M31.Zero);
        PackedCM31<T> inverse = new(norm.A * inverseNorm, (zero - norm.B) * inverseNorm);
        PackedCM31<T> high = X1 * inverse;
        return new(X0 * inverse, new PackedCM31<T>(zero - high.A, zero - high.B));
    }
}
