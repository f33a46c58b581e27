using System.Collections.Generic;
using System.Collections.Immutable;
using Kraken.BlockProof.Replay;
using Kraken.Fields;
using Kraken.Starknet.Chain;
using Kraken.State.Commitment;
using Kraken.Trie;

namespace Kraken.BlockProof.Stateless;

/// <summary>A block with as much of the state before it as its execution and the update of the tries need; nothing is believed of it.</summary>
public sealed record StatelessBlock
{
    /// <summary>The block with its state diff.</summary>
    public required DecidedBlock Decided { get; init; }

    /// <summary>The roots of the state before it.</summary>
    public required StateRoots Roots { get; init; }

    /// <summary>What the leaves of the contracts are made of that the block touches, by address.</summary>
    public required ImmutableArray<KeyValuePair<Felt, ContractLeaf>> Leaves { get; init; }

    /// <summary>Nodes of the contracts trie and of storage tries.</summary>
    public required ImmutableArray<TrieNode> ContractNodes { get; init; }

    /// <summary>Nodes of the class trie.</summary>
    public required ImmutableArray<TrieNode> ClassNodes { get; init; }

    /// <summary>A block over what was proven of the state before it.</summary>
    public static StatelessBlock Of(DecidedBlock decided, ProvenState state) => new()
    {
        Decided = decided,
        Roots = state.Roots,
        Leaves = [.. state.Leaves],
        ContractNodes = [.. state.ContractNodes.Values],
        ClassNodes = [.. state.ClassNodes.Values],
    };
}
