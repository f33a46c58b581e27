using System;
using System.Collections.Generic;
using System.Threading;
using Kraken.Execution.Blocks;
using Kraken.Execution.Classes;
using Kraken.Execution.Limits;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Limits;
using Kraken.Starknet.Transactions;
using Kraken.State.Commitment;
using Kraken.State.Store;

namespace Kraken.Sequencer.Blocks;

/// <summary>
/// Executes blocks on top of a parent, committed or not. The same limits hold for a block that is built and one that is checked; time is
/// a limit for the builder only, since it differs from node to node. Not safe for several threads.
/// </summary>
/// <param name="rules">The chain's rules.</param>
/// <param name="classes">Runnable classes.</param>
/// <param name="compiler">Compiles declared classes.</param>
/// <param name="clock">The clock of the build time.</param>
public sealed class BlockBuilder(ChainRules rules, ClassRegistry classes, ClassCompiler compiler, TimeProvider clock)
{
    // Transactions that find no room before the block is closed: smaller ones behind them may fit.
    private const int MaxMisses = 16;

    private BlockBounds Bounds => rules.Limits.Block;

    /// <summary>Builds a block of those candidates that can be executed, until a limit of the block is reached.</summary>
    /// <param name="parent">The block below.</param>
    /// <param name="timestamp">Seconds since 1970-01-01 UTC.</param>
    /// <param name="sequencer">Who builds.</param>
    /// <param name="candidates">Transactions in order.</param>
    /// <param name="cancellation">Nobody wants the block any more.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public PreparedBlock Build(BlockParent parent, ulong timestamp, Felt sequencer, Candidates candidates, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(parent);
        ArgumentNullException.ThrowIfNull(candidates);
        long started = clock.GetTimestamp();
        OpenBlock block = Open(parent, timestamp, sequencer);
        HashSet<Felt> passedOver = [];
        TimeSpan lost = TimeSpan.Zero;
        int misses = 0;
        foreach (SubmittedTransaction candidate in candidates.Transactions)
        {
            cancellation.ThrowIfCancellationRequested();
            if (block.Included.Count >= Bounds.MaxTransactions || misses >= MaxMisses || clock.GetElapsedTime(started) - lost >= rules.BuildTime)
            {
                break;
            }

            // What follows a transaction that was left out has the wrong nonce in this block and may be good in the next.
            if (passedOver.Contains(candidate.Transaction.Sender))
            {
                continue;
            }

            long began = clock.GetTimestamp();
            switch (Try(block, candidate, candidates, cancellation))
            {
                case null or RejectedOutcome:
                    // What ran for nothing makes the block later by one transaction at most; it does not make it empty.
                    passedOver.Add(candidate.Transaction.Sender);
                    TimeSpan more = lost + clock.GetElapsedTime(began);
                    lost = more < rules.TransactionTime ? more : rules.TransactionTime;
                    break;
                case NoRoomOutcome { FitsEmptyBlock: var fits }:
                    passedOver.Add(candidate.Transaction.Sender);
                    misses += fits ? 1 : 0;
                    break;
                default:
                    break;
            }
        }

