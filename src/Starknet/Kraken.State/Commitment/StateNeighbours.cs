using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Trie;

namespace Kraken.State.Commitment;

/// <summary>What a part of a state's tries lacks before a diff is committed on it (<see cref="TrieNeighbours"/>).</summary>
public static class StateNeighbours
{
    /// <summary>The leaves that must be proven too before the diff is committed; none when all is there.</summary>
    /// <param name="before">The state before the diff.</param>
    /// <param name="commitment">Its tries, with the nodes on the ways to the leaves.</param>
    /// <param name="cells">The leaves that are read or written, those of the diff among them.</param>
    /// <param name="diff">What is written.</param>
    /// <exception cref="MissingTrieNodeException">A node on the way to one of the leaves is not there.</exception>
    public static StateCells Of(IStateReader before, ICommitmentReader commitment, StateCells cells, StateDiff diff)
    {
        ArgumentNullException.ThrowIfNull(commitment);
        ArgumentNullException.ThrowIfNull(cells);
        ArgumentNullException.ThrowIfNull(diff);
        StateCells missing = new();
        DiffOverlay after = new(before, diff);
        List<TrieLeaf> contracts = [];
        foreach ((Felt contract, SortedSet<Felt> keys) in cells.Contracts)
        {
            TrieLeaf[] storage = [.. keys.Select(key => new TrieLeaf(key, after.StorageAt(contract, key)))];
            foreach (Felt key in TrieNeighbours.Of(commitment, commitment.StorageRootOf(contract), StateCommitter.Height, storage))
            {
                missing.Add(CellKind.Storage, contract, key);
            }

            // A contract of the protocol vanishes with its last cell, which is seen when the tries are written.
            bool mayVanish = after.ClassHashAt(contract).IsZero && after.NonceAt(contract).IsZero;
            contracts.Add(new TrieLeaf(contract, mayVanish ? Felt.Zero : Felt.One));
        }

        foreach (Felt contract in TrieNeighbours.Of(commitment, commitment.Roots.Contracts, StateCommitter.Height, contracts))
        {
            missing.Add(CellKind.ClassHash, contract, default);
        }

        TrieLeaf[] classes = [.. cells.Classes.Select(classHash => new TrieLeaf(classHash, after.CompiledClassHashOf(classHash)))];
        foreach (Felt classHash in TrieNeighbours.Of(commitment, commitment.Roots.Classes, StateCommitter.Height, classes))
        {
            missing.Add(CellKind.CompiledClass, classHash, default);
        }

        return missing;
    }
}
