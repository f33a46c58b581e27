using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Execution.Blocks;
using Kraken.Execution.Classes;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Transactions;
using Kraken.State.Commitment;
using Kraken.State.Store;

namespace Kraken.Sequencer.Blocks;

/// <summary>Executes blocks on top of the committed chain. Not safe for several threads.</summary>
/// <param name="store">The committed chain.</param>
/// <param name="rules">The chain's rules.</param>
/// <param name="classes">Runnable classes.</param>
/// <param name="compiler">Compiles declared classes.</param>
/// <param name="clock">The clock of the build time.</param>
public sealed class BlockBuilder(ChainStore store, ChainRules rules, ClassRegistry classes, ClassCompiler compiler, TimeProvider clock)
{
    /// <summary>Builds a block of those candidates that can be executed, until a limit of the block is reached.</summary>
    /// <param name="number">The height.</param>
    /// <param name="timestamp">Seconds since 1970-01-01 UTC.</param>
    /// <param name="sequencer">Who builds.</param>
    /// <param name="candidates">Transactions in order.</param>
    /// <param name="rejected">Told of each candidate that may not enter a block.</param>
    public PreparedBlock Build(ulong number, ulong timestamp, Felt sequencer, IEnumerable<SubmittedTransaction> candidates, Action<SubmittedTransaction, Rejection> rejected)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        ArgumentNullException.ThrowIfNull(rejected);
        long started = clock.GetTimestamp();
        BlockExecutor executor = Begin(number, timestamp, sequencer);
        List<SubmittedTransaction> included = [];
        List<ClassRecord> declared = [];
        ulong gas = 0;
        foreach (SubmittedTransaction candidate in candidates)
        {
            if (included.Count >= rules.MaxTransactions || gas >= rules.MaxL2Gas || clock.GetElapsedTime(started) > rules.BuildTime)
            {
                break;
            }

            TransactionOutcome outcome = Execute(executor, candidate, declared);
            if (outcome is ExecutedOutcome executed)
            {
                included.Add(candidate);
                gas += executed.Gas.L2Gas;
            }
            else if (outcome is RejectedOutcome refused)
            {
                rejected(candidate, refused.Rejection);
            }
        }

        return Finish(executor, new ProposedBlock(number, timestamp, sequencer, [.. included]), declared);
    }

    /// <summary>Executes a proposed block; null when one of its transactions may not enter it.</summary>
    public PreparedBlock? Execute(ProposedBlock proposal, out string? refusal)
    {
        ArgumentNullException.ThrowIfNull(proposal);
        refusal = null;
        BlockExecutor executor = Begin(proposal.Number, proposal.Timestamp, proposal.Sequencer);
        List<ClassRecord> declared = [];
        foreach (SubmittedTransaction transaction in proposal.Transactions)
        {
            if (Execute(executor, transaction, declared) is RejectedOutcome refused)
            {
                refusal = $"transaction {transaction.Transaction.Hash}: {refused.Rejection.Message}";
                return null;
            }
        }

        return Finish(executor, proposal, declared);
    }

    private BlockExecutor Begin(ulong number, ulong timestamp, Felt sequencer)
    {
        BlockInfo block = new() { Number = number, Timestamp = timestamp, Sequencer = sequencer, GasPrices = rules.GasPrices };
        ulong buffer = rules.Constants.System.BlockHashBuffer;
        Felt? old = number >= buffer ? store.Header(number - buffer)!.Hash : null;
        return new BlockExecutor(new BlockContext(block, rules.Chain, rules.Constants), store.State, classes, old);
    }

    private TransactionOutcome Execute(BlockExecutor executor, SubmittedTransaction transaction, List<ClassRecord> declared)
    {
        CompiledContract? contract = null;
        if (transaction.Class is { } sierra)
        {
            if (!compiler.TryCompile(sierra, out contract, out string? error))
            {
                return new RejectedOutcome(new Rejection(RejectionKind.CompiledClassHashMismatch, $"the class does not compile: {error}"));
            }
        }

        TransactionOutcome outcome = executor.Execute(new ExecutableTransaction(transaction.Transaction, contract));
        if (contract is not null && outcome is ExecutedOutcome)
        {
            declared.Add(new ClassRecord(contract.ClassHash, contract.Sierra, contract.Casm));
        }

        return outcome;
    }

    private PreparedBlock Finish(BlockExecutor executor, ProposedBlock proposal, List<ClassRecord> declared)
    {
        ExecutedBlock executed = executor.Finish();
        CommittedState commitment = StateCommitter.Commit(store.State, store.Commitment, executed.StateDiff);
        BlockHeader header = new()
        {
            ParentHash = store.LatestNumber is { } latest ? store.Header(latest)!.Hash : default,
            Number = proposal.Number,
            StateRoot = commitment.Roots.Global,
            SequencerAddress = proposal.Sequencer,
            Timestamp = proposal.Timestamp,
            GasPrices = rules.GasPrices,
            StarknetVersion = rules.StarknetVersion,
            Commitments = ContentCommitments.Compute(executed.Transactions, executed.Receipts, executed.StateDiff),
        };
        header = header with { Hash = BlockHash.Compute(header) };
        return new PreparedBlock(proposal, new Block(header, executed.Transactions, executed.Receipts), executed, commitment, [.. declared]);
    }
}
