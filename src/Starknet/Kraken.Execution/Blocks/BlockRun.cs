using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Kraken.Execution.Blocks.Weights;
using Kraken.Execution.Classes;
using Kraken.Execution.Concurrency;
using Kraken.Execution.Constants;
using Kraken.Execution.Limits;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Starknet.Limits;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;
using Kraken.State;
using Kraken.State.Journal;

namespace Kraken.Execution.Blocks;

/// <summary>
/// One execution of a block, whoever runs it: the proposer that builds it, the validator that checks it, the node that traces it, the
/// watcher that replays it. Gathers receipts and state diff. Not safe for several threads.
/// </summary>
public sealed class BlockRun
{
    private readonly BlockContext block;
    private readonly ClassRegistry classes;
    private readonly BlockBounds? bounds;
    private readonly BlockBouncer? bouncer;
    private readonly Func<ExecutedOutcome, NoRoomOutcome?>? room;
    private readonly List<Transaction> transactions = [];
    private readonly List<TransactionReceipt> receipts = [];
    private readonly List<ExecutedOutcome> outcomes = [];
    private readonly List<CompiledContract> declared = [];

    /// <summary>Begins a block: from <see cref="OldBlock"/> on, the hash of an old block becomes readable with it.</summary>
    /// <param name="parent">The state after the parent block.</param>
    /// <param name="hashOf">The hash of a block below, by number; asked for that of <see cref="OldBlock"/> only.</param>
    /// <param name="classes">Runnable classes; classes that the block declares are added.</param>
    /// <param name="bounds">The limits of the block, which hold after every transaction; null for a block that was decided already.</param>
    /// <param name="room">What else a transaction must fit that was executed, asked before the limits; null for nothing.</param>
    public BlockRun(
        BlockContext block,
        IStateReader parent,
        Func<ulong, Felt> hashOf,
        ClassRegistry classes,
        BlockBounds? bounds = null,
        Func<ExecutedOutcome, NoRoomOutcome?>? room = null)
    {
        ArgumentNullException.ThrowIfNull(block);
        ArgumentNullException.ThrowIfNull(hashOf);
        this.block = block;
        this.classes = classes;
        this.bounds = bounds;
        this.room = room;
        bouncer = bounds is null ? null : new(block.Constants, bounds, block.Block.UseBlobs);
        Parent = parent;
        State = new(parent);
        Runner = (transaction, state, classes, budget) =>
            new TransactionExecutor(block, classes).Execute(transaction, state, transaction.Flags, budget);
        if (OldBlock(block.Block.Number, block.Constants) is { } old)
        {
            State.SetStorage(block.Constants.System.BlockHashes, old, hashOf(old));
        }
    }

    /// <summary>The state with the effects so far.</summary>
    public JournaledState State { get; }

    /// <summary>Runs one transaction, at its turn or ahead of it.</summary>
    internal TransactionRun Runner { get; init; }

    internal BlockContext Block => block;

    internal IStateReader Parent { get; }

    internal IClassSource Classes => classes;

    /// <summary>How many transactions the block has so far.</summary>
    public int Count => transactions.Count;

    /// <summary>The weights of the transactions so far; all zero without limits.</summary>
    public BlockWeights Weights => bouncer?.Total ?? default;

    /// <summary>The outcomes of the transactions so far, with all calls.</summary>
    public IReadOnlyList<ExecutedOutcome> Outcomes => outcomes;

    /// <summary>The classes that the transactions so far declare, in order.</summary>
    public IReadOnlyList<CompiledContract> Declared => declared;

    /// <summary>
    /// The block whose hash becomes readable with a block: the one ten (<see cref="SystemContracts.BlockHashBuffer"/>) before it; null near
    /// the chain's start.
    /// </summary>
    public static ulong? OldBlock(ulong number, VersionedConstants constants)
    {
        ArgumentNullException.ThrowIfNull(constants);
        ulong distance = constants.System.BlockHashBuffer;
        return number >= distance ? number - distance : null;
    }

    /// <summary>Executes a block's transactions in order, until one may not enter it.</summary>
    /// <param name="block">The transactions; each is taken when those before it are executed.</param>
    /// <param name="budget">What the run may take beside gas; null for anything.</param>
    /// <param name="cancellation">Ends the work between transactions.</param>
    /// <returns>The first that may not enter, after which the run is of no use; null when all are in the block.</returns>
    /// <exception cref="ExecutionInterruptedException">The budget is spent.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public BlockRefusal? ExecuteAll(
        IEnumerable<ExecutableTransaction> block, ExecutionBudget? budget = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(block);
        foreach (ExecutableTransaction transaction in block)
        {
            cancellation.ThrowIfCancellationRequested();
            budget?.Check();
            if (Refused(transaction.Transaction.Hash, Execute(transaction, budget)) is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }

    /// <summary>As the other, with transactions run ahead of their turn by several threads; what comes of it is the same.</summary>
    /// <param name="count">The transactions.</param>
    /// <param name="transactionAt">
    /// The transaction of each place. Asked from several threads, for one place perhaps more than once, for some perhaps never.
    /// </param>
    /// <param name="threads">
    /// Threads that execute, the calling one among them. With more than one the parent state must be safe for several.
    /// </param>
    /// <param name="budget">What the run may take beside gas; null for anything.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>The first that may not enter, after which the run is of no use; null when all are in the block.</returns>
    /// <exception cref="ExecutionInterruptedException">The budget is spent.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public BlockRefusal? ExecuteAll(
        int count,
        Func<int, ExecutableTransaction> transactionAt,
        int threads,
        ExecutionBudget? budget = null,
        CancellationToken cancellation = default)
    {
        using OptimisticRun ahead = new(this, count, transactionAt, threads);
        return ExecuteAll(ahead, count, budget, cancellation);
    }

