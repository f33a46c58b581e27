using System.Linq;
using Kraken.Air;
using Kraken.Cairo.Air.Components.Subroutines;
using Kraken.Cairo.Air.Relations;

namespace Kraken.Cairo.Air.Components.EcOp;

/// <summary>
/// One bit of a multiplication by any point, a link of a chain: adds q to the accumulator where the scalar's lowest bit is set, doubles q
/// and halves the scalar. The scalar is ten words of 27 bits; a counter tells when the lowest word is used up and the words move down.
/// </summary>
internal sealed class PartialEcMulGeneric : AirDefinition
{
    /// <summary>The counter's first value: 27 bits per word.</summary>
    public const int FirstCounter = 26;

    public override string Name => "partial_ec_mul_generic";

    public override RowPadding Padding => RowPadding.Enabler;

    public override void Define(AirBuilder builder)
    {
        (Expr chain, Expr round) = (builder.Input("chain_id"), builder.Input("round_num"));
        Expr[] scalar = builder.Inputs("m", FeltLimbs.PackedCount);
        Expr[][] point = [builder.Inputs("q_x", FeltLimbs.Count), builder.Inputs("q_y", FeltLimbs.Count)];
        Expr[][] sum = [builder.Inputs("accumulator_x", FeltLimbs.Count), builder.Inputs("accumulator_y", FeltLimbs.Count)];
        Expr counter = builder.Input("counter");

        Expr bit = builder.Deduce(scalar[0] & 1, "to_add_bit");
        builder.Constrain(bit * (1 - bit));
        Expr wordEnds = WordEnds(builder, counter);
        Expr[] nextScalar = NextScalar(builder, scalar, bit, wordEnds);
        Expr nextCounter = builder.Assign(Select(1 - wordEnds, FirstCounter, counter - 1), "next_counter");
        ConstrainDifferentX(builder, point[0], sum[0]);
        Expr[][] nextSum = AddIf(builder, bit, sum, point);
        (Expr[] doubleX, Expr[] doubleY) = builder.DoublePoint(point[0], point[1]);

        builder.UseUnfed(
            CairoRelations.PartialEcMulGeneric, [chain, round, .. scalar, .. point[0], .. point[1], .. sum[0], .. sum[1], counter]);
        builder.Yield(
            CairoRelations.PartialEcMulGeneric,
            [chain, round + 1, .. nextScalar, .. doubleX, .. doubleY, .. nextSum[0], .. nextSum[1], nextCounter]);
    }

    /// <summary>1 where the counter is 0; its deduced inverse is 1 there, so that it is never zero.</summary>
    private static Expr WordEnds(AirBuilder b, Expr counter)
    {
        Expr ends = b.Deduce(counter.IsEqualTo(0), "is_special_round");
        Expr notZero = counter + ends;
        Expr inverse = b.Deduce(notZero.InverseOrZero(), "counter_inverse");
        b.Constrain(ends * (1 - ends));
        b.Constrain((counter * inverse) - (1 - ends));
        b.Constrain((inverse * notZero) - 1);
        return ends;
    }

    private static Expr[] NextScalar(AirBuilder b, Expr[] scalar, Expr bit, Expr wordEnds)
    {
        Expr stays = 1 - wordEnds;
        Expr rest = scalar[0] - bit;
        b.Constrain(rest * wordEnds);
        int last = scalar.Length - 1;
        Expr[] next = new Expr[scalar.Length];
        for (int i = 0; i < last; i++)
        {
            next[i] = b.Assign(Select(stays, scalar[i + 1], i == 0 ? rest.DividedBy(2) : scalar[i]), $"next_m_{i}");
        }

        next[last] = b.Assign(scalar[last] * stays, $"next_m_{last}");
        return next;
    }

    /// <summary>Both are reduced, so they are equal only where all limbs are; the squares' sum is too small to wrap.</summary>
    private static void ConstrainDifferentX(AirBuilder b, Expr[] point, Expr[] sum)
    {
        b.VerifyReduced(sum);
        b.VerifyReduced(point);
        Expr squares = point.Select((limb, i) => (limb - sum[i]) * (limb - sum[i])).Aggregate((total, square) => total + square);
        b.Constrain((squares * b.Deduce(squares.InverseOrZero(), "diff_sum_squares_inv")) - 1);
    }

    private static Expr[][] AddIf(AirBuilder b, Expr bit, Expr[][] sum, Expr[][] point)
    {
        (Expr[] x, Expr[] y) = b.AddPoints(sum[0], sum[1], point[0], point[1]);
        Expr[][] added = [x, y];
        return [.. sum.Select(
            (felt, j) => felt.Select((limb, i) => b.Assign(Select(bit, limb, added[j][i]), $"new_accumulator_{j}_{i}")).ToArray())];
    }

    private static Expr Select(Expr selector, Expr whereZero, Expr whereOne) => ((whereOne - whereZero) * selector) + whereZero;
}
