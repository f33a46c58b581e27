using System.Collections.Generic;
using System.Collections.Immutable;
using Kraken.Fields;
using Kraken.Trie;

namespace Kraken.Starknet.Chain;

/// <summary>
/// The nodes on the ways to some leaves of a state's tries, by their hashes. As it comes from a node nothing of it is checked:
/// <see cref="TrieProof{THash}"/> does that.
/// </summary>
public sealed record StorageProof
{
    /// <summary>The root of the contracts trie (Pedersen).</summary>
    public required Felt ContractsRoot { get; init; }

    /// <summary>The root of the class trie (Poseidon).</summary>
    public required Felt ClassesRoot { get; init; }

    /// <summary>The hash of the block after which the state is.</summary>
    public required Felt BlockHash { get; init; }

    /// <summary>Nodes of the class trie.</summary>
    public required ImmutableArray<KeyValuePair<Felt, TrieNode>> Classes { get; init; }

    /// <summary>Nodes of the contracts trie.</summary>
    public required ImmutableArray<KeyValuePair<Felt, TrieNode>> Contracts { get; init; }

    /// <summary>What the leaf of each asked contract is made of, in the order of the query.</summary>
    public required ImmutableArray<ContractLeaf> Leaves { get; init; }

    /// <summary>Nodes of storage tries (Pedersen), a list for each contract whose keys were asked for, in the query's order.</summary>
    public required ImmutableArray<ImmutableArray<KeyValuePair<Felt, TrieNode>>> Storage { get; init; }
}
