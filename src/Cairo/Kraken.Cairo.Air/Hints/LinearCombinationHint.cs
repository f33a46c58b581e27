using System;
using System.Linq;
using Kraken.Air;
using Kraken.Cairo.Air.Components.Subroutines;
using Kraken.Fields;

namespace Kraken.Cairo.Air.Hints;

/// <summary>The reduced linear combination of packed felts with literal coefficients.</summary>
internal sealed class LinearCombinationHint(int[] coefficients) : Hint
{
    private readonly Felt[] coefficients = [.. coefficients.Select(value => (Felt)value)];

    public override string Name => $"linear_combination_{string.Join('_', coefficients)}";

    public override int Inputs => FeltLimbs.PackedCount * coefficients.Length;

    public override int Outputs => FeltLimbs.PackedCount;

    public override void EvaluateRow(IWitnessContext context, ReadOnlySpan<uint> inputs, Span<uint> outputs)
    {
        Felt sum = Felt.Zero;
        for (int i = 0; i < coefficients.Length; i++)
        {
            sum += coefficients[i] * FeltWords.FromPacked(inputs[(i * FeltLimbs.PackedCount)..]);
        }

        FeltWords.ToPacked(sum, outputs);
    }
}
