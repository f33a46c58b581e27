using System;

namespace Kraken.BlockProof.Ranges;

/// <summary>A decided block to be proved.</summary>
/// <param name="Number">The height.</param>
/// <param name="Rows">What it puts into the prover's tables: <see cref="TableRows.Of(Kraken.Starknet.Blocks.Block)"/>.</param>
/// <param name="Seen">When it was seen first.</param>
/// <param name="Obstacle">Why it cannot be proved; null where nothing is known to be in the way.</param>
public sealed record WeighedBlock(ulong Number, TableRows Rows, DateTimeOffset Seen, string? Obstacle = null);
