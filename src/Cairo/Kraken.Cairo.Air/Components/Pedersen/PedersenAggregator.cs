using System;
using System.Linq;
using Kraken.Air;
using Kraken.Cairo.Air.Components.Subroutines;
using Kraken.Cairo.Air.Hints;
using Kraken.Curves;
using Kraken.Fields;
using Kraken.Hashing;

namespace Kraken.Cairo.Air.Components.Pedersen;

/// <summary>One Pedersen hash by the ids of its inputs and output; equal ones share a row.</summary>
internal sealed class PedersenAggregator(PedersenWindows windows) : AirDefinition
{
    public override string Name => "pedersen_aggregator_" + windows.Suffix;

    public override RowPadding Padding => RowPadding.Multiplicity;

    public override void Define(AirBuilder builder)
    {
        Expr[] ids = builder.Inputs("input_id", 3);
        Expr[][] scalars = [.. ids[..2].Select((id, i) => builder.ReadPositiveOfId(id, FeltLimbs.Bits * FeltLimbs.Count, $"input_{i}"))];
        foreach (Expr[] scalar in scalars)
        {
            builder.VerifyReduced(scalar);
        }

        // Every table point has the shift subtracted; the hash itself starts with the shift.
        Expr[] sum = ShiftTimes((2 * windows.Count) + 1);
        Expr chain = builder.Preprocessed(PreprocessedColumn.Sequence) * 2;
        sum = Multiply(builder, chain, 0, scalars[0], sum);
        sum = Multiply(builder, chain + 1, windows.Count, scalars[1], sum);
        builder.VerifyValueOfId(ids[2], sum[..FeltLimbs.Count]);
        builder.YieldTimes(builder.RowMultiplicity, windows.Aggregator, ids);
    }

    private Expr[] Multiply(AirBuilder b, Expr chain, int firstRound, Expr[] scalar, Expr[] sum)
    {
        PartialEcMulHint hint = new(windows);
        Expr[] last = b.RunChain(
            windows.PartialEcMul, chain, firstRound, windows.Count,
            [.. Windows(scalar), .. sum], (round, state) => b.Call(hint, [round, .. state]));
        return last[windows.Count..];
    }

    private Expr[] Windows(Expr[] scalar) => windows.IsNarrow
        ? scalar
        : [.. scalar.Chunk(2).Select(pair => pair[0] + (pair[1] * (1 << FeltLimbs.Bits)))];

    private static Expr[] ShiftTimes(int count)
    {
        AffinePoint point = StarkCurve.Multiply(PedersenPoints.Shift, (Felt)count).ToAffine();
        return [.. Literal(point.X), .. Literal(point.Y)];
    }

    private static Expr[] Literal(Felt value)
    {
        Span<uint> limbs = stackalloc uint[FeltLimbs.Count];
        FeltWords.ToLimbs(value, limbs);
        Expr[] literal = new Expr[limbs.Length];
        for (int i = 0; i < limbs.Length; i++)
        {
            literal[i] = (int)limbs[i];
        }

        return literal;
    }
}
