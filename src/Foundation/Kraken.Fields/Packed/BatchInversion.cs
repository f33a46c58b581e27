using System;
using System.Runtime.CompilerServices;

namespace Kraken.Fields.Packed;

/// <summary>Many inverses for the price of one (Montgomery's trick), the running products kept per lane.</summary>
public static unsafe class BatchInversion
{
    /// <summary>Raises every lane to p - 2; zero lanes stay zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static T Inverse<T>(T value)
        where T : unmanaged, IPackedM31<T>
    {
        // p - 2 = 2^31 - 3 = 0b1111111111111111111111111111101: an addition chain over runs of ones.
        T two = value * value * value;
        T four = Square(two, 2) * two;
        T eight = Square(four, 4) * four;
        T sixteen = Square(eight, 8) * eight;
        T twentyFour = Square(sixteen, 8) * eight;
        T twentyEight = Square(twentyFour, 4) * four;
        T twentyNine = Square(twentyEight, 1) * value;
        return Square(twentyNine, 2) * value;
    }

    /// <summary>Inverts base elements, none zero, whose number is a multiple of the width.</summary>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static void Invert<T>(ReadOnlySpan<uint> source, Span<uint> destination)
        where T : unmanaged, IPackedM31<T>
    {
        if (source.Length != destination.Length)
        {
            throw new ArgumentException("the spans differ in length", nameof(destination));
        }

        // SAFETY: both spans are pinned for the call and have the length given.
        fixed (uint* from = source, to = destination)
        {
            Invert<T>(from, to, source.Length);
        }
    }

    /// <summary>Inverts <paramref name="count"/> base elements, a multiple of the width, none zero.</summary>
    /// <param name="source">The elements.</param>
    /// <param name="destination">The inverses; must not overlap the source.</param>
    /// <param name="count">Elements, a multiple of T.Width.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Invert<T>(uint* source, uint* destination, int count)
        where T : unmanaged, IPackedM31<T>
    {
        // SAFETY: both pointers cover count elements and every access stays at i + Width <= count.
        ArgumentOutOfRangeException.ThrowIfNotEqual(count % T.Width, 0);
        if (count % (4 * T.Width) != 0)
        {
            InvertChain<T>(source, destination, count);
            return;
        }

        // Four independent chains hide the latency of the products.
        int step = 4 * T.Width;
        T p0 = T.Broadcast(M31.One), p1 = p0, p2 = p0, p3 = p0;
        for (int i = 0; i < count; i += step)
        {
            uint* to = destination + i;
            uint* from = source + i;
            p0.Store(to);
            p1.Store(to + T.Width);
            p2.Store(to + (2 * T.Width));
            p3.Store(to + (3 * T.Width));
            p0 *= T.Load(from);
            p1 *= T.Load(from + T.Width);
            p2 *= T.Load(from + (2 * T.Width));
            p3 *= T.Load(from + (3 * T.Width));
        }

        T low = p0 * p1;
        T high = p2 * p3;
        T all = Inverse(low * high);
        (low, high) = (all * high, all * low);
        (p0, p1) = (low * p1, low * p0);
        (p2, p3) = (high * p3, high * p2);
        for (int i = count - step; i >= 0; i -= step)
        {
            uint* to = destination + i;
            uint* from = source + i;
            (p0 * T.Load(to)).Store(to);
            (p1 * T.Load(to + T.Width)).Store(to + T.Width);
            (p2 * T.Load(to + (2 * T.Width))).Store(to + (2 * T.Width));
            (p3 * T.Load(to + (3 * T.Width))).Store(to + (3 * T.Width));
            p0 *= T.Load(from);
            p1 *= T.Load(from + T.Width);
            p2 *= T.Load(from + (2 * T.Width));
            p3 *= T.Load(from + (3 * T.Width));
        }
    }

    /// <summary>Inverts QM31 elements stored as four runs of <paramref name="stride"/> base elements, in place.</summary>
    /// <param name="values">The elements, none zero; replaced by their inverses.</param>
    /// <param name="stride">Distance between coordinate runs.</param>
    /// <param name="count">Elements, a multiple of T.Width.</param>
    /// <param name="scratch">2 * count base elements.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void InvertSecure<T>(uint* values, nint stride, int count, uint* scratch)
        where T : unmanaged, IPackedM31<T>
    {
        // SAFETY: values covers 3 * stride + count elements, scratch 2 * count.
        uint* norms = scratch;
        uint* inverses = scratch + count;
        for (int i = 0; i < count; i += T.Width)
        {
            PackedQM31<T>.Load(values + i, stride).Norm().Norm().Store(norms + i);
        }

        Invert<T>(norms, inverses, count);
        for (int i = 0; i < count; i += T.Width)
        {
            PackedQM31<T> value = PackedQM31<T>.Load(values + i, stride);
            value.InverseFromNorm(value.Norm(), T.Load(inverses + i)).Store(values + i, stride);
        }
    }

    /// <summary>Inverts QM31 elements stored as four runs of equal length, in place; none zero, a multiple of the width.</summary>
    public static void InvertSecure<T>(Span<uint> values)
        where T : unmanaged, IPackedM31<T>
    {
        int count = values.Length / 4;
        uint[] scratch = new uint[2 * count];

        // SAFETY: values holds four runs of count elements, scratch two.
        fixed (uint* pointer = values, extra = scratch)
        {
            InvertSecure<T>(pointer, count, count, extra);
        }
    }

    private static void InvertChain<T>(uint* source, uint* destination, int count)
        where T : unmanaged, IPackedM31<T>
    {
        // SAFETY: as for Invert.
        T product = T.Broadcast(M31.One);
        for (int i = 0; i < count; i += T.Width)
        {
            product.Store(destination + i);
            product *= T.Load(source + i);
        }

        T inverse = Inverse(product);
        for (int i = count - T.Width; i >= 0; i -= T.Width)
        {
            (inverse * T.Load(destination + i)).Store(destination + i);
            inverse *= T.Load(source + i);
        }
    }

    private static T Square<T>(T value, int times)
        where T : unmanaged, IPackedM31<T>
    {
        for (int i = 0; i < times; i++)
        {
            value *= value;
        }

        return value;
    }
}
