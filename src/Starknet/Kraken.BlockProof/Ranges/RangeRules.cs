using System;
using Kraken.BlockProof.Statement;
using Kraken.Execution.Blocks.Weights;

namespace Kraken.BlockProof.Ranges;

/// <summary>How large ranges become.</summary>
public sealed record RangeRules
{
    /// <summary>Cells that one proof has room for.</summary>
    public ulong MaxCells { get; init; } = ProvingCells.OfOneProof;

    /// <summary>How long a block waits for others: a proof has a price of its own, which they share.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The most blocks.</summary>
    public int MaxBlocks { get; init; } = BlockStatement.MaxBlocks;
}
