using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Execution.Blocks.Weights;
using Kraken.Execution.Classes;
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

/// <summary>Executes the transactions of one block and gathers its receipts and state diff. Not safe for several threads.</summary>
public sealed class BlockExecutor
{
    private readonly BlockContext block;
    private readonly ClassRegistry classes;
    private readonly TransactionExecutor executor;
    private readonly BlockBounds? bounds;
    private readonly BlockBouncer? bouncer;
    private readonly List<Transaction> transactions = [];
    private readonly List<TransactionReceipt> receipts = [];
    private readonly List<ExecutedOutcome> outcomes = [];

    /// <summary>Begins a block.</summary>
    /// <param name="block">The block.</param>
    /// <param name="parent">The state after the parent block.</param>
    /// <param name="classes">Runnable classes; classes that the block declares are added.</param>
    /// <param name="oldBlockHash">
    /// The hash of the block ten (<see cref="SystemContracts.BlockHashBuffer"/>) before this one, which becomes readable with it; null
    /// when there is none.
    /// </param>
    /// <param name="bounds">The limits of the block, which hold after every transaction; null for a block that was decided already.</param>
    /// <exception cref="ArgumentException">The hash is missing, or there is no such block.</exception>
    public BlockExecutor(BlockContext block, IStateReader parent, ClassRegistry classes, Felt? oldBlockHash, BlockBounds? bounds = null)
    {
        this.block = block;
        this.classes = classes;
        this.bounds = bounds;
        bouncer = bounds is null ? null : new(block.Constants, bounds, block.Block.UseBlobs);
        executor = new(block, classes);
        State = new(parent);
        SystemContracts system = block.Constants.System;
        if (oldBlockHash.HasValue != block.Block.Number >= system.BlockHashBuffer)
        {
            throw new ArgumentException($"block {block.Block.Number} {(oldBlockHash.HasValue ? "has no" : "needs the hash of the")} block {system.BlockHashBuffer} before it");
        }

        if (oldBlockHash is { } hash)
        {
            State.SetStorage(system.BlockHashes, block.Block.Number - system.BlockHashBuffer, hash);
        }
    }

    /// <summary>The state with the effects so far.</summary>
    public JournaledState State { get; }

    /// <summary>How many transactions the block has so far.</summary>
    public int Count => transactions.Count;

    /// <summary>The weights of the transactions so far; all zero without limits.</summary>
    public BlockWeights Weights => bouncer?.Total ?? default;

    /// <summary>Executes a transaction; unless it is rejected or finds no room it is part of the block.</summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="budget">What the run may take beside gas; null for anything.</param>
    /// <param name="bytes">Its bytes as validators exchange it; counted where the block has limits.</param>
    /// <returns>An <see cref="ExecutedOutcome"/>, a <see cref="RejectedOutcome"/> or a <see cref="NoRoomOutcome"/>.</returns>
    /// <exception cref="ExecutionInterruptedException">The budget is spent. The block goes on without the transaction.</exception>
    public TransactionOutcome Execute(ExecutableTransaction transaction, ExecutionBudget? budget = null, long bytes = 0)
    {
        int start = State.Checkpoint;
        TransactionOutcome outcome = executor.Execute(transaction, State, budget: budget);
        if (outcome is not ExecutedOutcome executed)
        {
            return outcome;
        }

        if (Weigh(executed, bytes, start) is { } excess)
        {
            State.RevertTo(start);
            BlockBouncer empty = new(block.Constants, bounds!, block.Block.UseBlobs);
            return new NoRoomOutcome(excess, empty.TryAdd(executed, bytes) is null);
        }

        if (transaction.DeclaredClass is { } declared)
        {
            classes.Add(declared.ClassHash, declared.Runnable);
        }

        transactions.Add(transaction.Transaction);
        receipts.Add(Receipts.Of(transaction.Transaction, executed));
        outcomes.Add(executed);
        return outcome;
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

        return new()
        {
            Transactions = [.. transactions],
            Receipts = [.. receipts],
            Outcomes = [.. outcomes],
            StateDiff = StateDiffs.Of(State.Changes()),
            Weights = Weights,
            Gas = outcomes.Aggregate(default(GasVector), (sum, outcome) => sum + outcome.Gas),
        };
    }
}
