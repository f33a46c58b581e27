using Kraken.Fields;
using Kraken.Starknet.Chain;
using Kraken.State.Commitment;
using Kraken.Trie;

namespace Kraken.State.Store;

/// <summary>
/// The state after a stored block. Stays as it is while later blocks are appended, until the store drops it or takes the block back: then
/// every read throws <see cref="StateNotHeldException"/>. May be read from several threads.
/// </summary>
public sealed class HistoricalState : IStateReader, ICommitmentReader
{
    private readonly StateTables tables;
    private readonly HeldStates? held;
    private readonly ChainBranch branch;

    /// <param name="tables">The store's tables.</param>
    /// <param name="held">The states that can be read; null where the tables cannot change.</param>
    /// <param name="branch">The branch on which the block was found; null with <paramref name="held"/>.</param>
    internal HistoricalState(StateTables tables, ulong block, StateRoots roots, HeldStates? held, ChainBranch? branch = null)
    {
        this.tables = tables;
        this.held = held;
        this.branch = branch ?? new ChainBranch();
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
    public ulong? LastStorageUpdate(in Felt contract, in Felt key) => Read(StoredCell.Storage(contract, key)).SetAt;

    /// <inheritdoc/>
    public Felt NonceAt(in Felt contract) => At(StoredCell.Nonce(contract));

    /// <inheritdoc/>
    public Felt ClassHashAt(in Felt contract) => At(StoredCell.ClassHash(contract));

    /// <inheritdoc/>
    public Felt CompiledClassHashOf(in Felt classHash) => At(StoredCell.CompiledClass(classHash));

    /// <inheritdoc/>
    public Felt StorageRootOf(in Felt contract) => At(StoredCell.StorageRoot(contract));

    /// <inheritdoc/>
    public bool TryGetNode(in Felt hash, out TrieNode node)
    {
        // A node is what its hash says, whatever was dropped meanwhile; only its absence may come from that.
        if (tables.TryGetNode(hash, out node))
        {
            return true;
        }

        held?.Require(BlockNumber, branch);
        return false;
    }

    private Felt At(in StoredCell cell) => Read(cell).Value;

    private (Felt Value, ulong? SetAt) Read(in StoredCell cell)
    {
        (Felt Value, ulong? SetAt) read = tables.ValueAt(cell, BlockNumber);
        held?.Require(BlockNumber, branch);
        return read;
    }
}
