using System;
using Kraken.Execution.Blocks.Weights;

namespace Kraken.BlockProof.Ranges;

/// <summary>A decided block to be proved.</summary>
/// <param name="Number">The height.</param>
/// <param name="Cells">The cells of the prover's trace that its transactions take: <see cref="BlockWeights.ProvingCells"/>.</param>
/// <param name="Seen">When it was seen first.</param>
/// <param name="Obstacle">Why it cannot be proved; null where nothing is known to be in the way.</param>
public sealed record WeighedBlock(ulong Number, ulong Cells, DateTimeOffset Seen, string? Obstacle = null);
