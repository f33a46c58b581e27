using System;
using Kraken.Cairo.Air.Components.Pedersen;
using Kraken.Cairo.Air.Components.Subroutines;
using Kraken.Curves;
using Kraken.Fields;

namespace Kraken.Cairo.Air.Hints;

/// <summary>One window of a Pedersen multiplication: (round, scalar windows, accumulator) to (scalar windows, accumulator).</summary>
internal sealed class PartialEcMulHint(PedersenWindows windows) : SlopeHint
{
    public override string Name => "partial_ec_mul_" + windows.Suffix;

    public override int Inputs => 1 + Outputs;

    public override int Outputs => windows.Count + (2 * FeltLimbs.Count);

    protected override void Denominators(ReadOnlySpan<uint> inputs, Span<Felt> denominators) =>
        denominators[0] = TablePoint(inputs).X - FeltWords.FromLimbs(inputs[(1 + windows.Count)..]);

    protected override void Finish(ReadOnlySpan<uint> inputs, ReadOnlySpan<Felt> inverses, Span<uint> outputs)
    {
        AffinePoint sum = ReadPoint(inputs[(1 + windows.Count)..]);
        AffinePoint point = TablePoint(inputs);
        inputs[2..(1 + windows.Count)].CopyTo(outputs);
        outputs[windows.Count - 1] = 0;
        WritePoint(Third(SlopeOf(sum, point, inverses[0]), sum, point.X), outputs[windows.Count..]);
    }

    private AffinePoint TablePoint(ReadOnlySpan<uint> inputs) => windows.Table[(inputs[0] << windows.Bits) + inputs[1]];
}
