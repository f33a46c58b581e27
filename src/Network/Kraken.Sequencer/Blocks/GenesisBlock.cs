using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using Kraken.Execution.Blocks;
using Kraken.Execution.Classes;
using Kraken.Execution.Constants;
using Kraken.Execution.Transactions;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Genesis;
using Kraken.State;
using Kraken.State.Commitment;
using Kraken.State.Journal;
using Kraken.State.Store;

namespace Kraken.Sequencer.Blocks;

/// <summary>
/// Block 0: classes, tokens, accounts and contracts of a genesis, without transactions and without a certificate. Only gas bounds the
/// constructors that it runs, so that every machine comes to the same block.
/// </summary>
public static class GenesisBlock
{
    /// <summary>Computes block 0.</summary>
    /// <param name="genesis">What it is made of.</param>
    /// <param name="compiler">Compiles its classes.</param>
    /// <param name="constants">The constants that constructors run by; null for those of the genesis' protocol version.</param>
    /// <param name="budget">How much gas the constructors of a stranger's genesis may take; null for the bound of every genesis.</param>
    /// <exception cref="InvalidOperationException">A class of the chain's own does not compile to the recorded hash.</exception>
    /// <exception cref="InvalidDataException">
    /// A class of the genesis does not compile, a constructor fails, or the protocol version is unknown that constructors run by.
    /// </exception>
    public static BlockRecord Create(
        GenesisDescription genesis, ClassCompiler compiler, VersionedConstants? constants = null, GenesisBudget? budget = null)
    {
        ArgumentNullException.ThrowIfNull(genesis);
        ArgumentNullException.ThrowIfNull(compiler);
        ImmutableArray<CompiledContract> classes =
            [.. GenesisState.OwnClasses(genesis).Select(own => Compiled(own, compiler)), .. Compiled(genesis.Classes, compiler)];
        classes = [.. classes.DistinctBy(compiled => compiled.ClassHash)];
        BlockHeader header = new()
        {
            ParentHash = default,
            Number = 0,
            StateRoot = default,
            SequencerAddress = genesis.SequencerAddress,
            Timestamp = genesis.Timestamp,
            GasPrices = genesis.GasPrices,
            StarknetVersion = genesis.StarknetVersion,
            Commitments = BlockCommitments.Pending,
        };
        StateDiff diff = Deployed(genesis, Placed(genesis, classes), header, classes, constants, budget?.ConstructorGas);
        CommittedState commitment = StateCommitter.Commit(EmptyState.Instance, EmptyCommitment.Instance, diff);
        header = header with { StateRoot = commitment.Roots.Global, Commitments = ContentCommitments.Compute([], [], diff) };
        header = header with { Hash = BlockHash.Compute(header) };
        return new BlockRecord(
            new Block(header, [], []),
            diff,
            commitment,
            [.. classes.Select(compiled => new ClassRecord(compiled.ClassHash, compiled.Sierra, compiled.Casm))],
            []);
    }

    private static StateDiff Placed(GenesisDescription genesis, ImmutableArray<CompiledContract> classes)
    {
        StateDiff placed = GenesisState.Build(genesis) with
        {
            DeclaredClasses = [.. classes.Select(compiled => new DeclaredClass(compiled.ClassHash, compiled.CompiledClassHash))],
        };
        return placed.Sorted();
    }

    // Runs the constructors on what is placed.
    private static StateDiff Deployed(
        GenesisDescription genesis,
        StateDiff placed,
        BlockHeader header,
        ImmutableArray<CompiledContract> classes,
        VersionedConstants? constants,
        ulong? most)
    {
        GenesisContract[] deployments = [.. genesis.Deployments()];
        if (deployments.Length == 0)
        {
            return placed;
        }

        VersionedConstants rules = constants ?? VersionedConstants.ForVersion(genesis.StarknetVersion)
            ?? throw new InvalidDataException(
                $"expected one of the protocol versions {string.Join(", ", VersionedConstants.Versions)}, got '{genesis.StarknetVersion}'");
        ClassRegistry runnable = new();
        foreach (CompiledContract compiled in classes)
        {
            runnable.Add(compiled.ClassHash, compiled.Runnable);
        }

        JournaledState state = StateOf(placed);
        BlockContext block = BlockContext.Of(header, new ChainInfo(genesis.ChainId, genesis.FeeTokenAddress), rules);
        ulong gas = 0;
        foreach (GenesisContract contract in deployments)
        {
            string? problem = GenesisDeployment.Run(block, state, runnable, contract, out ulong used, most);
            gas += used;
            if ((problem ?? Excess(gas, most ?? GenesisBounds.MaxConstructorGas)) is { } refusal)
            {
                throw new InvalidDataException($"contract {contract.Name} cannot be deployed: {refusal}");
            }
        }

        return StateDiffs.Of(state.Changes());
    }

    // Who checks a proof runs the constructors too, also those of a file that a stranger made.
    private static string? Excess(ulong gas, ulong most) => gas > most
        ? $"expected constructors that take at most {most} gas together, got {gas}"
        : null;

    private static JournaledState StateOf(StateDiff diff)
    {
        JournaledState state = new(EmptyState.Instance);
        foreach (CellValue cell in diff.Cells())
        {
            state.Apply(new StateChange(cell.Kind, cell.Owner, cell.Key, default, cell.Value));
        }

        return state;
    }

    private static IEnumerable<CompiledContract> Compiled(ImmutableArray<SierraClass> classes, ClassCompiler compiler) =>
        classes.Select(sierra => compiler.TryCompile(sierra, out CompiledContract? compiled, out string? error)
            ? compiled
            : throw new InvalidDataException($"class {ClassHash.Compute(sierra)} does not compile: {error}"));

    private static CompiledContract Compiled(ChainContract contract, ClassCompiler compiler)
    {
        if (!compiler.TryCompile(contract.Class, out CompiledContract? compiled, out string? error))
        {
            throw new InvalidOperationException($"the chain's class {contract.Name} does not compile: {error}");
        }

        return compiled.CompiledClassHash == contract.CompiledClassHash && compiled.ClassHash == contract.ClassHash
            ? compiled
            : throw new InvalidOperationException(
                $"the chain's class {contract.Name} compiles to {compiled.CompiledClassHash} (class {compiled.ClassHash}), "
                + $"its record says {contract.CompiledClassHash} (class {contract.ClassHash})");
    }
}
