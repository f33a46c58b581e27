using System.Collections.Generic;
using System.Collections.Immutable;
using Kraken.BlockProof.Replay;
using Kraken.Execution.Blocks;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Classes;
using Kraken.State.Commitment;
using Kraken.Trie;

namespace Kraken.BlockProof.Stateless;

/// <summary>
/// Successive blocks with as much of the state before them as executing them and updating the tries needs, so that whoever knows the hash
/// of the last block, and nothing else, can do both. Nothing is believed of it: <see cref="StatelessReplay"/>.
/// </summary>
public sealed record StatelessRange
{
    /// <summary>What the chain's transactions have in common.</summary>
    public required ChainInfo Chain { get; init; }

    /// <summary>The header before the first block.</summary>
    public required BlockHeader Parent { get; init; }

    /// <summary>The blocks with their state diffs, at least one.</summary>
    public required ImmutableArray<DecidedBlock> Blocks { get; init; }

    /// <summary>The classes that are executed or declared; whoever uses them compiles them.</summary>
    public required ImmutableArray<SierraClass> Classes { get; init; }

    /// <summary>The roots of the state before the first block.</summary>
    public required StateRoots Roots { get; init; }

    /// <summary>What the leaves of contracts in that state are made of, by address.</summary>
    public required ImmutableArray<KeyValuePair<Felt, ContractLeaf>> Leaves { get; init; }

    /// <summary>Nodes of its contracts trie and of its storage tries.</summary>
    public required ImmutableArray<TrieNode> ContractNodes { get; init; }

    /// <summary>Nodes of its class trie.</summary>
    public required ImmutableArray<TrieNode> ClassNodes { get; init; }
}
