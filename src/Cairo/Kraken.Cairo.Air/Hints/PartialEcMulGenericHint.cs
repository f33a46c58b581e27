using System;
using Kraken.Cairo.Air.Components.EcOp;
using Kraken.Cairo.Air.Components.Subroutines;
using Kraken.Curves;
using Kraken.Fields;

namespace Kraken.Cairo.Air.Hints;

/// <summary>One bit of a multiplication: (scalar of ten words, q, accumulator, counter) to the same one round later.</summary>
internal sealed class PartialEcMulGenericHint : SlopeHint
{
    private const int PointOffset = FeltLimbs.PackedCount;
    private const int SumOffset = PointOffset + (2 * FeltLimbs.Count);
    private const int CounterOffset = SumOffset + (2 * FeltLimbs.Count);

    public static PartialEcMulGenericHint Instance { get; } = new();

    public override string Name => "partial_ec_mul_generic";

    public override int Inputs => CounterOffset + 1;

    public override int Outputs => CounterOffset + 1;

    protected override int InversionsPerRow => 2;

    protected override void Denominators(ReadOnlySpan<uint> inputs, Span<Felt> denominators)
    {
        AffinePoint point = ReadPoint(inputs[PointOffset..]);
        denominators[0] = point.X - FeltWords.FromLimbs(inputs[SumOffset..]);
        denominators[1] = point.Y + point.Y;
    }

    protected override void Finish(ReadOnlySpan<uint> inputs, ReadOnlySpan<Felt> inverses, Span<uint> outputs)
    {
        AffinePoint point = ReadPoint(inputs[PointOffset..]);
        AffinePoint sum = ReadPoint(inputs[SumOffset..]);
        bool adds = (inputs[0] & 1) != 0;
        ShiftScalar(inputs, outputs);
        WritePoint(Third(TangentAt(point, inverses[1]), point, point.X), outputs[PointOffset..]);
        WritePoint(adds ? Third(SlopeOf(sum, point, inverses[0]), sum, point.X) : sum, outputs[SumOffset..]);
        outputs[CounterOffset] = inputs[CounterOffset] == 0 ? PartialEcMulGeneric.FirstCounter : inputs[CounterOffset] - 1;
    }

    private static void ShiftScalar(ReadOnlySpan<uint> inputs, Span<uint> outputs)
    {
        inputs[..PointOffset].CopyTo(outputs);
        if (inputs[CounterOffset] == 0)
        {
            inputs[1..PointOffset].CopyTo(outputs);
            outputs[PointOffset - 1] = 0;
        }
        else
        {
            outputs[0] >>= 1;
        }
    }
}
