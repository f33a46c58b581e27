using System;
using System.Runtime.Intrinsics;
using Kraken.Fields;
using Kraken.Fields.Packed;

namespace Kraken.Curves.Packed;

/// <summary>
/// Multiples of two points at once: X, Y, Z and Z^2 of the one stand in lanes 0 to 3, those of the other in lanes 4 to 7, and the products
/// that a doubling or a sum can make side by side are one product of lanes. The scalar twin is
/// <see cref="StarkCurve.Multiply(AffinePoint, Felt)"/>.
/// </summary>
/// <remarks>
/// The scalars, made odd, are cut into 64 digits of 4 bits, all of them odd, so that both points take the same steps. A sum of two points
/// of the same x coordinate makes Z zero, which stays so to the end.
/// </remarks>
internal struct TwoMultiples
{
    private const int DigitBits = 4;
    private const int Digits = 64;

    // P, 3 P, ... 15 P.
    private const int TableSize = 1 << (DigitBits - 1);

    // X and Z are of one unit, Y and Z^2 of two at most; see FeltLanes.
    private FeltLanes state;

    // What the steps work with; fields, so that they are aligned with the whole. Where a step has less than three operands, the state
    // stands for the others.
    private FeltLanes left;
    private FeltLanes right;
    private FeltLanes products;
    private FeltLanes squares;
    private FeltLanes m;
    private FeltLanes x;
    private FeltLanes h;
    private FeltLanes r;
    private FeltLanes point;

    /// <summary>Multiplies two points, neither of them infinity.</summary>
    /// <param name="first">The first point.</param>
    /// <param name="firstScalar">Its factor.</param>
    /// <param name="second">The second point.</param>
    /// <param name="secondScalar">Its factor.</param>
    /// <param name="firstMultiple">The first product.</param>
    /// <param name="secondMultiple">The second product.</param>
    /// <returns>False where points of the same x coordinate met, which only the scalar twin can add.</returns>
    public static bool TryMultiply(
        AffinePoint first,
        Felt firstScalar,
        AffinePoint second,
        Felt secondScalar,
        out JacobianPoint firstMultiple,
        out JacobianPoint secondMultiple)
    {
        Span<Felt> coordinates = stackalloc Felt[4 * TableSize];
        WriteTable(first, second, coordinates);
        Span<sbyte> digits = stackalloc sbyte[2 * Digits];
        bool firstEven = WriteDigits(firstScalar, digits[..Digits]);
        bool secondEven = WriteDigits(secondScalar, digits[Digits..]);

        // The top digit is one.
        ref TwoMultiples sums = ref CacheLine.Align<TwoMultiples>(stackalloc byte[CacheLine.SizeFor<TwoMultiples>()]);
        sums.Load(coordinates, 0, TableSize, 0, 0);
        sums.Start();
        for (int i = Digits - 2; i >= 0; i--)
        {
            sums.Double();
            sums.Double();
            sums.Double();
            sums.Double();
            int firstDigit = digits[i];
            int secondDigit = digits[Digits + i];
            sums.Load(
                coordinates, Math.Abs(firstDigit) >> 1, (Math.Abs(secondDigit) >> 1) + TableSize, firstDigit >> 31, secondDigit >> 31);
            sums.Add();
        }

        bool complete = sums.Store(out firstMultiple, out secondMultiple);
        if (firstEven)
        {
            firstMultiple.Subtract(first);
        }

        if (secondEven)
        {
            secondMultiple.Subtract(second);
        }

        return complete;
    }

    /// <summary>Adds up two multiples from one <see cref="CombTable"/>.</summary>
    /// <param name="coordinates">x and y of the table's sums, times <see cref="FeltLanes.Scale"/>.</param>
    /// <param name="firstColumns">For each column of the first factor which sum to add, or the complement of which to subtract.</param>
    /// <param name="secondColumns">The same of the second.</param>
    /// <param name="firstMultiple">The first product.</param>
    /// <param name="secondMultiple">The second product.</param>
    /// <returns>False where points of the same x coordinate met, which only the scalar twin can add.</returns>
    public static bool TryMultiply(
        ReadOnlySpan<Felt> coordinates,
        ReadOnlySpan<sbyte> firstColumns,
        ReadOnlySpan<sbyte> secondColumns,
        out JacobianPoint firstMultiple,
        out JacobianPoint secondMultiple)
    {
        ref TwoMultiples sums = ref CacheLine.Align<TwoMultiples>(stackalloc byte[CacheLine.SizeFor<TwoMultiples>()]);
        int last = firstColumns.Length - 1;
        sums.LoadColumns(coordinates, firstColumns[last], secondColumns[last]);
        sums.Start();
        for (int column = last - 1; column >= 0; column--)
        {
            sums.Double();
            sums.LoadColumns(coordinates, firstColumns[column], secondColumns[column]);
            sums.Add();
        }

        return sums.Store(out firstMultiple, out secondMultiple);
    }

    // x and y of the odd multiples of the one point, then of the other.
    private static void WriteTable(AffinePoint first, AffinePoint second, Span<Felt> coordinates)
    {
        Span<JacobianPoint> multiples = stackalloc JacobianPoint[2 * TableSize];
        StarkCurve.WriteOddMultiples(first, multiples[..TableSize]);
        StarkCurve.WriteOddMultiples(second, multiples[TableSize..]);
        Span<AffinePoint> affine = stackalloc AffinePoint[2 * TableSize];
        JacobianPoint.ToAffine(multiples, affine);
        for (int i = 0; i < affine.Length; i++)
        {
            Felt.Multiply(affine[i].X, FeltLanes.Scale, out coordinates[2 * i]);
            Felt.Multiply(affine[i].Y, FeltLanes.Scale, out coordinates[(2 * i) + 1]);
        }
    }

