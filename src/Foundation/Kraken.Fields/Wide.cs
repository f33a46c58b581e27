using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Kraken.Fields;

/// <summary>A signed 128-bit accumulator of 64x64 products, in two halves so that carries stay in registers.</summary>
internal struct Wide
{
    private ulong low;
    private long high;

    /// <summary>The low 64 bits.</summary>
    public readonly long Low => (long)low;

    /// <summary>a * b + c * d for b and d that are not negative.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide Product(long a, long b, long c, long d)
    {
        Wide result = default;
        result.AddLimb(a, b);
        result.AddLimb(c, d);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(long a, long b)
    {
        // The signed high half from the unsigned product: subtract the other factor for each negative one.
        ulong bottom = (ulong)a * (ulong)b;
        ulong top = Bmi2.X64.IsSupported ? Bmi2.X64.MultiplyNoFlags((ulong)a, (ulong)b) : Math.BigMul((ulong)a, (ulong)b, out _);
        long sum = high + (long)top - ((a >> 63) & b) - ((b >> 63) & a);
        low += bottom;
        long next = sum + 1;
        high = low < bottom ? next : sum;
    }

    /// <summary>Adds a * b for b that is not negative.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddLimb(long a, long b)
    {
        ulong bottom = (ulong)a * (ulong)b;
        ulong top = Bmi2.X64.IsSupported ? Bmi2.X64.MultiplyNoFlags((ulong)a, (ulong)b) : Math.BigMul((ulong)a, (ulong)b, out _);
        long sum = high + (long)top - ((a >> 63) & b);
        low += bottom;
        long next = sum + 1;
        high = low < bottom ? next : sum;
    }

    /// <summary>Adds a * b + c * d for b and d that are not negative.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddLimbs(long a, long b, long c, long d)
    {
        AddLimb(a, b);
        AddLimb(c, d);
    }

    /// <summary>Adds a * b + c * d.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(long a, long b, long c, long d)
    {
        Add(a, b);
        Add(c, d);
    }

    /// <summary>Divides by 2^62, rounding down.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Shift()
    {
        low = (low >> 62) | ((ulong)high << 2);
        high >>= 62;
    }

    /// <summary>Takes the low 62 bits and divides by 2^62.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Take()
    {
        long limb = (long)(low & Signed62.Mask);
        Shift();
        return limb;
    }
}
