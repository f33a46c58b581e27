using Kraken.Fields;
using Kraken.Starknet.Blocks;

namespace Kraken.State.Commitment;

/// <summary>A state that notes which of its leaves are read.</summary>
/// <param name="cells">Where they are noted.</param>
public sealed class NotedState(IStateReader state, StateCells cells) : IStateReader
{
    /// <inheritdoc/>
    public Felt StorageAt(in Felt contract, in Felt key)
    {
        cells.Add(CellKind.Storage, contract, key);
        return state.StorageAt(contract, key);
    }

    /// <inheritdoc/>
    public Felt NonceAt(in Felt contract)
    {
        cells.Add(CellKind.Nonce, contract, default);
        return state.NonceAt(contract);
    }

    /// <inheritdoc/>
    public Felt ClassHashAt(in Felt contract)
    {
        cells.Add(CellKind.ClassHash, contract, default);
        return state.ClassHashAt(contract);
    }

    /// <inheritdoc/>
    public Felt CompiledClassHashOf(in Felt classHash)
    {
        cells.Add(CellKind.CompiledClass, classHash, default);
        return state.CompiledClassHashOf(classHash);
    }
}