    /// <summary>Writes odd digits, of which the highest is one, of a scalar or, when that is even, of the one after it.</summary>
    /// <returns>Whether the scalar is even.</returns>
    private static bool WriteDigits(Felt scalar, Span<sbyte> digits)
    {
        Span<ulong> limbs = stackalloc ulong[4];
        scalar.ToCanonicalLimbs(out limbs[0], out limbs[1], out limbs[2], out limbs[3]);
        bool even = (limbs[0] & 1) == 0;
        limbs[0] |= 1;
        for (int i = 0; i < Digits - 1; i++)
        {
            // The rest is odd: five bits of it less 16 are an odd digit, and leave an odd rest once more.
            int bit = i * DigitBits;
            int low = (int)(limbs[bit >> 6] >> (bit & 63)) & 15;
            int above = (int)(limbs[(bit + 4) >> 6] >> ((bit + 4) & 63)) & 1;
            digits[i] = (sbyte)((low | 1) + (above << 4) - 16);
        }

        digits[Digits - 1] = 1;
        return even;
    }

    private void LoadColumns(ReadOnlySpan<Felt> coordinates, int first, int second) =>
        Load(coordinates, first ^ (first >> 31), second ^ (second >> 31), first >> 31, second >> 31);

    /// <summary>Loads one point for each to be added; a sign is zero, or minus one for its opposite.</summary>
    private void Load(ReadOnlySpan<Felt> coordinates, int first, int second, long firstSign, long secondSign)
    {
        int x1 = 2 * first;
        int x2 = 2 * second;
        FeltLanes.LoadScaled(coordinates, [x1, x1 + 1, x1, x1, x2, x2 + 1, x2, x2], out point);
        FeltLanes.Negate(ref point, Vector512.Create(0L, firstSign, 0, 0, 0, secondSign, 0, 0));
    }

    private void Start() => FeltLanes.Map<TwoMultiplesSteps.Take01>(point, FeltLanes.One, state, out state);

    // False where a sum of points of the same x coordinate left no point.
    private readonly bool Store(out JacobianPoint first, out JacobianPoint second)
    {
        Span<Felt> result = stackalloc Felt[FeltLanes.Count];
        state.Store(result);
        first = new(result[0], result[1], result[2]);
        second = new(result[4], result[5], result[6]);
        return !result[2].IsZero && !result[6].IsZero;
    }

    /// <summary>Doubles both points, for the curve coefficient alpha = 1: three products of lanes.</summary>
    private void Double()
    {
        // x^2, y^2, y z, z^4
        FeltLanes.Map<TwoMultiplesSteps.Order0113>(state, state, state, out left);
        FeltLanes.Multiply(left, state, out squares);

        // m = 3 x^2 + z^4, and in the other lanes what it is multiplied beside; m^2, x y^2, y^4, y^2 z^2
        FeltLanes.MapCarried<TwoMultiplesSteps.SlopeAndSquare>(squares, state, state, out right);
        FeltLanes.Map<TwoMultiplesSteps.BesideSlope>(state, right, state, out left);
        FeltLanes.Multiply(left, right, out products);

        // x = m^2 - 8 x y^2, in all lanes; y = m (4 x y^2 - x) - 8 y^4
        FeltLanes.MapCarried<TwoMultiplesSteps.DoubledX>(products, state, state, out x);
        FeltLanes.Map<TwoMultiplesSteps.FourfoldLessX>(products, x, state, out m);
        FeltLanes.Map<TwoMultiplesSteps.Order0000>(right, state, state, out left);
        FeltLanes.Multiply(left, m, out left);

        // z = 2 y z, z^2 = 4 y^2 z^2
        FeltLanes.Map<TwoMultiplesSteps.DoubledZ>(squares, products, x, out m);
        FeltLanes.MapCarried<TwoMultiplesSteps.DoubledY>(left, products, m, out state);
    }

    /// <summary>Adds the loaded points: four products of lanes.</summary>
    private void Add()
    {
        // x2 z^2, and z^3 in lane 2
        FeltLanes.Map<TwoMultiplesSteps.Take0>(point, state, state, out left);
        FeltLanes.Map<TwoMultiplesSteps.Order3333>(state, state, state, out right);
        FeltLanes.Multiply(left, right, out products);
        FeltLanes.Subtract(products, state, out h);

        // h^2, y2 z^3, z h
        FeltLanes.Map<TwoMultiplesSteps.TakeEach>(h, point, state, out left);
        FeltLanes.Map<TwoMultiplesSteps.DifferenceAndCube>(h, products, state, out right);
        FeltLanes.Multiply(left, right, out products);
        FeltLanes.Subtract(products, state, out r);

        // h^3, x h^2, r^2, and the new z^2
        FeltLanes.Map<TwoMultiplesSteps.SquaresAndZ>(products, r, state, out right);
        FeltLanes.Map<TwoMultiplesSteps.BesideSquares>(h, state, right, out left);
        FeltLanes.Multiply(left, right, out squares);

        // x = r^2 - h^3 - 2 x h^2, in all lanes; y = r (x h^2 - x) - y h^3
        FeltLanes.MapCarried<TwoMultiplesSteps.SumX>(squares, state, state, out x);
        FeltLanes.Map<TwoMultiplesSteps.CubeAndRest>(squares, x, state, out right);
        FeltLanes.Map<TwoMultiplesSteps.YAndRise>(r, state, state, out left);
        FeltLanes.Multiply(left, right, out left);
        FeltLanes.Map<TwoMultiplesSteps.SumZ>(products, squares, x, out m);
        FeltLanes.Map<TwoMultiplesSteps.SumY>(left, m, state, out state);
    }
}
