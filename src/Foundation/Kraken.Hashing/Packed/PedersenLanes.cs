using System;
using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Kraken.Curves;
using Kraken.Curves.Packed;
using Kraken.Fields;
using Kraken.Fields.Packed;

namespace Kraken.Hashing.Packed;

/// <summary>The sums of Pedersen hashes eight points at a time; the scalar twin is <see cref="Pedersen.ScalarSum"/>.</summary>
internal sealed class PedersenLanes
{
    private const int Lanes = FeltLanes.Count;
    private const int Points = 2 * PedersenTable.Digits;

    private readonly PedersenTable table = new(FeltLanes.Scale);

    // One sum in each lane, and what they start with: multiples of the shift that together are one time it. No two of the partial sums
    // of these are the same or opposite.
    private readonly FeltLanes startX;
    private readonly FeltLanes startY;

    private readonly FeltLanes shiftX = FeltLanes.Broadcast(PedersenPoints.Shift.X);
    private readonly FeltLanes shiftY = FeltLanes.Broadcast(PedersenPoints.Shift.Y);

    // One for each thread that is hashing, kept for the next.
    private readonly ConcurrentBag<AffineSums> affine = [];

    /// <summary>Computes the table.</summary>
    public PedersenLanes()
    {
        Felt[] starts = new Felt[2 * Lanes];
        JacobianPoint rest = new(PedersenPoints.Shift);
        for (int lane = 0; lane < Lanes; lane++)
        {
            AffinePoint start = lane < Lanes - 1
                ? StarkCurve.Multiply(PedersenPoints.Shift, 1UL << lane).ToAffine()
                : rest.ToAffine();
            rest.Add(-start);
            starts[lane] = start.X;
            starts[Lanes + lane] = start.Y;
        }

        FeltLanes.Load(starts, [0, 1, 2, 3, 4, 5, 6, 7], out startX);
        FeltLanes.Load(starts, [8, 9, 10, 11, 12, 13, 14, 15], out startY);
    }

    /// <summary>The sum of the points of one hash, by eight sums of five and their sum.</summary>
    /// <returns>False where points of the same x coordinate met, which the scalar twin has to add.</returns>
    [SkipLocalsInit]
    public bool TrySum(Felt a, Felt b, out JacobianPoint sum)
    {
        Span<int> places = stackalloc int[Points];
        Span<bool> present = stackalloc bool[Points];
        PedersenTable.WriteDigits(a, false, places, present);
        PedersenTable.WriteDigits(b, true, places[PedersenTable.Digits..], present[PedersenTable.Digits..]);
        ref PointLanes sums = ref CacheLine.Align<PointLanes>(stackalloc byte[CacheLine.SizeFor<PointLanes>()]);
        for (int i = 0; i < Points; i += Lanes)
        {
            Add(ref sums, i == 0, startX, startY, places.Slice(i, Lanes), present.Slice(i, Lanes));
        }

        sums.AddOtherHalf();
        Span<Felt> xs = stackalloc Felt[Lanes];
        Span<Felt> ys = stackalloc Felt[Lanes];
        Span<Felt> zs = stackalloc Felt[Lanes];
        sums.Store(xs, ys, zs);
        sum = new(xs[0], ys[0], zs[0]);
        bool complete = !zs[0].IsZero;
        for (int i = 1; i < Lanes / 2; i++)
        {
            complete &= !zs[i].IsZero;
            sum.Add(new JacobianPoint(xs[i], ys[i], zs[i]));
        }

        return complete;
    }

    /// <summary>Hashes from <see cref="AffineSums.MinGroups"/> to <see cref="AffineSums.MaxGroups"/> times eight pairs.</summary>
    /// <returns>False where points of the same x coordinate met, which the scalar twin has to add.</returns>
    public bool TryHash(ReadOnlySpan<Felt> a, ReadOnlySpan<Felt> b, Span<Felt> hashes)
    {
        AffineSums sums = affine.TryTake(out AffineSums? kept) ? kept : new AffineSums(table);
        bool complete = sums.TryHash(a, b, hashes);
        affine.Add(sums);
        return complete;
    }

    /// <summary>The sums of the points of eight hashes, one in each lane.</summary>
    /// <param name="a">The eight first inputs.</param>
    /// <param name="b">The eight second inputs.</param>
    /// <param name="xs">The numerators of the sums' x.</param>
    /// <param name="zs">The square roots of the denominators; zero where points of the same x coordinate met.</param>
    [SkipLocalsInit]
    public void Sums(ReadOnlySpan<Felt> a, ReadOnlySpan<Felt> b, Span<Felt> xs, Span<Felt> zs)
    {
        Span<int> places = stackalloc int[Lanes * Points];
        Span<bool> present = stackalloc bool[Lanes * Points];
        for (int lane = 0; lane < Lanes; lane++)
        {
            int at = lane * Points;
            PedersenTable.WriteDigits(a[lane], false, places[at..], present[at..]);
            PedersenTable.WriteDigits(b[lane], true, places[(at + PedersenTable.Digits)..], present[(at + PedersenTable.Digits)..]);
        }

        Span<int> lanePlaces = stackalloc int[Lanes];
        Span<bool> lanePresent = stackalloc bool[Lanes];
        ref PointLanes sums = ref CacheLine.Align<PointLanes>(stackalloc byte[CacheLine.SizeFor<PointLanes>()]);
        Prefetch(places);
        for (int i = 0; i < Points; i++)
        {
            Prefetch(places[Math.Min(i + 1, Points - 1)..]);
            for (int lane = 0; lane < Lanes; lane++)
            {
                lanePlaces[lane] = places[(lane * Points) + i];
                lanePresent[lane] = present[(lane * Points) + i];
            }

            Add(ref sums, i == 0, shiftX, shiftY, lanePlaces, lanePresent);
        }

        Span<Felt> ys = stackalloc Felt[Lanes];
        sums.Store(xs, ys, zs);
    }

    /// <summary>Has eight points fetched that will be needed soon: the table is larger than the caches near the processor.</summary>
    /// <param name="places">The place of a point of each lane, at every <see cref="Points"/>-th.</param>
    private unsafe void Prefetch(ReadOnlySpan<int> places)
    {
        // SAFETY: a hint, which reads nothing and cannot fault; and the places are those of points of the table, which is pinned.
        AffinePoint* points = (AffinePoint*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(table.Points));
        for (int lane = 0; lane < Lanes; lane++)
        {
            int place = places[lane * Points];
            Sse.Prefetch0(points + (place ^ (place >> 31)));
        }
    }

    [SkipLocalsInit]
    private void Add(
        ref PointLanes sums, bool first, in FeltLanes firstX, in FeltLanes firstY, ReadOnlySpan<int> places, ReadOnlySpan<bool> present)
    {
        Span<int> coordinates = stackalloc int[Lanes];
        Span<long> signs = stackalloc long[Lanes];
        Span<long> masks = stackalloc long[Lanes];
        for (int lane = 0; lane < Lanes; lane++)
        {
            int sign = places[lane] >> 31;
            coordinates[lane] = (places[lane] ^ sign) * 2;
            signs[lane] = sign;
            masks[lane] = present[lane] ? -1 : 0;
        }

        sums.Load(table.Coordinates, coordinates, Vector512.Create<long>(signs));
        Vector512<long> mask = Vector512.Create<long>(masks);
        if (first)
        {
            sums.Start(firstX, firstY, mask);
        }
        else
        {
            sums.Add(mask);
        }
    }
}
