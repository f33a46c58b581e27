using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Execution.Blocks;
using Kraken.Execution.Classes;
using Kraken.Execution.Concurrency;
using Kraken.Execution.Limits;
using Kraken.Execution.Native;
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

    // A transaction may run ahead of its turn for this part of the time that it has at its turn, since it may be for nothing.
    private const int TimeAhead = 4;

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
        BlockHeader header = Begin(parent, timestamp, sequencer);
        TrieWork work = new(parent.Commitment, rules.BlockTrieNodes);
        BlockContext context = ContextOf(header);
        BlockRun run = Open(parent, context, outcome => work.Fits(TrieWork.Written(outcome.Changes, parent.State, context))
            ? null
            : new NoRoomOutcome(work.Excess, work.FitsAlone));
        List<SubmittedTransaction> included = [];
        HashSet<Felt> passedOver = [];
        TimeSpan lost = TimeSpan.Zero;
        int misses = 0;
        SubmittedTransaction[] waiting = [.. candidates.Transactions];

        // Cells that the traces of the block's transactions keep: who checks it has one measure of memory for all of them.
        long kept = 0;
        using (OptimisticRun ahead = new(
            run, waiting.Length, index => Executable(waiting[index]), rules.ExecutionThreads,
            new AheadLimits(rules.TransactionTime / TimeAhead, rules.TransactionClock, MustFitMachine: true)))
        {
            foreach ((int index, SubmittedTransaction candidate) in waiting.Index())
            {
                cancellation.ThrowIfCancellationRequested();
                if (run.Count >= Bounds.MaxTransactions || misses >= MaxMisses || clock.GetElapsedTime(started) - lost >= rules.BuildTime)
                {
                    break;
                }

                // What follows a transaction that was left out has the wrong nonce in this block and may be good in the next.
                if (passedOver.Contains(candidate.Transaction.Sender))
                {
                    continue;
                }

                ahead.Begin(index, cancellation: cancellation);
                long began = clock.GetTimestamp();
                switch (Try(run, ahead, index, candidate, candidates, ref kept, cancellation))
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
                        work.Keep();
                        included.Add(candidate);
                        break;
                }
            }
        }

        ProposedBlock proposal = new(header.Number, timestamp, sequencer, [.. included]);
        return Finish(parent, run.Finish(), run, header, proposal, proposal.Encode());
    }

    /// <summary>Executes a proposed block; null when one of its transactions may not enter it, or it passes a limit.</summary>
    /// <param name="parent">The block below.</param>
    /// <param name="proposal">The block.</param>
    /// <param name="bytes">Its encoding.</param>
    /// <param name="isDecided">
    /// A quorum has decided it: it is executed whatever memory and hashing it takes, where a proposal that takes more than
    /// <see cref="ChainRules.CheckedCells"/> or <see cref="ChainRules.CheckedTrieNodes"/> is refused.
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

        BlockHeader header = Begin(parent, proposal.Timestamp, proposal.Sequencer);
        BlockRun run = Open(parent, ContextOf(header));
        using ExecutionBudget budget = new(
            maxCells: isDecided ? long.MaxValue : rules.CheckedCells, clock: clock, cancellation: cancellation);
        try
        {
            BlockRefusal? refused = run.ExecuteAll(
                proposal.Transactions.Length,
                index => Executable(proposal.Transactions[index]),
                rules.ExecutionThreads,
                budget,
                cancellation);
            refusal = refused is null ? null : $"transaction {refused.Hash}: {refused.Reason}";
        }
        catch (ExecutionInterruptedException) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
        catch (ExecutionInterruptedException interrupted) when (interrupted.Kind == InterruptionKind.OutOfMemory)
        {
            refusal = $"transaction {proposal.Transactions[run.Count].Transaction.Hash}: {interrupted.Message}";
        }

        if (refusal is not null)
        {
            return null;
        }

        ExecutedBlock executed = run.Finish();
        TrieWork work = new(parent.Commitment, rules.CheckedTrieNodes);
        refusal = isDecided || work.Fits(TrieWork.Written(executed.StateDiff)) ? null : work.Excess;
        return refusal is null ? Finish(parent, executed, run, header, proposal, bytes) : null;
    }

    // What can be told without executing anything.
    private string? Excess(ProposedBlock proposal, int bytes) =>
        proposal.Transactions.Length > Bounds.MaxTransactions
            ? $"expected at most {Bounds.MaxTransactions} transactions, got {proposal.Transactions.Length}"
        : bytes > Bounds.MaxBytes ? $"expected at most {Bounds.MaxBytes} bytes, got {bytes}"
        : null;

    /// <summary>Executes a candidate and tells what became of it; null when it was set aside.</summary>
    private TransactionOutcome? Try(
        BlockRun run,
        OptimisticRun ahead,
        int index,
        SubmittedTransaction candidate,
        Candidates candidates,
        ref long kept,
        CancellationToken cancellation)
    {
        int bytes = ProposedBlock.SizeOf(candidate);
        long room = Bounds.MaxBytes - ProposedBlock.EmptyBytes - (long)run.Weights.Bytes;
        if (bytes > room)
        {
            bool fits = bytes <= Bounds.MaxBytes - ProposedBlock.EmptyBytes;
            string excess = $"bytes: expected at most {Bounds.MaxBytes}, got {Bounds.MaxBytes - room + bytes}";
            return Told(candidate, candidates, new NoRoomOutcome(excess, fits));
        }

        long began = clock.GetTimestamp();
        using ExecutionBudget budget =
            new(rules.TransactionTime, rules.TransactionCells - kept, clock: rules.TransactionClock, cancellation: cancellation)
            {
                MustFitMachine = true,
            };
        try
        {
            TransactionOutcome outcome = Told(candidate, candidates, ahead.Execute(index, budget));
            kept += outcome is ExecutedOutcome ? budget.UsedCells : 0;
            return outcome;
        }
        catch (ExecutionInterruptedException interrupted) when (interrupted.Kind == InterruptionKind.OutOfMemory && kept > 0)
        {
            // What it takes beside those before it says nothing of what it takes alone.
            return new NoRoomOutcome(interrupted.Message, FitsEmptyBlock: true);
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
        catch (Exception defect) when (defect is not (OperationCanceledException or EngineDifferenceException))
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

    // What is known of a header before anything was executed.
    private BlockHeader Begin(BlockParent parent, ulong timestamp, Felt sequencer) => new()
    {
        ParentHash = parent.Header.Hash,
        Number = parent.Header.Number + 1,
        StateRoot = default,
        SequencerAddress = sequencer,
        Timestamp = timestamp,
        GasPrices = rules.GasPrices,
        StarknetVersion = rules.StarknetVersion,
        Commitments = BlockCommitments.Pending,
    };

    private BlockContext ContextOf(BlockHeader header) => BlockContext.Of(header, rules.Chain, rules.Constants);

    private BlockRun Open(BlockParent parent, BlockContext context, Func<ExecutedOutcome, NoRoomOutcome?>? room = null) =>
        new(context, parent.State, parent.HashOf, classes, Bounds, room);

    private ExecutableTransaction Executable(SubmittedTransaction submitted)
    {
        CompiledContract? contract = null;
        string? error = null;
        Rejection? refusal = submitted.Class is { } sierra && !compiler.TryCompile(sierra, out contract, out error)
            ? new Rejection(RejectionKind.CompiledClassHashMismatch, $"the class does not compile: {error}")
            : contract?.Casm.Bytecode.Length > rules.Limits.Class.MaxBytecodeFelts
            ? new Rejection(
                RejectionKind.TooLargeForBlock,
                $"expected a class of at most {rules.Limits.Class.MaxBytecodeFelts} felts of bytecode, got {contract.Casm.Bytecode.Length}")
            : null;
        return new ExecutableTransaction(submitted.Transaction, contract, ProposedBlock.SizeOf(submitted)) { Refusal = refusal };
    }

    private static PreparedBlock Finish(
        BlockParent parent, ExecutedBlock executed, BlockRun run, BlockHeader begun, ProposedBlock proposal, ReadOnlyMemory<byte> bytes)
    {
        // The two take about as long and share nothing.
        Task<BlockCommitments> content =
            Task.Run(() => ContentCommitments.Compute(executed.Transactions, executed.Receipts, executed.StateDiff));
        CommittedState commitment = StateCommitter.Commit(parent.State, parent.Commitment, executed.StateDiff);
        BlockHeader header = begun with
        {
            StateRoot = commitment.Roots.Global,
            Commitments = content.GetAwaiter().GetResult(),
        };
        Block block = new(header.WithHash(), executed.Transactions, executed.Receipts);
        ImmutableArray<ClassRecord> declared =
            [.. run.Declared.Select(contract => new ClassRecord(contract.ClassHash, contract.Sierra, contract.Casm))];
        return new PreparedBlock(proposal, bytes, block, executed.StateDiff, commitment, declared, executed.Weights);
    }
}
