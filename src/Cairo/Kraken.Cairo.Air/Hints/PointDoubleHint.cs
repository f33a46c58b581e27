using System;
using Kraken.Cairo.Air.Components.Subroutines;
using Kraken.Curves;
using Kraken.Fields;

namespace Kraken.Cairo.Air.Hints;

/// <summary>Twice a point with its slope: (x, y) to (slope, x, y), 28 limbs each.</summary>
internal sealed class PointDoubleHint : SlopeHint
{
    public static PointDoubleHint Instance { get; } = new();

    public override string Name => "point_double";

    public override int Inputs => 2 * FeltLimbs.Count;

    public override int Outputs => 3 * FeltLimbs.Count;

    protected override void Denominators(ReadOnlySpan<uint> inputs, Span<Felt> denominators)
    {
        Felt y = FeltWords.FromLimbs(inputs[FeltLimbs.Count..]);
        denominators[0] = y + y;
    }

    protected override void Finish(ReadOnlySpan<uint> inputs, ReadOnlySpan<Felt> inverses, Span<uint> outputs)
    {
        AffinePoint point = ReadPoint(inputs);
        Felt slope = TangentAt(point, inverses[0]);
        FeltWords.ToLimbs(slope, outputs);
        WritePoint(Third(slope, point, point.X), outputs[FeltLimbs.Count..]);
    }
}
