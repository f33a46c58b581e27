using System;
using Kraken.Air;
using Kraken.Cairo.Air.Components.Subroutines;
using Kraken.Cairo.Air.Preprocessed;

namespace Kraken.Cairo.Air.Hints;

/// <summary>The three packed keys of a row of the Poseidon round keys.</summary>
internal sealed class PoseidonKeysHint : Hint
{
    public static PoseidonKeysHint Instance { get; } = new();

    public override string Name => "poseidon_keys";

    public override int Inputs => 1;

    public override int Outputs => 3 * FeltLimbs.PackedCount;

    public override void EvaluateRow(IWitnessContext context, ReadOnlySpan<uint> inputs, Span<uint> outputs)
    {
        for (int i = 0; i < 3; i++)
        {
            FeltWords.ToPacked(PoseidonKeys.Of((int)Math.Min(inputs[0], PoseidonKeys.Rows))[i], outputs[(i * FeltLimbs.PackedCount)..]);
        }
    }
}
