using Kraken.Fields;
using Kraken.State.Commitment;
using Kraken.Trie;

namespace Kraken.State.Store;

/// <summary>The state after a stored block. Stays as it is while later blocks are appended; may be read from several threads.</summary>
public sealed class HistoricalState : IStateReader, ICommitmentReader
{
    private readonly StateTables tables;

    internal HistoricalState(StateTables tables, ulong block, StateRoots roots)
    {
        this.tables = tables;
        BlockNumber = block;
        Roots = roots;
    }

    /// <summary>The block after which the state is read.</summary>
    public ulong BlockNumber { get; }

    /// <inheritdoc/>
    public StateRoots Roots { get; }

    /// <inheritdoc/>
    public Felt StorageAt(in Felt contract, in Felt key) => At(StoredCell.Storage(contract, key));

    /// <summary>The number of the block that last set a storage cell; null when it was never set.</summary>
    public ulong? LastStorageUpdate(in Felt contract, in Felt key) => tables.ValueAt(StoredCell.Storage(contract, key), BlockNumber).SetAt;

    /// <inheritdoc/>
    public Felt NonceAt(in Felt contract) => At(StoredCell.Nonce(contract));

    /// <inheritdoc/>
    public Felt ClassHashAt(in Felt contract) => At(StoredCell.ClassHash(contract));

    /// <inheritdoc/>
    public Felt CompiledClassHashOf(in Felt classHash) => At(StoredCell.CompiledClass(classHash));

    /// <inheritdoc/>
    public Felt StorageRootOf(in Felt contract) => At(StoredCell.StorageRoot(contract));

    /// <inheritdoc/>
    public bool TryGetNode(in Felt hash, out TrieNode node) => tables.TryGetNode(hash, out node);

    private Felt At(in StoredCell cell) => tables.ValueAt(cell, BlockNumber).Value;
}
