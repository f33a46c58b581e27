using System;
using Kraken.Air;
using Kraken.Cairo.Air.Components.Subroutines;

namespace Kraken.Cairo.Air.Hints;

/// <summary>The reduced sum of two felts of 28 limbs.</summary>
internal sealed class FeltSumHint : Hint
{
    public static FeltSumHint Instance { get; } = new();

    public override string Name => "felt_sum";

    public override int Inputs => 2 * FeltLimbs.Count;

    public override int Outputs => FeltLimbs.Count;

    public override void EvaluateRow(IWitnessContext context, ReadOnlySpan<uint> inputs, Span<uint> outputs) =>
        FeltWords.ToLimbs(FeltWords.FromLimbs(inputs) + FeltWords.FromLimbs(inputs[FeltLimbs.Count..]), outputs);
}
