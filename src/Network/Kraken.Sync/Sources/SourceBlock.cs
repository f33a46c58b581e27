using System;
using System.Collections.Immutable;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Classes;

namespace Kraken.Sync.Sources;

/// <summary>A block as a source tells of it: nothing of it is checked, hashes are what the source says they are.</summary>
/// <param name="Block">Header with its stated hash, transactions with theirs, receipts.</param>
/// <param name="StateDiff">What the block changed.</param>
/// <param name="Classes">The classes that its transactions declare, in any order.</param>
/// <param name="Certificate">The commit certificate, encoded; empty where the source has none.</param>
public sealed record SourceBlock(
    Block Block, StateDiff StateDiff, ImmutableArray<SierraClass> Classes, ReadOnlyMemory<byte> Certificate)
{
    /// <summary>About how many bytes it takes in memory: counted while it waits to be checked and stored.</summary>
    public required long Bytes { get; init; }
}
