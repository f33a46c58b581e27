using System.Collections.Generic;
using Kraken.BlockProof.Replay;
using Kraken.Execution.Blocks;
using Kraken.Execution.Classes;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.State.Commitment;

namespace Kraken.BlockProof.Stateless;

/// <summary>A block of which everything was established from its hash alone.</summary>
public sealed record ProvenBlock
{
    /// <summary>The chain.</summary>
    public required ChainInfo Chain { get; init; }

    /// <summary>The header before it.</summary>
    public required BlockHeader Parent { get; init; }

    /// <summary>The block: its header and content have its hash, and its execution gives its receipts and state diff.</summary>
    public required DecidedBlock Decided { get; init; }

    /// <summary>
    /// The leaves that the block reads or writes: those that its execution read and those of its diff, in the order of their keys.
    /// </summary>
    public required StateCells Cells { get; init; }

    /// <summary>The state before the block, as far as it is proven, with its trie nodes and their neighbours.</summary>
    public required ProvenState Before { get; init; }

    /// <summary>The roots after the block, which are those of its header, with the new nodes of the tries.</summary>
    public required CommittedState After { get; init; }

    /// <summary>The classes that are executed or declared, compiled here, by class hash.</summary>
    public required IReadOnlyDictionary<Felt, CompiledContract> Classes { get; init; }
}
