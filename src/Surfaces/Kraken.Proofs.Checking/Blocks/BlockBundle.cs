using System;
using System.Collections.Immutable;
using Kraken.BlockProof.Replay;
using Kraken.Starknet.Blocks;

namespace Kraken.Proofs.Checking.Blocks;

/// <summary>
/// Everything that checking a proof of blocks takes, so that it needs no node. Nothing in it is checked yet, and all of it may be forged.
/// </summary>
public sealed record BlockBundle
{
    /// <summary>The most headers before the first block: the last one names the block ten below, whose hash the first writes.</summary>
    public const int MaxAncestors = 9;

    /// <summary>The network's genesis file, for whoever has none; empty to give none.</summary>
    public ReadOnlyMemory<byte> Genesis { get; init; }

    /// <summary>The proof file.</summary>
    public required ReadOnlyMemory<byte> Proof { get; init; }

    /// <summary>The commit certificate of the last block.</summary>
    public required ReadOnlyMemory<byte> Certificate { get; init; }

    /// <summary>The commit certificate of the block before the first; empty where that is genesis, or the end of another proof.</summary>
    public ReadOnlyMemory<byte> ParentCertificate { get; init; }

    /// <summary>The headers before the first block, the nearest first; as many as old hashes need.</summary>
    public ImmutableArray<BlockHeader> Ancestors { get; init; } = [];

    /// <summary>The blocks themselves with their state diffs, in order; empty to show no content.</summary>
    public ImmutableArray<DecidedBlock> Bodies { get; init; } = [];
}
