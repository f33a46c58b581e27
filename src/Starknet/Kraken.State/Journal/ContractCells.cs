using System.Collections.Generic;
using Kraken.Fields;
using Kraken.Starknet.Blocks;

namespace Kraken.State.Journal;

/// <summary>The cells of one contract, read from the parent on first use.</summary>
internal sealed class ContractCells(Felt address, IStateReader parent)
{
    private readonly Dictionary<Felt, StateCell> storage = [];
    private StateCell? nonce;
    private StateCell? classHash;

    internal StateCell Nonce => nonce ??= new(CellKind.Nonce, address, default, parent.NonceAt(address));

    internal StateCell ClassHash => classHash ??= new(CellKind.ClassHash, address, default, parent.ClassHashAt(address));

    internal StateCell Storage(in Felt key)
    {
        if (!storage.TryGetValue(key, out StateCell? cell))
        {
            cell = new(CellKind.Storage, address, key, parent.StorageAt(address, key));
            storage.Add(key, cell);
        }

        return cell;
    }

    internal void CollectChanged(List<StateCell> changed)
    {
        Collect(nonce, changed);
        Collect(classHash, changed);
        foreach (StateCell cell in storage.Values)
        {
            Collect(cell, changed);
        }
    }

    private static void Collect(StateCell? cell, List<StateCell> changed)
    {
        if (cell is not null && cell.Current != cell.Initial)
        {
            changed.Add(cell);
        }
    }
}
