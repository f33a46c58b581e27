using System.Collections.Generic;
using System.Linq;
using Kraken.Fields;
using Kraken.Starknet.Blocks;

namespace Kraken.BlockProof.Replay;

/// <summary>A decided block with what its execution needs and what it must give.</summary>
/// <param name="Diff">Its state diff.</param>
/// <param name="OldBlockHash">The hash of the block that becomes readable with this one; null near the chain's start.</param>
public sealed record DecidedBlock(Block Block, StateDiff Diff, Felt? OldBlockHash)
{
    /// <summary>The changed storage cells of a contract.</summary>
    public IReadOnlyDictionary<Felt, Felt> StorageDiffOf(Felt contract) => Diff.StorageDiffs
        .Where(entry => entry.Address == contract)
        .SelectMany(entry => entry.Entries)
        .ToDictionary(entry => entry.Key, entry => entry.Value);
}
