using System;
using Kraken.Air;

namespace Kraken.Cairo.Air.Hints;

/// <summary>The memory's id at an address.</summary>
public sealed class AddressToIdHint : Hint
{
    /// <summary>Stateless, so one serves every component.</summary>
    public static AddressToIdHint Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "address_to_id";

    /// <inheritdoc/>
    public override int Inputs => 1;

    /// <inheritdoc/>
    public override int Outputs => 1;

    /// <inheritdoc/>
    public override void Evaluate(IWitnessContext context, ReadOnlySpan<uint> inputs, Span<uint> outputs, int rows)
    {
        IMemoryContext memory = (IMemoryContext)context;
        for (int row = 0; row < rows; row++)
        {
            outputs[row] = memory.IdOf(inputs[row]);
        }
    }

    /// <inheritdoc/>
    public override void EvaluateRow(IWitnessContext context, ReadOnlySpan<uint> inputs, Span<uint> outputs) =>
        outputs[0] = ((IMemoryContext)context).IdOf(inputs[0]);
}
