using System;
using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using Kraken.Execution.Blocks;
using Kraken.Execution.Classes;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Sequencer.Messages;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Transactions;
using Kraken.State.Commitment;
using Kraken.State.Store;

namespace Kraken.Sequencer.Blocks;

/// <summary>What is alike for a block that is built and one that is checked: how it is opened, what is run, how it is hashed.</summary>
/// <param name="rules">The chain's rules.</param>
/// <param name="classes">Runnable classes.</param>
/// <param name="compiler">Compiles declared classes.</param>
/// <param name="clock">The clock of the build time.</param>
internal sealed class BlockExecution(ChainRules rules, ClassRegistry classes, ClassCompiler compiler, TimeProvider clock)
{
    internal ChainRules Rules => rules;

    internal TimeProvider Clock => clock;

    /// <summary>Opens a block without transactions.</summary>
    /// <param name="parent">The block below.</param>
    /// <param name="timestamp">Seconds since 1970-01-01 UTC.</param>
    /// <param name="sequencer">Who builds it.</param>
    /// <param name="room">Makes what else a transaction must fit that was executed; null for nothing.</param>
    internal OpenBlock Open(
        BlockParent parent, ulong timestamp, Felt sequencer, Func<BlockContext, Func<ExecutedOutcome, NoRoomOutcome?>>? room = null)
    {
        BlockHeader header = new()
        {
            ParentHash = parent.Header.Hash,
            Number = parent.Header.Number + 1,
            StateRoot = default,
            SequencerAddress = sequencer,
            Timestamp = timestamp,
            GasPrices = rules.PricesAfter(parent.Header, parent.GasUsed),
            StarknetVersion = rules.StarknetVersion,
            Commitments = BlockCommitments.Pending,
        };
        BlockContext context = BlockContext.Of(header, rules.Chain, rules.Constants);
        BlockRun run = new(context, parent.State, parent.HashOf, classes, rules.Limits.Block, room?.Invoke(context));
        return new OpenBlock(parent, header, run);
    }

    /// <summary>A transaction with what its execution needs.</summary>
    internal ExecutableTransaction Executable(SubmittedTransaction submitted)
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
        return new ExecutableTransaction(submitted.Transaction, contract, ProposedBlock.SizeOf(submitted))
        {
            Refusal = refusal, Flags = rules.RunsAs?.Invoke(submitted.Transaction),
        };
    }

    /// <summary>A message with what its execution needs.</summary>
    /// <param name="paidFee">What was paid on L1; of a block's it is known only that it was not zero.</param>
    internal static ExecutableTransaction Executable(L1HandlerTransaction message, UInt128? paidFee = null) =>
        new(message, null, MessageCodec.SizeOf(message)) { PaidFeeOnL1 = paidFee ?? UInt128.One };

    /// <summary>Computes commitments and hash of a block whose execution is finished.</summary>
    internal static PreparedBlock Finish(OpenBlock block, ExecutedBlock executed, ProposedBlock proposal, ReadOnlyMemory<byte> bytes)
    {
        // The two take about as long and share nothing.
        Task<BlockCommitments> content =
            Task.Run(() => ContentCommitments.Compute(executed.Transactions, executed.Receipts, executed.StateDiff));
        BlockParent parent = block.Parent;
        CommittedState commitment = StateCommitter.Commit(parent.State, parent.Commitment, executed.StateDiff);
        BlockHeader header = block.Header with
        {
            StateRoot = commitment.Roots.Global,
            Commitments = content.GetAwaiter().GetResult(),
        };
        Block finished = new(header.WithHash(), executed.Transactions, executed.Receipts);
        ImmutableArray<ClassRecord> declared =
            [.. block.Run.Declared.Select(contract => new ClassRecord(contract.ClassHash, contract.Sierra, contract.Casm))];
        return new PreparedBlock(proposal, bytes, finished, executed.StateDiff, commitment, declared, executed.Weights);
    }
}
