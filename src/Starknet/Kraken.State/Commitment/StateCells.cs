using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;

namespace Kraken.State.Commitment;

/// <summary>The leaves of a state's tries that a block reads or writes. Not safe for several threads.</summary>
public sealed class StateCells
{
    private readonly SortedDictionary<Felt, SortedSet<Felt>> storage = [];
    private readonly SortedSet<Felt> classes = [];

    /// <summary>The contracts whose leaf, or whose storage, is among them, with the keys of their storage.</summary>
    public IReadOnlyDictionary<Felt, SortedSet<Felt>> Contracts => storage;

    /// <summary>The classes whose leaf is among them, by hash.</summary>
    public IReadOnlySet<Felt> Classes => classes;

    /// <summary>How many leaves these are.</summary>
    public long Count { get; private set; }

    /// <summary>Adds what a cell of the state stands in: storage with its contract.</summary>
    public void Add(CellKind kind, in Felt owner, in Felt key)
    {
        if (kind == CellKind.CompiledClass)
        {
            Count += classes.Add(owner) ? 1 : 0;
            return;
        }

        if (!storage.TryGetValue(owner, out SortedSet<Felt>? keys))
        {
            storage.Add(owner, keys = []);
            Count++;
        }

        Count += kind == CellKind.Storage && keys.Add(key) ? 1 : 0;
    }

    /// <summary>Adds what a diff sets.</summary>
    public void Add(StateDiff diff)
    {
        ArgumentNullException.ThrowIfNull(diff);
        foreach (CellValue cell in diff.Cells())
        {
            Add(cell.Kind, cell.Owner, cell.Key);
        }
    }

    /// <summary>Adds others.</summary>
    public void Add(StateCells others)
    {
        ArgumentNullException.ThrowIfNull(others);
        foreach ((Felt contract, SortedSet<Felt> keys) in others.Contracts)
        {
            Add(CellKind.ClassHash, contract, default);
            foreach (Felt key in keys)
            {
                Add(CellKind.Storage, contract, key);
            }
        }

        foreach (Felt classHash in others.Classes)
        {
            Add(CellKind.CompiledClass, classHash, default);
        }
    }

    /// <summary>
    /// The leaves as queries of at most <see cref="StorageProofQuery.MaxKeys"/> keys. A contract stands in no later one than its storage.
    /// </summary>
    public IEnumerable<StorageProofQuery> Queries()
    {
        foreach (Felt[] chunk in classes.Chunk(StorageProofQuery.MaxKeys))
        {
            yield return new StorageProofQuery([.. chunk], [], []);
        }

        foreach (Felt[] chunk in storage.Keys.Chunk(StorageProofQuery.MaxKeys))
        {
            yield return new StorageProofQuery([], [.. chunk], []);
        }

        foreach ((Felt Contract, Felt Key)[] chunk in storage.SelectMany(entry => entry.Value.Select(key => (entry.Key, key)))
            .Chunk(StorageProofQuery.MaxKeys))
        {
            yield return new StorageProofQuery([], [],
            [
                .. chunk.GroupBy(cell => cell.Contract, cell => cell.Key).Select(group => new ContractKeys(group.Key, [.. group])),
            ]);
        }
    }
}
