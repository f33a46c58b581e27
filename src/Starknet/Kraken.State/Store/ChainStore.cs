using System;
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Kraken.Casm.Classes;
using Kraken.Fields;
using Kraken.Serialization.Json;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Json;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;
using Kraken.State.Codecs;
using Kraken.State.Commitment;
using Kraken.State.Store.Events;
using Kraken.Storage;
using Kraken.Storage.Journal;

namespace Kraken.State.Store;

/// <summary>
/// The chain on a key-value store: blocks, state now and at every block, tries, classes. A block is appended in one batch, so that a
/// crash leaves either all of it or nothing. What is too old beside the block is dropped in the same batch. A chain without consensus may
/// be rolled back. One writer; any number of threads may read.
/// </summary>
public sealed partial class ChainStore
{
    /// <summary>The most blocks that a rollback takes back in one batch.</summary>
    public const int RollbackStep = 256;

    private readonly IKeyValueStore store;
    private readonly StateTables tables;
    private readonly StoredState state;
    private readonly StatePruning pruning;
    private readonly HeldStates held;
    private readonly EventIndex events;
    private readonly ChainBase? below;
    private long rollbacks;

    // The block that was appended last: most that is asked for is about it.
    private volatile Appended? last;

    /// <summary>Opens the chain that lies in <paramref name="store"/>; an empty store is an empty chain.</summary>
    /// <param name="retention">
    /// Which states are kept: all by default. It may differ from the last time: states that are gone stay gone, and what is too old goes
    /// with the blocks that are appended.
    /// </param>
    /// <exception cref="DamagedStoreException">The store holds something else.</exception>
    /// <exception cref="StoreFormatException">The store was written by a program of another format.</exception>
    public ChainStore(IKeyValueStore store, StateRetention retention = default)
        : this(store, retention, JournalLimits.Default)
    {
    }

    /// <summary>Opens a chain that begins on a block of another.</summary>
    /// <param name="store">The store; where it holds a chain, it is one that began on that block.</param>
    /// <param name="below">The block.</param>
    public ChainStore(IKeyValueStore store, ChainBase below)
        : this(store, default, JournalLimits.Default, below)
    {
    }

    /// <inheritdoc cref="ChainStore(IKeyValueStore, StateRetention)"/>
    internal ChainStore(IKeyValueStore store, StateRetention retention, JournalLimits limits, ChainBase? below = null)
    {
        StoreFormat.Require(store);
        this.store = store = ChainJournal.Over(store, limits);
        this.below = below;
        tables = new(store, below?.State);
        state = new(tables);
        pruning = new(retention);
        if (store.TryGet(StoreKey.Single(Table.Latest), out byte[]? latest))
        {
            LatestNumber = BinaryPrimitives.ReadUInt64BigEndian(latest);
            state.Roots = StateTables.RootsAt(store, LatestNumber.Value);
        }

        if (below is not null && LatestNumber is null)
        {
            PutFirst(store, First);
        }

        held = new(StatePruning.OldestIn(store), LatestNumber ?? First);
        events = new(store);
        events.CatchUp(LatestNumber + 1 ?? First, number => Receipts(number));
    }

    /// <summary>The number of the chain's first block: 0, where it did not begin on another's.</summary>
    public ulong First => below?.Number + 1 ?? 0;

    /// <summary>The number of the latest block; null for an empty chain.</summary>
    public ulong? LatestNumber { get; private set; }

    /// <summary>
    /// The state after the latest block; it moves on with the chain. For work that must not see later blocks take <see cref="StateAt"/>.
    /// </summary>
    public IStateReader State => state;

    /// <summary>The commitment to <see cref="State"/>.</summary>
    public ICommitmentReader Commitment => state;

    /// <summary>The number of the oldest block whose state is held; the states of all later blocks are held too.</summary>
    public ulong OldestState => held.Oldest;

    /// <summary>
    /// How often blocks were taken back since the store was opened. Whoever keeps something of blocks by their number keeps this with it.
    /// </summary>
    public long Rollbacks => Volatile.Read(ref rollbacks);

    /// <summary>The state after a block, or null when there is no such block.</summary>
    /// <exception cref="StateNotHeldException">The block is there, its state no longer.</exception>
    public HistoricalState? StateAt(ulong number)
    {
        ChainBranch branch = held.Branch;
        if (LatestNumber is not { } latest || number > latest)
        {
            return null;
        }

        StateRoots? roots = last is { } block && block.Header.Number == number ? block.Roots : StateTables.TryRootsAt(store, number);
        held.Require(number, branch);
        return new(tables, number, roots ?? throw Damaged(Table.Roots, number), held, branch);
    }

