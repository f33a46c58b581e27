using System.Runtime.CompilerServices;

namespace Kraken.Fields;

/// <content>
/// The rounds of the Hades permutation of width 3 (Kraken.Hashing.Poseidon). Between the rounds values are not reduced: they stay in some
/// multiples of P, and 31 P is below 2^256. The square of n P comes out below (1 + n^2 / 31) P, and that times n P below (1 + n / 31 + n^3
/// / 31^2) P.
/// </content>
public readonly partial struct Felt
{
    /// <summary>
    /// Cubes of x, y, z, then the matrix [[3, 1, 1], [1, -1, 1], [1, 1, -2]], then the keys of the next round, to which the caller adds P,
    /// 3 P and 4 P so that no sum is negative. Takes x, y, z below 2.1 P, of which the cubes are below 1.1 P, and leaves them so.
    /// </summary>
    /// <remarks>The cubes are calls: the compiler inlines only so much into one method.</remarks>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void HadesFullRound(ref Felt x, ref Felt y, ref Felt z, in Felt keyX, in Felt keyY, in Felt keyZ)
    {
        HadesCube(x, out Felt a);
        HadesCube(y, out Felt b);
        AddUnreduced(a, b, out Felt sum);
        HadesCube(z, out Felt c);
        AddUnreduced(sum, c, out sum);
        TwiceUnreduced(a, out a);
        AddUnreduced(a, sum, out a);
        AddUnreduced(a, keyX, out a);
        ReduceToTwice(a, out x);
        TwiceUnreduced(b, out b);
        AddUnreduced(sum, keyY, out a);
        SubtractUnreduced(a, b, out a);
        ReduceToTwice(a, out y);
        TwiceUnreduced(c, out a);
        AddUnreduced(a, c, out c);
        AddUnreduced(sum, keyZ, out a);
        SubtractUnreduced(a, c, out a);
        ReduceToTwice(a, out z);
    }

    /// <summary>
    /// A partial round by a recurrence: with x and y the elements that are only mixed, u = x + y and v = 4 x, and C = 2 s^3, the next
    /// values are s = u - C, u = v + C, and v = 2 u(next) + 4 u(before). All are held multiplied by the root of two, so that C is the
    /// cube of what is held, here below 1.4 P. Keys are folded into u, v and the key given, to which the caller adds P. Takes and leaves s
    /// below 5.4 P, u below 3.4 P, v below 2 P.
    /// </summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void HadesPartialRound(ref Felt s, ref Felt u, ref Felt v, in Felt key)
    {
        CubeUnreduced(s, out Felt c);
        AddTwoModuli(u, out s);
        SubtractUnreduced(s, c, out s);
        TwiceUnreduced(u, out Felt next);
        AddUnreduced(v, c, out u);
        AddUnreduced(next, u, out next);
        TwiceUnreduced(next, out next);
        AddUnreduced(next, key, out next);
        ReduceToTwice(next, out v);
    }

    /// <summary>Reduces a value that the rounds left unreduced.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void ReduceFully(ref Felt value) => ReduceSmall(value.l0, value.l1, value.l2, value.l3, out value);

    /// <summary>Adds a small multiple of P without a reduction, to make the keys of the rounds.</summary>
    internal static void AddModuli(ref Felt value, ulong multiple) =>
        AddUnreduced(value, new Felt(multiple, 0, 0, multiple * TopModulusLimb), out value);

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void HadesCube(in Felt value, out Felt cube) => CubeUnreduced(value, out cube);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CubeUnreduced(in Felt value, out Felt cube)
    {
        SquareUnreduced(value, out ulong r0, out ulong r1, out ulong r2, out ulong r3);
        MultiplyUnreduced(new Felt(r0, r1, r2, r3), value, out cube);
    }

    /// <summary>Of a value of at least 2^251 takes P as often as leaves 2^251 or a little less, and below 2 P.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ReduceToTwice(in Felt value, out Felt result)
    {
        ulong quotient = (value.l3 >> 59) - 1;
        ulong r3 = value.l3 - (quotient * TopModulusLimb);
        if (value.l0 >= quotient)
        {
            result = new(value.l0 - quotient, value.l1, value.l2, r3);
        }
        else
        {
            ulong borrow2 = value.l1 == 0 ? 1UL : 0UL;
            ulong borrow3 = value.l2 < borrow2 ? 1UL : 0UL;
            result = new(value.l0 - quotient, value.l1 - 1, value.l2 - borrow2, r3 - borrow3);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TwiceUnreduced(in Felt value, out Felt twice)
    {
        ulong r1 = (value.l1 << 1) | (value.l0 >> 63);
        ulong r2 = (value.l2 << 1) | (value.l1 >> 63);
        twice = new(value.l0 << 1, r1, r2, (value.l3 << 1) | (value.l2 >> 63));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddUnreduced(in Felt left, in Felt right, out Felt sum)
    {
        ulong r0 = left.l0 + right.l0;
        ulong s1 = left.l1 + right.l1;
        ulong s2 = left.l2 + right.l2;
        ulong s3 = left.l3 + right.l3;
        ulong next = s1 + 1;
        ulong r1 = r0 < left.l0 ? next : s1;
        next = s2 + 1;
        ulong r2 = s1 < left.l1 ? next : s2;
        next = s3 + 1;
        ulong r3 = s2 < left.l2 ? next : s3;

        // A carry that runs on through a limb of ones is rare.
        if (r1 < s1)
        {
            r3 += ++r2 == 0 ? 1UL : 0UL;
        }
        else if (r2 < s2)
        {
            r3++;
        }

        sum = new(r0, r1, r2, r3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddTwoModuli(in Felt value, out Felt sum)
    {
        ulong r0 = value.l0 + 2;
        ulong r1 = value.l1;
        ulong r2 = value.l2;
        ulong r3 = value.l3 + (2 * TopModulusLimb);
        if (r0 < 2 && ++r1 == 0 && ++r2 == 0)
        {
            r3++;
        }

        sum = new(r0, r1, r2, r3);
    }

    /// <summary>left - right, which is not negative.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SubtractUnreduced(in Felt left, in Felt right, out Felt difference)
    {
        ulong d1 = left.l1 - right.l1;
        ulong d2 = left.l2 - right.l2;
        ulong d3 = left.l3 - right.l3;
        ulong next = d1 - 1;
        ulong r1 = left.l0 < right.l0 ? next : d1;
        next = d2 - 1;
        ulong r2 = left.l1 < right.l1 ? next : d2;
        next = d3 - 1;
        ulong r3 = left.l2 < right.l2 ? next : d3;

        // A borrow that runs on through a limb of zeros is rare.
        if (r1 > d1)
        {
            r3 -= r2-- == 0 ? 1UL : 0UL;
        }
        else if (r2 > d2)
        {
            r3--;
        }

        difference = new(left.l0 - right.l0, r1, r2, r3);
    }
}
