using System.Collections.Immutable;

namespace Kraken.BlockProof.Replay;

/// <summary>A block executed again.</summary>
/// <param name="Decided">The block.</param>
/// <param name="Mismatches">Where the execution differs from it; empty when the block is right.</param>
/// <param name="Calls">The selected calls of its successful invokes, in order.</param>
public sealed record ReplayedBlock(DecidedBlock Decided, ImmutableArray<ReplayMismatch> Mismatches, ImmutableArray<ReplayedCall> Calls);