    /// <summary>The header of a block, or null.</summary>
    public BlockHeader? Header(ulong number) =>
        last is { } block && block.Header.Number == number ? block.Header
        : !store.TryGet(StoreKey.Of(Table.Header, number), out byte[]? bytes) ? null
        : HeaderCodec.TryDecode(bytes, out BlockHeader? header) ? header
        : throw Damaged(Table.Header, number);

    /// <summary>The hash of a block up to the latest, of the chain below too.</summary>
    /// <exception cref="DamagedStoreException">There is no such block.</exception>
    public Felt HashAt(ulong number) =>
        number < First ? below!.HashOf(number) : Header(number)?.Hash ?? throw Damaged(Table.Header, number);

    /// <summary>The number of the block with a hash, or null.</summary>
    public ulong? NumberOf(in Felt blockHash) =>
        store.TryGet(StoreKey.Of(Table.NumberByHash, blockHash), out byte[]? bytes) ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : null;

    /// <summary>A block, or null.</summary>
    public Block? Block(ulong number) => Header(number) is { } header ? new(header, Transactions(number), Receipts(number)) : null;

    /// <summary>Finds the blocks in which events may be.</summary>
    public IEventSearch SearchEvents(EventQuery query) => new EventSearch(events, query);

    /// <summary>The transactions of a block; none for an unknown block.</summary>
    public ImmutableArray<Transaction> Transactions(ulong number) => All(Table.Transactions, number, DecodeTransaction);

    /// <summary>The receipts of a block; none for an unknown block.</summary>
    public ImmutableArray<TransactionReceipt> Receipts(ulong number) => All(Table.Receipts, number, DecodeReceipt);

    /// <summary>One transaction; null where there is none.</summary>
    public Transaction? Transaction(TransactionLocation place) => One(Table.Transactions, place, DecodeTransaction);

    /// <summary>One receipt; null where there is none.</summary>
    public TransactionReceipt? Receipt(TransactionLocation place) => One(Table.Receipts, place, DecodeReceipt);

    /// <summary>The state diff of a block, or null.</summary>
    public StateDiff? StateDiff(ulong number) =>
        !store.TryGet(StoreKey.Of(Table.StateDiff, number), out byte[]? bytes) ? null
        : StateDiffCodec.TryDecode(bytes, out StateDiff? diff) ? diff
        : throw Damaged(Table.StateDiff, number);

    /// <summary>The commit certificate of a block as it was given; null for an unknown block.</summary>
    public byte[]? Certificate(ulong number) => store.TryGet(StoreKey.Of(Table.Certificate, number), out byte[]? bytes) ? bytes : null;

    /// <summary>Where a transaction stands, or null.</summary>
    public TransactionLocation? Find(in Felt transactionHash) =>
        store.TryGet(StoreKey.Of(Table.TransactionPlace, transactionHash), out byte[]? bytes)
            ? new(BinaryPrimitives.ReadUInt64BigEndian(bytes), (int)BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(sizeof(ulong))))
            : null;

    /// <summary>A declared class, or null.</summary>
    public SierraClass? Sierra(in Felt classHash) =>
        !store.TryGet(StoreKey.Of(Table.Sierra, classHash), out byte[]? bytes) ? null
        : SierraClassJson.TryDecode(bytes, out SierraClass? sierra, out DecodeError? error) ? sierra
        : throw new DamagedStoreException($"class {classHash}: {error}");

    /// <summary>A compiled class, or null.</summary>
    public CasmClass? Casm(in Felt classHash) =>
        !store.TryGet(StoreKey.Of(Table.Casm, classHash), out byte[]? bytes) ? null
        : CasmClassJson.TryDecode(bytes, out CasmClass? casm, out DecodeError? error) ? casm
        : throw new DamagedStoreException($"compiled class {classHash}: {error}");

    private static DamagedStoreException Damaged(Table table, ulong number) => new($"{table} of block {number}");

    private static Transaction? DecodeTransaction(byte[] bytes) =>
        TransactionCodec.TryDecode(bytes, out Transaction? transaction) ? transaction : null;

    private static TransactionReceipt? DecodeReceipt(byte[] bytes) =>
        ReceiptCodec.TryDecode(bytes, out TransactionReceipt? receipt) ? receipt : null;

    private T? One<T>(Table table, TransactionLocation place, Func<byte[], T?> decode)
        where T : class =>
        place.Index >= 0 && store.TryGet(StoreKey.Of(table, place.BlockNumber, place.Index), out byte[]? bytes)
            ? decode(bytes) ?? throw Damaged(table, place.BlockNumber)
            : null;

    private ImmutableArray<T> All<T>(Table table, ulong number, Func<byte[], T?> decode)
        where T : class =>
        [.. store.Scan(StoreKey.Of(table, number)).Select(item => decode(item.Value) ?? throw Damaged(table, number))];

    private sealed record Appended(BlockHeader Header, StateRoots Roots);
}
