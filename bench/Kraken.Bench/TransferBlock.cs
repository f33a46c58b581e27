using System;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using Kraken.BlockProof.Witness;
using Kraken.Execution.Blocks;
using Kraken.Execution.Blocks.Weights;
using Kraken.Execution.Classes;
using Kraken.Execution.Transactions;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Limits;
using Kraken.State;
using Kraken.State.Commitment;

namespace Kraken.Bench;

/// <summary>A block of signed ERC-20 transfers behind the genesis of a thousand accounts, with all that proving it takes.</summary>
internal static class TransferBlock
{
    /// <summary>The block, with what its builder weighed it.</summary>
    internal static (BlockWitness Witness, BlockWeights Weights) Of(int transfers)
    {
        GenesisDescription genesis = SignedTransfers.Genesis;
        StateDiff diff = GenesisState.Build(genesis);
        CommittedState committed = StateCommitter.Commit(EmptyState.Instance, EmptyCommitment.Instance, diff);
        BlockHeader parent = new BlockHeader
        {
            ParentHash = default,
            Number = 0,
            StateRoot = committed.Roots.Global,
            SequencerAddress = genesis.SequencerAddress,
            Timestamp = 1_800_000_000,
            GasPrices = genesis.GasPrices,
            StarknetVersion = BlockWitness.ProtocolVersion,
            Commitments = ContentCommitments.Compute([], [], diff),
        }.WithHash();
        DiffOverlay state = new(EmptyState.Instance, diff);
        CommitmentOverlay commitment = new(EmptyCommitment.Instance, committed);
        ImmutableArray<CompiledContract> classes = [.. ChainContracts.All.Select(Compiled)];
        ClassRegistry registry = new();
        foreach (CompiledContract compiled in classes)
        {
            registry.Add(compiled.ClassHash, compiled.Runnable);
        }

        ChainInfo chain = new(genesis.ChainId, genesis.FeeTokenAddress);
        BlockHeader header = parent with { Hash = default, ParentHash = parent.Hash, Number = 1, Timestamp = parent.Timestamp + 2 };
        ImmutableArray<ExecutableTransaction> content = [.. Enumerable.Range(0, transfers).Select(SignedTransfers.Number)];
        BlockBounds bounds = new() { MaxTransactions = 10_000 };
        BlockRun run = new(
            BlockContext.Of(header, chain, BlockWitness.Constants),
            state, number => throw new InvalidOperationException($"block {number}"), registry, bounds);
        if (run.ExecuteAll(content) is { } refused)
        {
            throw new InvalidDataException($"{refused}");
        }

        ExecutedBlock executed = run.Finish();
        CommittedState after = StateCommitter.Commit(state, commitment, executed.StateDiff);
        BlockHeader closed = (header with
        {
            StateRoot = after.Roots.Global,
            Commitments = ContentCommitments.Compute(executed.Transactions, executed.Receipts, executed.StateDiff),
        }).WithHash();
        BlockWitness witness = new()
        {
            Chain = chain,
            Parent = parent,
            Blocks = [new WitnessBlock(closed, content, default)],
            Classes = [.. classes.Select(item => new WitnessClass(item.ClassHash, item.CompiledClassHash, item.Casm, item.Runnable))],
            State = state,
            Commitment = commitment,
        };
        return (witness, run.Weights);
    }

    private static CompiledContract Compiled(ChainContract contract) =>
        new ClassCompiler().TryCompile(contract.Class, out CompiledContract? compiled, out string? error)
            ? compiled
            : throw new InvalidDataException(error);
}
