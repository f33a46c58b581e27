using System;
using Kraken.Air;

namespace Kraken.Cairo.Air.Hints;

/// <summary>The 16 message indices of a BLAKE2s round.</summary>
internal sealed class BlakeSigmaHint : Hint
{
    public static BlakeSigmaHint Instance { get; } = new();

    public override string Name => "blake_sigma";

    public override int Inputs => 1;

    public override int Outputs => SigmaTable.Words;

    public override void EvaluateRow(IWitnessContext context, ReadOnlySpan<uint> inputs, Span<uint> outputs)
    {
        ReadOnlySpan<byte> sigma = SigmaTable.Of(inputs[0]);
        for (int i = 0; i < sigma.Length; i++)
        {
            outputs[i] = sigma[i];
        }
    }
}
