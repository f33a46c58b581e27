using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Kraken.Curves;
using Kraken.Fields;
using Kraken.Fields.Packed;

namespace Kraken.Hashing.Packed;

/// <summary>
/// Pedersen hashes of up to 64 pairs at once by sums of affine points, two by two until one is left. A sum takes a division, but all of one
/// round share an inversion, which leaves 5 multiplications and a square a sum where Jacobian coordinates take 8 and 3. The scalar twin is
/// <see cref="Pedersen.ScalarSum"/>. Not safe for several threads.
/// </summary>
/// <remarks>
/// Lane i of group g belongs to pair 8 g + i; the point j of group g stands at j * groups + g. All coordinates are carried. A lane may
/// have no point at a place, which the bits of <see cref="present"/> say; the shift, which all have, makes every sum a point in the end.
/// </remarks>
internal sealed class AffineSums
{
    /// <summary>The most groups of eight pairs.</summary>
    public const int MaxGroups = 8;

    /// <summary>The groups from which on this is faster than Jacobian coordinates: enough to share the inversions of six rounds.</summary>
    public const int MinGroups = 3;

    private const int Lanes = FeltLanes.Count;
    private const int Points = 2 * PedersenTable.Digits;
    private const int Pairs = Points / 2;
    private const int All = (1 << Lanes) - 1;

    private readonly PedersenTable table;
    private readonly FeltLanes shiftX;
    private readonly FeltLanes shiftY;

    // Points by place in the table, or the complement of it for those to be subtracted; of each point the eight lanes together.
    private readonly int[] places = new int[Points * MaxGroups * Lanes];
    private readonly byte[] present = new byte[Points * MaxGroups];

    // The sums of a round in x and y, and the products of the differences behind each; and what one sum works with.
    private readonly byte[] memory;
    private readonly int start;

    /// <summary>Makes room.</summary>
    /// <param name="table">The points, whose coordinates are held times <see cref="FeltLanes.Scale"/>.</param>
    public AffineSums(PedersenTable table)
    {
        this.table = table;
        shiftX = FeltLanes.Broadcast(PedersenPoints.Shift.X);
        shiftY = FeltLanes.Broadcast(PedersenPoints.Shift.Y);
        memory = GC.AllocateUninitializedArray<byte>(
            (((3 * Pairs * MaxGroups) + Work.Count) * Unsafe.SizeOf<FeltLanes>()) + CacheLine.Size, pinned: true);
        long address = Marshal.UnsafeAddrOfPinnedArrayElement(memory, 0);
        start = (int)((CacheLine.Size - address) & (CacheLine.Size - 1));
    }

    /// <summary>Hashes pairs, eight a group.</summary>
    /// <param name="a">The first inputs, 8 to 64 and a multiple of eight.</param>
    /// <param name="b">The second inputs, as many.</param>
    /// <param name="hashes">As many hashes; may be one of the inputs.</param>
    /// <returns>False where points of the same x coordinate met, which the scalar twin has to add; nothing is written then.</returns>
    public bool TryHash(ReadOnlySpan<Felt> a, ReadOnlySpan<Felt> b, Span<Felt> hashes)
    {
        int groups = a.Length / Lanes;
        WriteDigits(a, b, groups);
        Span<FeltLanes> all = MemoryMarshal.Cast<byte, FeltLanes>(memory.AsSpan(start));
        int capacity = Pairs * MaxGroups;
        Work work = new(all[(3 * capacity)..]);
        Span<FeltLanes> xs = all[..capacity];
        Span<FeltLanes> ys = all.Slice(capacity, capacity);
        Span<FeltLanes> products = all.Slice(2 * capacity, capacity);
        if (!AddTablePoints(groups, xs, ys, products, work))
        {
            return false;
        }

        // 20 points are left: 10, 5, and with the shift 6, then 3, of which the last waits once.
        int count = Pairs;
        while (count > 1)
        {
            if (count == Pairs / 4)
            {
                xs.Slice(count * groups, groups).Fill(shiftX);
                ys.Slice(count * groups, groups).Fill(shiftY);
                present.AsSpan(count * groups, groups).Fill(All);
                count++;
            }

            if (!AddPairs(count / 2 * groups, groups, xs, ys, products, work))
            {
                return false;
            }

            if (count % 2 == 1)
            {
                int from = (count - 1) * groups;
                int to = count / 2 * groups;
                xs.Slice(from, groups).CopyTo(xs[to..]);
                ys.Slice(from, groups).CopyTo(ys[to..]);
                present.AsSpan(from, groups).CopyTo(present.AsSpan(to));
            }

            count = (count + 1) / 2;
        }

        for (int group = 0; group < groups; group++)
        {
            xs[group].Store(hashes.Slice(group * Lanes, Lanes));
        }

        return true;
    }

