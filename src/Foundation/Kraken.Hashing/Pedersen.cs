using System;
using Kraken.Curves;
using Kraken.Fields;
using Kraken.Fields.Packed;
using Kraken.Hashing.Packed;

namespace Kraken.Hashing;

/// <summary>
/// The Pedersen hash of Starknet: the x coordinate of shift + low(a) P0 + high(a) P1 + low(b) P2 + high(b) P3,
/// where low is the low 248 bits and high the 4 bits above.
/// </summary>
/// <remarks>The first hash computes a table of 10 MiB, in some 50 ms.</remarks>
public static class Pedersen
{
    // The pairs that are hashed together.
    private const int MaxChunk = AffineSums.MaxGroups * FeltLanes.Count;

    private static readonly Lazy<PedersenLanes> Lanes = new(() => new PedersenLanes());

    private static readonly Lazy<PedersenTable> Table = new(() => new PedersenTable(Felt.One));

    /// <summary>Hashes two elements.</summary>
    public static Felt Hash(Felt a, Felt b)
    {
        if (FeltLanes.IsSupported && Lanes.Value.TrySum(a, b, out JacobianPoint sum))
        {
            return sum.AffineX();
        }

        return ScalarSum(a, b).AffineX();
    }

    /// <summary>Hashes many pairs, faster than one after the other.</summary>
    /// <param name="a">The first inputs.</param>
    /// <param name="b">The second inputs, as many.</param>
    /// <param name="hashes">As many hashes; may be one of the inputs.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void HashPairs(ReadOnlySpan<Felt> a, ReadOnlySpan<Felt> b, Span<Felt> hashes)
    {
        if (a.Length != b.Length || a.Length != hashes.Length)
        {
            throw new ArgumentException($"expected {a.Length} second inputs and hashes, got {b.Length} and {hashes.Length}", nameof(b));
        }

        // Chunks of about the same size, each a multiple of the lanes but the last.
        int chunks = (a.Length + MaxChunk - 1) / MaxChunk;
        for (; chunks > 0; chunks--)
        {
            int share = (a.Length + chunks - 1) / chunks;
            int count = Math.Min(a.Length, (share + FeltLanes.Count - 1) / FeltLanes.Count * FeltLanes.Count);
            HashChunk(a[..count], b[..count], hashes[..count]);
            a = a[count..];
            b = b[count..];
            hashes = hashes[count..];
        }
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

    /// <summary>The sum of which the hash is the x coordinate, point after point.</summary>
    internal static JacobianPoint ScalarSum(Felt a, Felt b)
    {
        PedersenTable table = Table.Value;
        JacobianPoint sum = new(PedersenPoints.Shift);
        Span<int> places = stackalloc int[2 * PedersenTable.Digits];
        Span<bool> present = stackalloc bool[2 * PedersenTable.Digits];
        PedersenTable.WriteDigits(a, false, places, present);
        PedersenTable.WriteDigits(b, true, places[PedersenTable.Digits..], present[PedersenTable.Digits..]);
        ReadOnlySpan<AffinePoint> points = table.Points;
        for (int i = 0; i < places.Length; i++)
        {
            if (!present[i])
            {
                continue;
            }

            if (places[i] >= 0)
            {
                sum.Add(points[places[i]]);
            }
            else
            {
                sum.Subtract(points[~places[i]]);
            }
        }

        return sum;
    }

    private static void HashChunk(ReadOnlySpan<Felt> a, ReadOnlySpan<Felt> b, Span<Felt> hashes)
    {
        if (!FeltLanes.IsSupported)
        {
            HashSums(a, b, hashes);
            return;
        }

        // A few pairs that do not fill the lanes take less time with others of no meaning than alone.
        int rest = a.Length % FeltLanes.Count;
        bool isLong = a.Length >= AffineSums.MinGroups * FeltLanes.Count;
        int padding = rest >= (isLong ? 3 : 6) ? FeltLanes.Count - rest : 0;
        Span<Felt> first = stackalloc Felt[MaxChunk];
        Span<Felt> second = stackalloc Felt[MaxChunk];
        first = first[..(a.Length + padding)];
        second = second[..first.Length];
        first[a.Length..].Clear();
        second[a.Length..].Clear();
        a.CopyTo(first);
        b.CopyTo(second);
        int full = first.Length - (first.Length % FeltLanes.Count);
        if (isLong && Lanes.Value.TryHash(first[..full], second[..full], first[..full]))
        {
            HashSums(first[full..], second[full..], first[full..]);
        }
        else
        {
            HashSums(first, second, first);
        }

        first[..hashes.Length].CopyTo(hashes);
    }

    // The sums, then one inversion for all of them.
    private static void HashSums(ReadOnlySpan<Felt> a, ReadOnlySpan<Felt> b, Span<Felt> hashes)
    {
        Span<Felt> xs = stackalloc Felt[a.Length];
        Span<Felt> zs = stackalloc Felt[a.Length];
        int done = 0;
        if (FeltLanes.IsSupported)
        {
            for (; done + FeltLanes.Count <= a.Length; done += FeltLanes.Count)
            {
                Lanes.Value.Sums(a.Slice(done, FeltLanes.Count), b.Slice(done, FeltLanes.Count), xs[done..], zs[done..]);
            }
        }

        for (int i = 0; i < a.Length; i++)
        {
            if (i < done && !zs[i].IsZero)
            {
                continue;
            }

            if (!(FeltLanes.IsSupported && i >= done && Lanes.Value.TrySum(a[i], b[i], out JacobianPoint sum)))
            {
                sum = ScalarSum(a[i], b[i]);
            }

            // Infinity hashes to zero: its X over one.
            xs[i] = sum.IsInfinity ? Felt.Zero : sum.X;
            zs[i] = sum.IsInfinity ? Felt.One : sum.Z;
        }

        if (a.Length == 0)
        {
            return;
        }

        Span<Felt> inverses = stackalloc Felt[a.Length];
        FieldInversion.Invert<Felt>(zs, inverses);
        for (int i = 0; i < a.Length; i++)
        {
            hashes[i] = xs[i] * inverses[i].Square();
        }
    }
}
