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
    /// Cubes of x, y, z (below 6 P), then the matrix [[3, 1, 1], [1, -1, 1], [1, 1, -2]], then the keys of the next round. Leaves x, y, z
    /// below 6 P.
    /// </summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void HadesFullRound(ref Felt x, ref Felt y, ref Felt z, in Felt keyX, in Felt keyY, in Felt keyZ)
    {
        HadesCube(x, out Felt a);
        HadesCube(y, out Felt b);
        HadesCube(z, out Felt c);
        AddUnreduced(a, b, out Felt sum);
        AddUnreduced(sum, c, out sum);

        // 3a + b + c, a - b + c + 2P, a + b - 2c + 3P, each with a key.
        TwiceUnreduced(a, out a);
        AddUnreduced(a, sum, out a);
        AddUnreduced(a, keyX, out x);
        TwiceUnreduced(b, out b);
        SubtractFrom(sum, b, 2, out b);
        AddUnreduced(b, keyY, out y);
        TwiceUnreduced(c, out a);
        AddUnreduced(a, c, out c);
        SubtractFrom(sum, c, 3, out c);
        AddUnreduced(c, keyZ, out z);
    }

    /// <summary>
    /// A partial round by a recurrence: with x and y the elements that are only mixed, u = x + y and v = 4 x, and C = 2 s^3, the next
    /// values are s = u - C, u = v + C, and v = 2 u(next) + 4 u(before). Keys are folded into u, v and the key given. Takes and leaves s
    /// below 5 P, u below 3 P, v below P.
    /// </summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void HadesPartialRound(ref Felt s, ref Felt u, ref Felt v, in Felt key)
    {
        HadesCube(s, out Felt c);
        TwiceUnreduced(c, out c);
        SubtractFrom(u, c, 2, out s);
        TwiceUnreduced(u, out Felt next);
        AddUnreduced(v, c, out u);
        AddUnreduced(next, u, out next);
        TwiceUnreduced(next, out next);
        AddUnreduced(next, key, out next);
        ReduceSmall(next.l0, next.l1, next.l2, next.l3, out v);
    }

    /// <summary>Reduces a value that the rounds left unreduced.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void ReduceFully(ref Felt value) => ReduceSmall(value.l0, value.l1, value.l2, value.l3, out value);

    // Below P, of a value below 6 P.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void HadesCube(in Felt value, out Felt cube)
    {
        SquareUnreduced(value, out ulong r0, out ulong r1, out ulong r2, out ulong r3);
        MultiplyInlined(new Felt(r0, r1, r2, r3), value, out cube);
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
        ulong carry = r0 < left.l0 ? 1UL : 0UL;
        ulong r1 = AddWithCarry(left.l1, right.l1, ref carry);
        ulong r2 = AddWithCarry(left.l2, right.l2, ref carry);
        sum = new(r0, r1, r2, left.l3 + right.l3 + carry);
    }

    /// <summary>left - right + multiple * P, where that is in [0, 2^256).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SubtractFrom(in Felt left, in Felt right, ulong multiple, out Felt difference)
    {
        ulong borrow = left.l0 < right.l0 ? 1UL : 0UL;
        ulong r0 = left.l0 - right.l0;
        ulong r1 = SubtractWithBorrow(left.l1, right.l1, ref borrow);
        ulong r2 = SubtractWithBorrow(left.l2, right.l2, ref borrow);
        ulong r3 = left.l3 - right.l3 - borrow;
        r0 += multiple;
        ulong carry = r0 < multiple ? 1UL : 0UL;
        r1 += carry;
        carry = r1 < carry ? 1UL : 0UL;
        r2 += carry;
        carry = r2 < carry ? 1UL : 0UL;
        difference = new(r0, r1, r2, r3 + (multiple * TopModulusLimb) + carry);
    }
}
