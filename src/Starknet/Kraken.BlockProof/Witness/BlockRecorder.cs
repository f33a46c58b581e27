using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Kraken.BlockProof.Program;
using Kraken.Execution.Blocks;
using Kraken.Execution.Calls;
using Kraken.Execution.Classes;
using Kraken.Execution.Constants;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Transactions;
using Kraken.State;
using Kraken.State.Commitment;

namespace Kraken.BlockProof.Witness;

/// <summary>Executes the blocks of a witness, notes what the program's hints tell, and finds what the program cannot prove.</summary>
public sealed class BlockRecorder
{
    private readonly BlockWitness witness;
    private readonly ClassRegistry registry = new();
    private readonly HashSet<Felt> classes;

    private BlockRecorder(BlockWitness witness)
    {
        this.witness = witness;
        foreach (WitnessClass item in witness.Classes)
        {
            registry.Add(item.ClassHash, item.Runnable);
        }

        classes = [.. witness.AllClasses().Select(item => item.ClassHash)];
    }

    private static VersionedConstants Constants => BlockWitness.Constants;

    /// <summary>Executes all blocks.</summary>
    /// <param name="witness">The blocks.</param>
    /// <returns>The blocks, or what of them cannot be proved.</returns>
    public static (ImmutableArray<RecordedBlock> Blocks, NotProvable? Refusal) Record(BlockWitness witness)
    {
        ArgumentNullException.ThrowIfNull(witness);
        BlockRecorder recorder = new(witness);
        List<RecordedBlock> blocks = [];
        IStateReader state = witness.State;
        ICommitmentReader commitment = witness.Commitment;
        BlockHeader parent = witness.Parent;
        foreach (WitnessBlock block in witness.Blocks)
        {
            if (recorder.Refuse(block, parent) is { } refusal || recorder.TryRun(block, state, commitment, out refusal) is not { } recorded)
            {
                return ([], refusal);
            }

            blocks.Add(recorded);
            state = new DiffOverlay(state, recorded.Executed.StateDiff);
            commitment = recorded.Commitments.After;
            parent = block.Header;
        }

        return ([.. blocks], null);
    }

    private NotProvable? Refuse(WitnessBlock block, BlockHeader parent)
    {
        BlockHeader header = block.Header;
        if (header.StarknetVersion != BlockWitness.ProtocolVersion)
        {
            return Refusal(
                BlockRefusalKind.ProtocolVersion, header, null,
                $"protocol version {header.StarknetVersion}, expected {BlockWitness.ProtocolVersion}");
        }

        if (header.Number != parent.Number + 1 || header.ParentHash != parent.Hash)
        {
            return Refusal(
                BlockRefusalKind.Mismatch, header, null,
                $"its parent is {header.ParentHash}, expected block {parent.Number}, {parent.Hash}");
        }

        foreach ((int index, Transaction transaction) in block.Transactions.Select(item => item.Transaction).Index())
        {
            if (!TransactionCells.CanState(transaction) || transaction is InvokeTransaction { ProofFacts.IsEmpty: false })
            {
                return Refusal(
                    BlockRefusalKind.Transaction, header, index, $"the program does not state this kind of {transaction.Type} transaction");
            }
        }

        return null;
    }

    private RecordedBlock? TryRun(WitnessBlock block, IStateReader before, ICommitmentReader commitment, out NotProvable? refusal)
    {
        BlockHeader header = block.Header;
        BlockContext context = BlockContext.Of(header, witness.Chain, Constants) with { RecordsAnswers = true };
        BlockRun run = new(context, before, _ => block.OldHash, registry);
        if (run.ExecuteAll(block.Transactions) is { } stopped)
        {
            refusal = Refusal(BlockRefusalKind.Mismatch, header, stopped.Index, $"it may not enter the block: {stopped.Reason}");
            return null;
        }

        ExecutedBlock executed = run.Finish();
        foreach (CompiledContract declared in run.Declared)
        {
            registry.Add(declared.ClassHash, declared.Runnable);
        }

        CommitmentOverlay after = new(commitment, StateCommitter.Commit(before, commitment, executed.StateDiff));
        RecordedBlock recorded = new(
            block, before, new(commitment, after), executed,
            [.. block.Transactions.Select((item, i) => RecordedTransaction.Of(item, executed.Receipts[i], executed.Outcomes[i]))]);
        refusal = FirstUnprovable(recorded) ?? Compare(recorded);
        return refusal is null ? recorded : null;
    }

    private NotProvable? FirstUnprovable(RecordedBlock recorded)
    {
        foreach ((int index, RecordedTransaction transaction) in recorded.Transactions.Index())
        {
            foreach (CallInfo call in transaction.Calls)
            {
                if (Unprovable(call) is var (kind, detail))
                {
                    return Refusal(kind, recorded.Block.Header, index, detail);
                }
            }
        }

        return null;
    }

    private (BlockRefusalKind Kind, string Detail)? Unprovable(CallInfo call)
    {
        LegacyAccounts bound = Constants.LegacyAccounts;
        if (!classes.Contains(call.ClassHash))
        {
            return (BlockRefusalKind.MissingClass, $"the witness lacks class {call.ClassHash}");
        }

        if (call.Tracked != TrackedResource.SierraGas)
        {
            return (BlockRefusalKind.StepMeteredClass, $"class {call.ClassHash} is metered by steps");
        }

        if (bound.VersionOne.Contains(call.ClassHash) || bound.WithoutDataGas.Contains(call.ClassHash))
        {
            return (BlockRefusalKind.BoundAccount, $"class {call.ClassHash} sees its transaction in a form of its own");
        }

        return call.Answers?.FirstOrDefault(answer => !SystemCallSizes.CanAnswer(answer.Selector)) is { } unknown
            ? (BlockRefusalKind.SystemCall, $"system call {unknown.Selector}")
            : null;
    }

    private static NotProvable? Compare(RecordedBlock recorded)
    {
        BlockHeader header = recorded.Block.Header;
        BlockCommitments expected = header.Commitments;
        BlockCommitments got = ContentCommitments.Compute(
            recorded.Executed.Transactions, recorded.Executed.Receipts, recorded.Executed.StateDiff);
        Felt root = recorded.Commitments.After.Roots.Global;
        return got == expected && root == header.StateRoot ? null
            : got == expected
                ? Refusal(BlockRefusalKind.Mismatch, header, null, $"it leads to state root {root}, expected {header.StateRoot}")
            : Refusal(BlockRefusalKind.Mismatch, header, null, $"its content has the commitments {got}, expected {expected}");
    }

    private static NotProvable Refusal(BlockRefusalKind kind, BlockHeader header, int? transaction, string detail) =>
        new(kind, header.Number, transaction, detail);
}
