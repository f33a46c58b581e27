using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Kraken.Fields;
using Kraken.Starknet.Chain;
using Kraken.State.Store;
using Kraken.Trie;

namespace Kraken.State.Commitment;

/// <summary>Proves leaves of the tries of a stored state: all of one state, however many blocks are appended meanwhile.</summary>
public static class StorageProver
{
    /// <summary>Collects the nodes on the ways to leaves.</summary>
    /// <param name="state">The state; the work grows with the leaves that are asked for and the depth of the tries, 251 at most.</param>
    /// <param name="query">The leaves.</param>
    /// <param name="blockHash">The hash of the state's block.</param>
    /// <param name="cancellation">Ends the work between leaves.</param>
    /// <exception cref="StateNotHeldException">The store dropped the state meanwhile.</exception>
    /// <exception cref="MissingTrieNodeException">The store is damaged.</exception>
    public static StorageProof Prove(
        HistoricalState state, StorageProofQuery query, Felt blockHash, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(query);
        return new StorageProof
        {
            ContractsRoot = state.Roots.Contracts,
            ClassesRoot = state.Roots.Classes,
            BlockHash = blockHash,
            Classes = Nodes<PoseidonTrieHash>(state, state.Roots.Classes, query.Classes, cancellation),
            Contracts = Nodes<PedersenTrieHash>(state, state.Roots.Contracts, query.Contracts, cancellation),
            Leaves =
            [
                .. query.Contracts.Select(address => new ContractLeaf(
                    state.ClassHashAt(address), state.NonceAt(address), state.StorageRootOf(address))),
            ],
            Storage =
            [
                .. query.Storage.Select(contract => Nodes<PedersenTrieHash>(
                    state, state.StorageRootOf(contract.Address), contract.Keys, cancellation)),
            ],
        };
    }

    private static ImmutableArray<KeyValuePair<Felt, TrieNode>> Nodes<THash>(
        HistoricalState state, in Felt root, ImmutableArray<Felt> keys, CancellationToken cancellation)
        where THash : struct, ITrieHash
    {
        Dictionary<Felt, TrieNode> nodes = [];
        foreach (Felt key in keys)
        {
            cancellation.ThrowIfCancellationRequested();
            PatriciaTrie<THash>.Prove(state, root, StateCommitter.Height, [key], nodes);
        }

        return [.. nodes];
    }
}
