using System;
using Kraken.Curves;
using Kraken.Fields;

namespace Kraken.Hashing;

/// <summary>
/// The Pedersen hash of Starknet: the x coordinate of shift + low(a) P0 + high(a) P1 + low(b) P2 + high(b) P3,
/// where low is the low 248 bits and high the 4 bits above.
/// </summary>
public static class Pedersen
{
    private const int LowBits = 248;
    private const int HighBits = 4;

    // 23 additions for each input; about 3 MiB of points, built at first use in some 50 ms.
    private const int WindowBits = 11;

    private static readonly Lazy<Tables> Precomputed = new(() => new Tables());

    /// <summary>Hashes two elements.</summary>
    public static Felt Hash(Felt a, Felt b)
    {
        Tables t = Precomputed.Value;
        JacobianPoint sum = new(PedersenPoints.Shift);
        Span<ulong> limbs = stackalloc ulong[4];
        a.ToCanonicalLimbs(out limbs[0], out limbs[1], out limbs[2], out limbs[3]);
        t.FirstLow.Accumulate(ref sum, limbs, 0);
        t.FirstHigh.Accumulate(ref sum, limbs, LowBits);
        b.ToCanonicalLimbs(out limbs[0], out limbs[1], out limbs[2], out limbs[3]);
        t.SecondLow.Accumulate(ref sum, limbs, 0);
        t.SecondHigh.Accumulate(ref sum, limbs, LowBits);
        return sum.ToAffine().X;
    }

    /// <summary>Hashes a list: the elements folded from zero, then the length.</summary>
    public static Felt HashArray(ReadOnlySpan<Felt> elements)
    {
        Felt state = Felt.Zero;
        foreach (Felt element in elements)
        {
            state = Hash(state, element);
        }

        return Hash(state, (ulong)elements.Length);
    }

    private sealed class Tables
    {
        public FixedBaseTable FirstLow { get; } = new(PedersenPoints.FirstLow, LowBits, WindowBits);

        public FixedBaseTable FirstHigh { get; } = new(PedersenPoints.FirstHigh, HighBits, HighBits);

        public FixedBaseTable SecondLow { get; } = new(PedersenPoints.SecondLow, LowBits, WindowBits);

        public FixedBaseTable SecondHigh { get; } = new(PedersenPoints.SecondHigh, HighBits, HighBits);
    }
}