    internal BlockRefusal? ExecuteAll(OptimisticRun ahead, int count, ExecutionBudget? budget, CancellationToken cancellation)
    {
        for (int index = 0; index < count; index++)
        {
            cancellation.ThrowIfCancellationRequested();
            budget?.Check();
            ahead.Begin(index, budget, cancellation);
            TransactionOutcome outcome = ahead.Execute(index, budget);
            if (Refused(ahead.HashAt(index), outcome) is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }

    private BlockRefusal? Refused(in Felt hash, TransactionOutcome outcome) => outcome switch
    {
        RejectedOutcome rejected => new BlockRefusal(Count, hash, rejected.Rejection.Message),
        NoRoomOutcome full => new BlockRefusal(Count, hash, full.Excess),
        _ => null,
    };

    /// <summary>Executes a transaction; unless it is rejected or finds no room it is part of the block.</summary>
    /// <param name="budget">What the run may take beside gas; null for anything.</param>
    /// <returns>An <see cref="ExecutedOutcome"/>, a <see cref="RejectedOutcome"/> or a <see cref="NoRoomOutcome"/>.</returns>
    /// <exception cref="ExecutionInterruptedException">The budget is spent. The block goes on without the transaction.</exception>
    public TransactionOutcome Execute(ExecutableTransaction transaction, ExecutionBudget? budget = null) =>
        Execute(transaction, budget, ahead: null);

    /// <summary>As the other; takes over what the transaction's run ahead gave, where that is what its run here would give.</summary>
    internal TransactionOutcome Execute(ExecutableTransaction transaction, ExecutionBudget? budget, Forerun? ahead)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        if (transaction.Refusal is { } refusal)
        {
            return new RejectedOutcome(refusal);
        }

        int start = State.Checkpoint;
        TransactionOutcome outcome = ahead?.TryTakeOver(State, budget) ?? Runner(transaction, State, classes, budget);
        if (outcome is not ExecutedOutcome executed)
        {
            return outcome;
        }

        if (RoomFor(executed, start) is { } none)
        {
            return none;
        }

        if (Weigh(executed, transaction.Bytes, start) is { } excess)
        {
            State.RevertTo(start);
            BlockBouncer empty = new(block.Constants, bounds!, block.Block.UseBlobs);
            return new NoRoomOutcome(excess, empty.TryAdd(executed, transaction.Bytes) is null);
        }

        if (transaction.DeclaredClass is { } contract)
        {
            classes.Add(contract.ClassHash, contract.Runnable);
            declared.Add(contract);
        }

        transactions.Add(transaction.Transaction);
        receipts.Add(Receipts.Of(transaction.Transaction, executed));
        outcomes.Add(executed);
        return outcome;
    }

    private NoRoomOutcome? RoomFor(ExecutedOutcome executed, int start)
    {
        NoRoomOutcome? none;
        try
        {
            none = room?.Invoke(executed);
        }
        catch
        {
            State.RevertTo(start);
            throw;
        }

        if (none is not null)
        {
            State.RevertTo(start);
        }

        return none;
    }

    private string? Weigh(ExecutedOutcome executed, long bytes, int start)
    {
        try
        {
            return bouncer?.TryAdd(executed, bytes);
        }
        catch (OverflowException)
        {
            State.RevertTo(start);
            throw;
        }
    }

    /// <summary>Ends the block: allocates aliases where the protocol version has them, and takes the state diff.</summary>
    public ExecutedBlock Finish()
    {
        if (block.Constants.Flags.StatefulCompression)
        {
            AliasAllocation.Run(State, block.Constants.System);
        }

        return SoFar();
    }

    /// <summary>The block as it stands, without the aliases that its end allocates. The run may go on.</summary>
    public ExecutedBlock SoFar() => new()
    {
        Transactions = [.. transactions],
        Receipts = [.. receipts],
        Outcomes = [.. outcomes],
        StateDiff = StateDiffs.Of(State.Changes()),
        Weights = Weights,
        Gas = outcomes.Aggregate(default(GasVector), (sum, outcome) => sum + outcome.Gas),
    };
}
