using System;
using Kraken.Air;
using Kraken.Cairo.Air.Components.Subroutines;
using Kraken.Fields;

namespace Kraken.Cairo.Air.Hints;

/// <summary>The reduced cube of a packed felt.</summary>
internal sealed class CubeHint : Hint
{
    public static CubeHint Instance { get; } = new();

    public override string Name => "cube";

    public override int Inputs => FeltLimbs.PackedCount;

    public override int Outputs => FeltLimbs.PackedCount;

    public override void EvaluateRow(IWitnessContext context, ReadOnlySpan<uint> inputs, Span<uint> outputs)
    {
        Felt value = FeltWords.FromPacked(inputs);
        FeltWords.ToPacked(value.Square() * value, outputs);
    }
}
