using System;
using Kraken.Air;

namespace Kraken.Cairo.Air.Hints;

/// <summary>1 where a + b = c for three numbers of 384 bits, else 0.</summary>
internal sealed class ModularSumHint : Hint
{
    public static ModularSumHint Instance { get; } = new();

    public override string Name => "modular_sum";

    public override int Inputs => 3 * ModularNumbers.Limbs;

    public override int Outputs => 1;

    public override void EvaluateRow(IWitnessContext context, ReadOnlySpan<uint> inputs, Span<uint> outputs) =>
        outputs[0] = ModularNumbers.Read(inputs, 0) + ModularNumbers.Read(inputs, 1) == ModularNumbers.Read(inputs, 2) ? 1u : 0;
}
