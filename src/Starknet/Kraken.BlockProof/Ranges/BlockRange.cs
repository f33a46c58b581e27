namespace Kraken.BlockProof.Ranges;

/// <summary>Consecutive blocks for one proof.</summary>
/// <param name="First">The first block.</param>
/// <param name="Last">The last block.</param>
/// <param name="Cells">The cells of the prover's trace that they are expected to take, padded as the prover pads them.</param>
/// <param name="Obstacle">Why they cannot be proved, said of one block alone; null where nothing is known to be in the way.</param>
public sealed record BlockRange(ulong First, ulong Last, ulong Cells, string? Obstacle = null);
