using System.Runtime.CompilerServices;

namespace Kraken.Fields;

/// <content>
/// The operations by reference, for inner loops: a 32-byte copy just after four 8-byte stores waits for the stores, which costs as
/// much as the operation. The result may be the same variable as an operand: it is written last.
/// The bodies are inlined only into the entry points, the operators and generated loops: other callers would run out of registers and
/// tracked locals.
/// They skip tiered compilation: a table or a hash at start-up makes many thousand calls before the second tier would come.
/// </content>
public readonly partial struct Felt
{
    /// <summary>sum = left + right.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Add(in Felt left, in Felt right, out Felt sum) => AddInlined(left, right, out sum);

    /// <summary>difference = left - right.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Subtract(in Felt left, in Felt right, out Felt difference) => SubtractInlined(left, right, out difference);

    /// <summary>product = left * right.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(in Felt left, in Felt right, out Felt product) => MultiplyInlined(left, right, out product);

    /// <summary>square = value^2.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Square(in Felt value, out Felt square) => SquareInlined(value, out square);

    /// <summary>sum = left + right, compiled into the caller, whose variables may stay in registers then.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddInlined(in Felt left, in Felt right, out Felt sum)
    {
        ulong r0 = left.l0 + right.l0;
        ulong carry = r0 < left.l0 ? 1UL : 0UL;
        ulong r1 = AddWithCarry(left.l1, right.l1, ref carry);
        ulong r2 = AddWithCarry(left.l2, right.l2, ref carry);
        ReduceOnce(r0, r1, r2, left.l3 + right.l3 + carry, out sum);
    }

    /// <summary>difference = left - right, compiled into the caller, whose variables may stay in registers then.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SubtractInlined(in Felt left, in Felt right, out Felt difference)
    {
        ulong borrow = left.l0 < right.l0 ? 1UL : 0UL;
        ulong r0 = left.l0 - right.l0;
        ulong r1 = SubtractWithBorrow(left.l1, right.l1, ref borrow);
        ulong r2 = SubtractWithBorrow(left.l2, right.l2, ref borrow);

        // The top limbs are below 2^60, so that the sign of their difference is that of the whole. If it is negative P = 1 + top * 2^192
        // is added, by a mask as in the reduction; the lowest limb carries one time in 2^64.
        ulong r3 = left.l3 - right.l3 - borrow;
        ulong add = r3 >> 63;
        r0 += add;
        r3 += TopModulusLimb & (0 - add);
        if (r0 < add)
        {
            r1++;
            r2 += r1 == 0 ? 1UL : 0UL;
            r3 += (r1 | r2) == 0 ? 1UL : 0UL;
        }

        difference = new(r0, r1, r2, r3);
    }
}
