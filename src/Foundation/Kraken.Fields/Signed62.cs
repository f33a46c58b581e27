using System.Runtime.CompilerServices;

namespace Kraken.Fields;

/// <summary>
/// An integer of up to 310 bits in five signed limbs of 62 bits, little-endian; all but the top one are in [0, 2^62) at rest.
/// </summary>
internal struct Signed62
{
    /// <summary>2^62 - 1.</summary>
    public const ulong Mask = ulong.MaxValue >> 2;

    public long V0;
    public long V1;
    public long V2;
    public long V3;
    public long V4;

    public readonly bool IsZero => (V0 | V1 | V2 | V3 | V4) == 0;

    public static Signed62 FromLimbs(ulong l0, ulong l1, ulong l2, ulong l3) => new()
    {
        V0 = (long)(l0 & Mask),
        V1 = (long)(((l0 >> 62) | (l1 << 2)) & Mask),
        V2 = (long)(((l1 >> 60) | (l2 << 4)) & Mask),
        V3 = (long)(((l2 >> 58) | (l3 << 6)) & Mask),
        V4 = (long)(l3 >> 56),
    };

    /// <summary>The four 64-bit limbs of a value in [0, 2^256).</summary>
    public readonly void ToLimbs(out ulong l0, out ulong l1, out ulong l2, out ulong l3)
    {
        l0 = (ulong)V0 | ((ulong)V1 << 62);
        l1 = ((ulong)V1 >> 2) | ((ulong)V2 << 60);
        l2 = ((ulong)V2 >> 4) | ((ulong)V3 << 58);
        l3 = ((ulong)V3 >> 6) | ((ulong)V4 << 56);
    }

    public void Add(in Signed62 other)
    {
        V0 += other.V0;
        V1 += other.V1;
        V2 += other.V2;
        V3 += other.V3;
        V4 += other.V4;
        Carry();
    }

    public void Negate()
    {
        V0 = -V0;
        V1 = -V1;
        V2 = -V2;
        V3 = -V3;
        V4 = -V4;
        Carry();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Carry()
    {
        V1 += V0 >> 62;
        V0 &= (long)Mask;
        V2 += V1 >> 62;
        V1 &= (long)Mask;
        V3 += V2 >> 62;
        V2 &= (long)Mask;
        V4 += V3 >> 62;
        V3 &= (long)Mask;
    }
}
