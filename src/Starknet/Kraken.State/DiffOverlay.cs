using System;
using System.Collections.Generic;
using Kraken.Fields;
using Kraken.Starknet.Blocks;

namespace Kraken.State;

/// <summary>The state after a diff on top of another state: a block that is executed but not yet stored. Immutable.</summary>
public sealed class DiffOverlay : IStateReader
{
    private readonly IStateReader parent;
    private readonly Dictionary<(CellKind, Felt, Felt), Felt> values = [];

    /// <summary>Lays <paramref name="diff"/> over <paramref name="parent"/>.</summary>
    public DiffOverlay(IStateReader parent, StateDiff diff)
    {
        ArgumentNullException.ThrowIfNull(diff);
        this.parent = parent;
        foreach (CellValue cell in diff.Cells())
        {
            values[(cell.Kind, cell.Owner, cell.Key)] = cell.Value;
        }
    }

    /// <inheritdoc/>
    public Felt StorageAt(in Felt contract, in Felt key) =>
        values.TryGetValue((CellKind.Storage, contract, key), out Felt value) ? value : parent.StorageAt(contract, key);

    /// <inheritdoc/>
    public Felt NonceAt(in Felt contract) =>
        values.TryGetValue((CellKind.Nonce, contract, default), out Felt value) ? value : parent.NonceAt(contract);

    /// <inheritdoc/>
    public Felt ClassHashAt(in Felt contract) =>
        values.TryGetValue((CellKind.ClassHash, contract, default), out Felt value) ? value : parent.ClassHashAt(contract);

    /// <inheritdoc/>
    public Felt CompiledClassHashOf(in Felt classHash) =>
        values.TryGetValue((CellKind.CompiledClass, classHash, default), out Felt value) ? value : parent.CompiledClassHashOf(classHash);
}
