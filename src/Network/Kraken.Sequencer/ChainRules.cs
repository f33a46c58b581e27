using System;
using Kraken.Execution.Blocks;
using Kraken.Execution.Blocks.Weights;
using Kraken.Execution.Constants;
using Kraken.Execution.Limits;
using Kraken.Execution.Transactions;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Limits;
using Kraken.Starknet.Transactions;

namespace Kraken.Sequencer;

/// <summary>
/// What every node of a chain has in common beside the genesis block, and what a node decides for itself: <see cref="BuildTime"/>,
/// <see cref="TransactionTime"/>, <see cref="ValidationTime"/>, <see cref="ValidationCells"/>, <see cref="TransactionCells"/>,
/// <see cref="CheckedCells"/>, <see cref="BlockProvingCells"/>, <see cref="MessagePlaces"/>, <see cref="BlockTrieNodes"/> and
/// <see cref="CheckedTrieNodes"/> change what a node admits, puts
/// into a block and votes for, never what a decided block does; <see cref="ExecutionThreads"/> only how fast.
/// </summary>
public sealed record ChainRules
{
    /// <summary>The chain id and the fee token.</summary>
    public required ChainInfo Chain { get; init; }

    /// <summary>The constants of the protocol version.</summary>
    public required VersionedConstants Constants { get; init; }

    /// <summary>The protocol version that headers carry.</summary>
    public required string StarknetVersion { get; init; }

    /// <summary>The gas prices of block 0; of every block, where there is no <see cref="Market"/>.</summary>
    public required GasPrices GasPrices { get; init; }

    /// <summary>How the price of L2 gas follows demand; null where prices stay.</summary>
    public FeeMarket? Market { get; init; }

    /// <summary>How large transactions, classes and blocks may be.</summary>
    public ChainLimits Limits { get; init; } = new();

    /// <summary>
    /// The shortest time between two blocks while transactions wait; a full block behind which as many wait is followed at once.
    /// </summary>
    public TimeSpan BlockInterval { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>The time after which a block without transactions is made.</summary>
    public TimeSpan EmptyBlockInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a proposer executes before it closes the block; validators need about as long.</summary>
    public TimeSpan BuildTime { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// How long one transaction may run in a block that this node builds, by <see cref="TransactionClock"/>; one that runs longer is set
    /// aside.
    /// </summary>
    public TimeSpan TransactionTime { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// How long an account may validate one transaction at admission, by <see cref="TransactionClock"/>. The gas of a validation ends it
    /// long before on a node whose code is compiled; the first ones after a start take ten times as long.
    /// </summary>
    public TimeSpan ValidationTime { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// What times one transaction. It is the thread's own processor time, so that a loaded, paused or slow-starting machine does not refuse
    /// what an idle one takes.
    /// </summary>
    public TimeProvider TransactionClock { get; init; } = ThreadTimeProvider.Instance;

    /// <summary>
    /// Memory cells of 40 bytes that each of the validations may have that admission runs side by side. One that needs more, up to
    /// <see cref="TransactionCells"/>, runs while no other such one does.
    /// </summary>
    public long ValidationCells { get; init; } = 1_000_000;

    /// <summary>
    /// Memory cells that one transaction may have at admission, and all of a block that this node builds at a time: those of the one that
    /// runs, and what the traces of those before it keep.
    /// </summary>
    public long TransactionCells { get; init; } = 12_000_000;

    /// <summary>
    /// Memory cells that a block may have at a time that this node checks and nobody has decided, counted as in one that it builds; for
    /// one with more it does not vote. Above <see cref="TransactionCells"/>, so that what an honest node proposes passes.
    /// </summary>
    public long CheckedCells { get; init; } = 16_000_000;

    /// <summary>
    /// Places of storage tries whose nodes a block that this node builds may replace. Each is a Pedersen hash, so that a core is done with
    /// all of them in about a second.
    /// </summary>
    public long BlockTrieNodes { get; init; } = 64_000;

    /// <summary>
    /// Places of storage tries whose nodes a block may replace that this node checks and nobody has decided; for one with more it does not
    /// vote. Above <see cref="BlockTrieNodes"/>, so that what an honest node proposes passes.
    /// </summary>
    public long CheckedTrieNodes { get; init; } = 84_000;

    /// <summary>
    /// Cells of a proof's trace with which a block that this node builds takes no further transaction, so that one proof has room for the
    /// block: nine tenths of what a proof holds beside its tables.
    /// </summary>
    public ulong BlockProvingCells { get; init; } = (ProvingCells.OfOneProof - ProvingCells.OfNoBlocks) / 10 * 9;

    /// <summary>
    /// Places that a block which this node builds keeps for messages from L1, with an eighth of a proof's cells; 0 where it watches none.
    /// Whatever users send, messages find room.
    /// </summary>
    public int MessagePlaces { get; init; }

    /// <summary>Whether a block takes no further transaction of an account, whatever it takes itself.</summary>
    /// <param name="transactions">How many it holds.</param>
    /// <param name="weights">What they take.</param>
    public bool IsFull(int transactions, in BlockWeights weights) =>
        transactions >= Limits.Block.MaxTransactions - MessagePlaces
        || weights.ProvingCells >= (MessagePlaces == 0 ? BlockProvingCells : BlockProvingCells / 8 * 7);

    /// <summary>Whether a block takes no further message from L1 either.</summary>
    /// <param name="transactions">How many it holds, messages among them.</param>
    /// <param name="weights">What they take.</param>
    public bool IsFullForMessages(int transactions, in BlockWeights weights) =>
        transactions >= Limits.Block.MaxTransactions || weights.ProvingCells >= BlockProvingCells;

    /// <summary>
    /// Whether a build ends with the failure to read the state, in place of leaving the transaction out: on a chain for development whose
    /// state is partly another's.
    /// </summary>
    public bool FailsUnread { get; init; }

    /// <summary>The least price of L2 gas that a block may ever have, in fri.</summary>
    public UInt128 LeastL2GasPrice => Market?.MinPrice ?? GasPrices.L2Gas.InFri;

    /// <summary>The gas prices of the block after another: who proposes has no say in them, so that no proposal names them.</summary>
    /// <param name="parent">The block's header.</param>
    /// <param name="gasUsed">The L2 gas of the block's receipts; asked for where there is a market.</param>
    public GasPrices PricesAfter(BlockHeader parent, Func<ulong> gasUsed)
    {
        ArgumentNullException.ThrowIfNull(parent);
        ArgumentNullException.ThrowIfNull(gasUsed);
        return Market?.Next(parent.GasPrices, gasUsed(), GasPrices) ?? GasPrices;
    }

    /// <summary>
    /// How a transaction runs on a chain for development that leaves validation or fees out; null, or an answer of null, for the protocol's
    /// way. A block that was appended is traced by the same answers. Never on a chain whose blocks others check or prove.
    /// </summary>
    public Func<Transaction, ExecutionFlags?>? RunsAs { get; init; }

    /// <summary>Threads that execute one block; what they make of it is the same for any number. At least 1.</summary>
    public int ExecutionThreads { get; init; } = Environment.ProcessorCount;
}