    private void WriteDigits(ReadOnlySpan<Felt> a, ReadOnlySpan<Felt> b, int groups)
    {
        Span<int> own = stackalloc int[Points];
        Span<bool> has = stackalloc bool[Points];
        present.AsSpan(0, Points * groups).Clear();
        for (int i = 0; i < a.Length; i++)
        {
            PedersenTable.WriteDigits(a[i], false, own, has);
            PedersenTable.WriteDigits(b[i], true, own[PedersenTable.Digits..], has[PedersenTable.Digits..]);
            int group = i / Lanes;
            for (int point = 0; point < Points; point++)
            {
                int at = (point * groups) + group;
                places[(at * Lanes) + (i % Lanes)] = own[point];
                present[at] |= (byte)((has[point] ? 1 : 0) << (i % Lanes));
            }
        }
    }

    /// <summary>Adds up the points of the table by pairs.</summary>
    private bool AddTablePoints(int groups, Span<FeltLanes> xs, Span<FeltLanes> ys, Span<FeltLanes> products, Work work)
    {
        int sums = Pairs * groups;
        Span<int> coordinates = stackalloc int[Lanes];
        for (int sum = sums - 1; sum >= 0; sum--)
        {
            int first = FirstOf(sum, groups);
            Prefetch(FirstOf(Math.Max(0, sum - 1), groups), groups);
            LoadX(first, coordinates, out work.X1);
            LoadX(first + groups, coordinates, out work.X2);
            Multiply(sum, sum == sums - 1, work.X1, work.X2, present[first] & present[first + groups], products, work);
        }

        if (!TryInvert(ref work.Product))
        {
            return false;
        }

        for (int sum = 0; sum < sums; sum++)
        {
            int first = FirstOf(sum, groups);
            Load(first, coordinates, out work.X1, out work.Y1);
            Load(first + groups, coordinates, out work.X2, out work.Y2);
            Add(
                sum,
                sum == sums - 1,
                work.X1,
                work.Y1,
                work.X2,
                work.Y2,
                present[first],
                present[first + groups],
                products,
                work);
            Keep(sum, xs, ys, work);
        }

        return true;
    }

    /// <summary>Adds up the points that are left by pairs.</summary>
    private bool AddPairs(int sums, int groups, Span<FeltLanes> xs, Span<FeltLanes> ys, Span<FeltLanes> products, Work work)
    {
        for (int sum = sums - 1; sum >= 0; sum--)
        {
            int first = FirstOf(sum, groups);
            Multiply(sum, sum == sums - 1, xs[first], xs[first + groups], present[first] & present[first + groups], products, work);
        }

        if (!TryInvert(ref work.Product))
        {
            return false;
        }

        // Upwards, so that a sum overwrites only points that were added already.
        for (int sum = 0; sum < sums; sum++)
        {
            int first = FirstOf(sum, groups);
            int second = first + groups;
            Add(sum, sum == sums - 1, xs[first], ys[first], xs[second], ys[second], present[first], present[second], products, work);
            Keep(sum, xs, ys, work);
        }

        return true;
    }

    private static int FirstOf(int sum, int groups) => (2 * groups * (sum / groups)) + (sum % groups);

    private static void Keep(int sum, Span<FeltLanes> xs, Span<FeltLanes> ys, in Work work)
    {
        xs[sum] = work.X;
        ys[sum] = work.Y;
    }

    /// <summary>Takes the difference of a pair into the product; keeps the product of those behind it.</summary>
    private static void Multiply(
        int sum, bool isFirst, in FeltLanes x1, in FeltLanes x2, int both, Span<FeltLanes> products, in Work work)
    {
        Difference(x1, x2, both, work);
        if (isFirst)
        {
            work.Product = work.Dx;
            return;
        }

        products[sum] = work.Product;
        FeltLanes.Multiply(work.Product, work.Dx, out work.Product);
    }

    private static void Difference(in FeltLanes x1, in FeltLanes x2, int both, in Work work)
    {
        FeltLanes.Subtract(x2, x1, out work.Dx);
        if (both != All)
        {
            FeltLanes.Select(MaskOf(both), work.Dx, FeltLanes.One, out work.Dx);
        }
    }

