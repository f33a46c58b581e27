using System;
using Kraken.Cairo.Air.Components.Subroutines;
using Kraken.Curves;
using Kraken.Fields;

namespace Kraken.Cairo.Air.Hints;

/// <summary>The sum of two points with its slope: (x1, y1, x2, y2) to (slope, x, y), 28 limbs each.</summary>
internal sealed class PointSumHint : SlopeHint
{
    public static PointSumHint Instance { get; } = new();

    public override string Name => "point_sum";

    public override int Inputs => 4 * FeltLimbs.Count;

    public override int Outputs => 3 * FeltLimbs.Count;

    protected override void Denominators(ReadOnlySpan<uint> inputs, Span<Felt> denominators) =>
        denominators[0] = FeltWords.FromLimbs(inputs[(2 * FeltLimbs.Count)..]) - FeltWords.FromLimbs(inputs);

    protected override void Finish(ReadOnlySpan<uint> inputs, ReadOnlySpan<Felt> inverses, Span<uint> outputs)
    {
        AffinePoint left = ReadPoint(inputs);
        AffinePoint right = ReadPoint(inputs[(2 * FeltLimbs.Count)..]);
        Felt slope = SlopeOf(left, right, inverses[0]);
        FeltWords.ToLimbs(slope, outputs);
        WritePoint(Third(slope, left, right.X), outputs[FeltLimbs.Count..]);
    }
}
