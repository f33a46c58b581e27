using System;
using Kraken.Air;
using Kraken.Cairo.Air.Components.Subroutines;

namespace Kraken.Cairo.Air.Hints;

/// <summary>The 28 nine-bit limbs of the value with an id.</summary>
public sealed class IdToValueHint : Hint
{
    /// <summary>Stateless, so one serves every component.</summary>
    public static IdToValueHint Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "id_to_value";

    /// <inheritdoc/>
    public override int Inputs => 1;

    /// <inheritdoc/>
    public override int Outputs => FeltLimbs.Count;

    /// <inheritdoc/>
    public override void EvaluateRow(IWitnessContext context, ReadOnlySpan<uint> inputs, Span<uint> outputs) =>
        ((IMemoryContext)context).LimbsOf(inputs[0], outputs);
}