    /// <summary>Adds a pair, given the inverse of the product of its difference and those behind it.</summary>
    private void Add(
        int sum,
        bool isLast,
        in FeltLanes x1,
        in FeltLanes y1,
        in FeltLanes x2,
        in FeltLanes y2,
        int firstMask,
        int secondMask,
        Span<FeltLanes> products,
        in Work work)
    {
        int both = firstMask & secondMask;
        if (isLast)
        {
            work.Slope = work.Product;
        }
        else
        {
            Difference(x1, x2, both, work);
            FeltLanes.Multiply(work.Product, products[sum], out work.Slope);
            FeltLanes.Multiply(work.Product, work.Dx, out work.Product);
        }

        // slope = (y2 - y1) / (x2 - x1), x = slope^2 - x1 - x2, y = slope (x1 - x) - y1
        FeltLanes.Subtract(y2, y1, out work.T);
        FeltLanes.Multiply(work.Slope, work.T, out work.Slope);
        FeltLanes.Square(work.Slope, out work.T);
        FeltLanes.Subtract(work.T, x1, out work.T);
        FeltLanes.Subtract(work.T, x2, out work.X);
        FeltLanes.Carry(ref work.X);
        FeltLanes.Subtract(x1, work.X, out work.T);
        FeltLanes.Multiply(work.Slope, work.T, out work.T);
        FeltLanes.Subtract(work.T, y1, out work.Y);
        FeltLanes.Carry(ref work.Y);
        present[sum] = (byte)(firstMask | secondMask);
        if (both != All)
        {
            Vector512<long> mask = MaskOf(both);
            Vector512<long> first = MaskOf(firstMask);
            FeltLanes.Select(first, x1, x2, out work.T);
            FeltLanes.Select(mask, work.X, work.T, out work.X);
            FeltLanes.Select(first, y1, y2, out work.T);
            FeltLanes.Select(mask, work.Y, work.T, out work.Y);
        }
    }

    /// <summary>Inverts eight elements; false when one is zero.</summary>
    private static bool TryInvert(ref FeltLanes value)
    {
        Span<Felt> felts = stackalloc Felt[Lanes];
        Span<Felt> inverses = stackalloc Felt[Lanes];
        value.Store(felts);
        if (felts.Contains(Felt.Zero))
        {
            return false;
        }

        FieldInversion.Invert<Felt>(felts, inverses);
        FeltLanes.Load(inverses, [0, 1, 2, 3, 4, 5, 6, 7], out value);
        return true;
    }

    private static Vector512<long> MaskOf(int bits)
    {
        Vector512<long> each = Vector512.Create(1L, 2, 4, 8, 16, 32, 64, 128);
        return Vector512.Equals(Vector512.Create((long)bits) & each, each);
    }

    private void LoadX(int point, Span<int> coordinates, out FeltLanes x)
    {
        Vector256<int> place = Vector256.Create<int>(places.AsSpan(point * Lanes, Lanes));
        ((place ^ (place >> 31)) << 1).CopyTo(coordinates);
        FeltLanes.LoadScaled(table.Coordinates, coordinates, out x);
    }

    private void Load(int point, Span<int> coordinates, out FeltLanes x, out FeltLanes y)
    {
        LoadX(point, coordinates, out x);
        Vector256<int> place = Vector256.Create<int>(places.AsSpan(point * Lanes, Lanes));
        FeltLanes.LoadScaled(table.Coordinates[1..], coordinates, out y);
        FeltLanes.Negate(ref y, Avx512F.ConvertToVector512Int64(place >> 31));
    }

    /// <summary>Has the points of a pair fetched that will be needed soon, see <see cref="PedersenLanes"/>.</summary>
    private unsafe void Prefetch(int first, int groups)
    {
        // SAFETY: a hint, which reads nothing and cannot fault; and the places are those of points of the table, which is pinned.
        AffinePoint* points = (AffinePoint*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(table.Points));
        for (int lane = 0; lane < Lanes; lane++)
        {
            int one = places[(first * Lanes) + lane];
            int other = places[((first + groups) * Lanes) + lane];
            Sse.Prefetch0(points + (one ^ (one >> 31)));
            Sse.Prefetch0(points + (other ^ (other >> 31)));
        }
    }

    /// <summary>What one sum works with, at the starts of cache lines.</summary>
    private readonly ref struct Work(Span<FeltLanes> memory)
    {
        internal const int Count = 10;

        private readonly ref FeltLanes first = ref memory[..Count][0];

        internal ref FeltLanes X1 => ref first;

        internal ref FeltLanes Y1 => ref Unsafe.Add(ref first, 1);

        internal ref FeltLanes X2 => ref Unsafe.Add(ref first, 2);

        internal ref FeltLanes Y2 => ref Unsafe.Add(ref first, 3);

        internal ref FeltLanes Dx => ref Unsafe.Add(ref first, 4);

        internal ref FeltLanes Product => ref Unsafe.Add(ref first, 5);

        internal ref FeltLanes Slope => ref Unsafe.Add(ref first, 6);

        internal ref FeltLanes T => ref Unsafe.Add(ref first, 7);

        internal ref FeltLanes X => ref Unsafe.Add(ref first, 8);

        internal ref FeltLanes Y => ref Unsafe.Add(ref first, 9);
    }
}