        ProposedBlock proposal = new(parent.Header.Number + 1, timestamp, sequencer, [.. block.Included]);
        return Finish(parent, block, proposal, proposal.Encode());
    }

    /// <summary>Executes a proposed block; null when one of its transactions may not enter it, or it passes a limit.</summary>
    /// <param name="parent">The block below.</param>
    /// <param name="proposal">The block.</param>
    /// <param name="bytes">Its encoding.</param>
    /// <param name="isDecided">
    /// A quorum has decided it: it is executed whatever memory its transactions take, where of a proposal one that takes more than
    /// <see cref="ChainRules.CheckedCells"/> is refused.
    /// </param>
    /// <param name="refusal">Why it is refused, or null.</param>
    /// <param name="cancellation">Nobody wants the verdict any more.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public PreparedBlock? Execute(
        BlockParent parent,
        ProposedBlock proposal,
        ReadOnlyMemory<byte> bytes,
        bool isDecided,
        out string? refusal,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(parent);
        ArgumentNullException.ThrowIfNull(proposal);
        refusal = Excess(proposal, bytes.Length);
        if (refusal is not null)
        {
            return null;
        }

        OpenBlock block = Open(parent, proposal.Timestamp, proposal.Sequencer);
        using ExecutionBudget budget = new(maxCells: isDecided ? long.MaxValue : rules.CheckedCells, clock: clock, cancellation: cancellation);
        foreach (SubmittedTransaction transaction in proposal.Transactions)
        {
            try
            {
                refusal = Run(block, transaction, ProposedBlock.SizeOf(transaction), budget, cancellation) switch
                {
                    RejectedOutcome refused => refused.Rejection.Message,
                    NoRoomOutcome full => full.Excess,
                    _ => null,
                };
            }
            catch (ExecutionInterruptedException interrupted) when (interrupted.Kind == InterruptionKind.OutOfMemory)
            {
                refusal = interrupted.Message;
            }

            if (refusal is not null)
            {
                refusal = $"transaction {transaction.Transaction.Hash}: {refusal}";
                return null;
            }
        }

        return Finish(parent, block, proposal, bytes);
    }

    // What can be told without executing anything.
    private string? Excess(ProposedBlock proposal, int bytes) =>
        proposal.Transactions.Length > Bounds.MaxTransactions
            ? $"expected at most {Bounds.MaxTransactions} transactions, got {proposal.Transactions.Length}"
        : bytes > Bounds.MaxBytes ? $"expected at most {Bounds.MaxBytes} bytes, got {bytes}"
        : null;

    /// <summary>Executes a candidate and tells what became of it; null when it was set aside.</summary>
    private TransactionOutcome? Try(OpenBlock block, SubmittedTransaction candidate, Candidates candidates, CancellationToken cancellation)
    {
        int bytes = ProposedBlock.SizeOf(candidate);
        if (bytes > Bounds.MaxBytes - ProposedBlock.EmptyBytes - block.Bytes)
        {
            bool fits = bytes <= Bounds.MaxBytes - ProposedBlock.EmptyBytes;
            string excess = $"bytes: expected at most {Bounds.MaxBytes}, got {block.Bytes + bytes + ProposedBlock.EmptyBytes}";
            return Told(candidate, candidates, new NoRoomOutcome(excess, fits));
        }

        long began = clock.GetTimestamp();
        using ExecutionBudget budget = new(rules.TransactionTime, rules.TransactionCells, clock: rules.TransactionClock, cancellation: cancellation);
        try
        {
            return Told(candidate, candidates, Run(block, candidate, bytes, budget, CancellationToken.None));
        }
        catch (ExecutionInterruptedException interrupted)
        {
            // A build that was given up while one transaction ran for long would meet the same transaction the next time.
            if (interrupted.Kind != InterruptionKind.Cancelled || clock.GetElapsedTime(began) >= rules.BuildTime)
            {
                candidates.SetAside(candidate, interrupted.Message);
            }

            cancellation.ThrowIfCancellationRequested();
            return null;
        }
        catch (Exception defect) when (defect is not OperationCanceledException)
        {
            // A defect of this node that one transaction meets must not keep the others waiting; a block with it would be refused anyway.
            candidates.SetAside(candidate, $"the node failed at it: {defect}");
            return null;
        }
    }

    private static TransactionOutcome Told(SubmittedTransaction candidate, Candidates candidates, TransactionOutcome outcome)
    {
        if (outcome is RejectedOutcome refused)
        {
            candidates.Rejected(candidate, refused.Rejection);
        }
        else if (outcome is NoRoomOutcome { FitsEmptyBlock: false } tooLarge)
        {
            candidates.Rejected(candidate, new Rejection(RejectionKind.TooLargeForBlock, $"no block has room for it: {tooLarge.Excess}"));
        }

        return outcome;
    }

    private OpenBlock Open(BlockParent parent, ulong timestamp, Felt sequencer)
    {
        ulong number = parent.Header.Number + 1;
        BlockInfo info = new() { Number = number, Timestamp = timestamp, Sequencer = sequencer, GasPrices = rules.GasPrices };
        ulong buffer = rules.Constants.System.BlockHashBuffer;
        Felt? old = number >= buffer ? parent.HashOf(number - buffer) : null;
        return new OpenBlock(new BlockExecutor(new BlockContext(info, rules.Chain, rules.Constants), parent.State, classes, old, Bounds));
    }

    private TransactionOutcome Run(OpenBlock block, SubmittedTransaction transaction, int bytes, ExecutionBudget budget, CancellationToken cancellation)
    {
        CompiledContract? contract = null;
        if (transaction.Class is { } sierra && !compiler.TryCompile(sierra, out contract, out string? error))
        {
            return new RejectedOutcome(new Rejection(RejectionKind.CompiledClassHashMismatch, $"the class does not compile: {error}"));
        }

        if (contract?.Casm.Bytecode.Length > rules.Limits.Class.MaxBytecodeFelts)
        {
            return new RejectedOutcome(new Rejection(
                RejectionKind.TooLargeForBlock,
                $"expected a class of at most {rules.Limits.Class.MaxBytecodeFelts} felts of bytecode, got {contract.Casm.Bytecode.Length}"));
        }

        TransactionOutcome outcome;
        try
        {
            outcome = block.Executor.Execute(new ExecutableTransaction(transaction.Transaction, contract), budget, bytes);
        }
        catch (ExecutionInterruptedException) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }

        if (outcome is ExecutedOutcome)
        {
            block.Include(transaction, bytes, contract);
        }

        return outcome;
    }

    private PreparedBlock Finish(BlockParent parent, OpenBlock block, ProposedBlock proposal, ReadOnlyMemory<byte> bytes)
    {
        ExecutedBlock executed = block.Executor.Finish();
        CommittedState commitment = StateCommitter.Commit(parent.State, parent.Commitment, executed.StateDiff);
        BlockHeader header = new()
        {
            ParentHash = parent.Header.Hash,
            Number = proposal.Number,
            StateRoot = commitment.Roots.Global,
            SequencerAddress = proposal.Sequencer,
            Timestamp = proposal.Timestamp,
            GasPrices = rules.GasPrices,
            StarknetVersion = rules.StarknetVersion,
            Commitments = ContentCommitments.Compute(executed.Transactions, executed.Receipts, executed.StateDiff),
        };
        header = header with { Hash = BlockHash.Compute(header) };
        Block content = new(header, executed.Transactions, executed.Receipts);
        return new PreparedBlock(proposal, bytes, content, executed.StateDiff, commitment, [.. block.Declared], executed.Weights);
    }

    /// <summary>A block while transactions are added.</summary>
    private sealed class OpenBlock(BlockExecutor executor)
    {
        internal BlockExecutor Executor => executor;

        internal List<SubmittedTransaction> Included { get; } = [];

        internal List<ClassRecord> Declared { get; } = [];

        internal long Bytes { get; private set; }

        internal void Include(SubmittedTransaction transaction, int bytes, CompiledContract? contract)
        {
            Included.Add(transaction);
            Bytes += bytes;
            if (contract is not null)
            {
                Declared.Add(new ClassRecord(contract.ClassHash, contract.Sierra, contract.Casm));
            }
        }
    }
}
