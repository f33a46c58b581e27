using System;
using System.Collections.Immutable;
using System.Linq;
using Kraken.Execution.Classes;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Genesis;
using Kraken.State;
using Kraken.State.Commitment;
using Kraken.State.Store;

namespace Kraken.Sequencer.Blocks;

/// <summary>Block 0: the chain's own contracts, accounts and balances, without transactions and without a certificate.</summary>
public static class GenesisBlock
{
    /// <summary>Computes block 0.</summary>
    /// <exception cref="InvalidOperationException">A class of the chain's own does not compile to the recorded hash.</exception>
    public static BlockRecord Create(GenesisDescription genesis, ClassCompiler compiler)
    {
        ArgumentNullException.ThrowIfNull(genesis);
        StateDiff diff = GenesisState.Build(genesis);
        CommittedState commitment = StateCommitter.Commit(EmptyState.Instance, EmptyCommitment.Instance, diff);
        BlockHeader header = new()
        {
            ParentHash = default,
            Number = 0,
            StateRoot = commitment.Roots.Global,
            SequencerAddress = genesis.SequencerAddress,
            Timestamp = genesis.Timestamp,
            GasPrices = genesis.GasPrices,
            StarknetVersion = genesis.StarknetVersion,
            Commitments = ContentCommitments.Compute([], [], diff),
        };
        header = header with { Hash = BlockHash.Compute(header) };
        return new BlockRecord(new Block(header, [], []), diff, commitment, Classes(compiler), []);
    }

    private static ImmutableArray<ClassRecord> Classes(ClassCompiler compiler) =>
    [
        .. ChainContracts.All.Select(contract =>
        {
            if (!compiler.TryCompile(contract.Class, out CompiledContract? compiled, out string? error))
            {
                throw new InvalidOperationException($"the chain's class {contract.Name} does not compile: {error}");
            }

            return compiled!.CompiledClassHash == contract.CompiledClassHash && compiled.ClassHash == contract.ClassHash
                ? new ClassRecord(contract.ClassHash, compiled.Sierra, compiled.Casm)
                : throw new InvalidOperationException(
                    $"the chain's class {contract.Name} compiles to {compiled.CompiledClassHash} (class {compiled.ClassHash}), "
                    + $"its record says {contract.CompiledClassHash} (class {contract.ClassHash})");
        }),
    ];
}
