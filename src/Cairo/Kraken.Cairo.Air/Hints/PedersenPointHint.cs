using System;
using Kraken.Air;
using Kraken.Cairo.Air.Components.Pedersen;
using Kraken.Cairo.Air.Components.Subroutines;
using Kraken.Curves;

namespace Kraken.Cairo.Air.Hints;

/// <summary>A row of a Pedersen table: 28 limbs of x, 28 of y.</summary>
internal sealed class PedersenPointHint(PedersenWindows windows) : Hint
{
    public override string Name => "pedersen_point_" + windows.Suffix;

    public override int Inputs => 1;

    public override int Outputs => 2 * FeltLimbs.Count;

    public override void EvaluateRow(IWitnessContext context, ReadOnlySpan<uint> inputs, Span<uint> outputs)
    {
        AffinePoint point = windows.Table[inputs[0]];
        FeltWords.ToLimbs(point.X, outputs);
        FeltWords.ToLimbs(point.Y, outputs[FeltLimbs.Count..]);
    }
}
