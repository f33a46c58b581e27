using System.Collections.Generic;
using Kraken.BlockProof.Witness;
using Kraken.Fields;
using Kraken.State.Commitment;
using Kraken.Trie;

namespace Kraken.StarknetOs.Runs;

/// <summary>Storage within a block, as the hints that write to it have left it.</summary>
internal sealed class BlockCells(RecordedBlock block)
{
    private readonly Dictionary<(Felt Contract, Felt Key), Felt> written = [];

    /// <summary>The value of a cell.</summary>
    public Felt this[Felt contract, Felt key]
    {
        get => written.TryGetValue((contract, key), out Felt value) ? value : block.Before.StorageAt(contract, key);
        set => written[(contract, key)] = value;
    }

    /// <summary>The value of a cell that the block's transactions do not touch, out of the trie.</summary>
    public Felt Committed(Felt contract, Felt key)
    {
        if (written.TryGetValue((contract, key), out Felt value))
        {
            return value;
        }

        ICommitmentReader before = block.Commitments.Before;
        return PatriciaTrie<PedersenTrieHash>.Get(before, before.StorageRootOf(contract), StateCommitter.Height, key);
    }
}
