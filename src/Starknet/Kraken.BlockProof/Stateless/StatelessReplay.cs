using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using System.Threading;
using Kraken.BlockProof.Replay;
using Kraken.Execution.Blocks;
using Kraken.Execution.Classes;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Classes;
using Kraken.State;
using Kraken.State.Commitment;
using Kraken.Trie;

namespace Kraken.BlockProof.Stateless;

/// <summary>
/// Executes blocks over what is proven of the state before them, believing nothing but the hash of the last: headers and content have
/// the hashes that follow from it, classes are compiled here and stand in the class trie, every value that the execution reads is a
/// leaf below the parent's state root, receipts and state diff are those of the execution, and the diff gives the header's state root.
/// </summary>
public sealed class StatelessReplay
{
    private readonly StatelessRange range;
    private readonly ChainInfo chain;
    private readonly Dictionary<Felt, CompiledContract> classes;
    private readonly ProvenState before;
    private readonly ImmutableArray<CommittedState>.Builder after = ImmutableArray.CreateBuilder<CommittedState>();

    private StatelessReplay(StatelessRange range, ChainInfo chain, Dictionary<Felt, CompiledContract> classes)
    {
        this.range = range;
        this.chain = chain;
        this.classes = classes;
        before = new ProvenState(range.Roots);
    }

    /// <summary>Executes the blocks.</summary>
    /// <param name="range">The blocks, of unknown origin.</param>
    /// <param name="chain">The chain that the caller expects them to be of.</param>
    /// <param name="lastHash">The hash of the last block, which is believed: a commit certificate is over it.</param>
    /// <param name="compiler">Compiles the classes.</param>
    /// <param name="proven">The blocks with what was established.</param>
    /// <param name="mismatch">The first thing that is not as it has to be.</param>
    /// <param name="cancellation">Ends the work between transactions.</param>
    public static bool TryRun(
        StatelessRange range,
        ChainInfo chain,
        Felt lastHash,
        ClassCompiler compiler,
        [NotNullWhen(true)] out EstablishedRange? proven,
        [NotNullWhen(false)] out ReplayMismatch? mismatch,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(range);
        ArgumentNullException.ThrowIfNull(chain);
        ArgumentNullException.ThrowIfNull(compiler);
        proven = null;
        mismatch = FindMismatch(chain, range.Chain) ?? HeaderChain.FindMismatch(range.Parent, range.Blocks, lastHash);
        if (mismatch is not null || !TryCompile(range.Classes, compiler, out Dictionary<Felt, CompiledContract>? classes, out mismatch))
        {
            return false;
        }

        StatelessReplay replay = new(range, chain, classes);
        mismatch = replay.Run(cancellation);
        proven = mismatch is not null ? null : new EstablishedRange
        {
            Chain = chain,
            Parent = range.Parent,
            Blocks = range.Blocks,
            Before = replay.before,
            After = replay.after.ToImmutable(),
            Classes = classes,
        };
        return mismatch is null;
    }

    private static ReplayMismatch? FindMismatch(ChainInfo expected, ChainInfo got) =>
        got.ChainId != expected.ChainId ? new ReplayMismatch("chain", expected.ChainId.Name, $"{got.ChainId.Name} ({got.ChainId.Value})")
        : got.FeeToken != expected.FeeToken ? new ReplayMismatch("fee token", $"{expected.FeeToken}", $"{got.FeeToken}")
        : got.LegacyFeeToken != expected.LegacyFeeToken
            ? new ReplayMismatch("legacy fee token", $"{expected.LegacyFeeToken}", $"{got.LegacyFeeToken}")
        : null;

    private static bool TryCompile(
        ImmutableArray<SierraClass> sierras,
        ClassCompiler compiler,
        [NotNullWhen(true)] out Dictionary<Felt, CompiledContract>? classes,
        [NotNullWhen(false)] out ReplayMismatch? mismatch)
    {
        classes = [];
        foreach (SierraClass sierra in sierras)
        {
            if (!compiler.TryCompile(sierra, out CompiledContract? contract, out string? error))
            {
                mismatch = new ReplayMismatch($"class {ClassHash.Compute(sierra)}", "one that compiles", error);
                return false;
            }

            classes[contract.ClassHash] = contract;
        }

        mismatch = null;
        return true;
    }

    private ReplayMismatch? Run(CancellationToken cancellation)
    {
        if (range.Roots.Global != range.Parent.StateRoot)
        {
            return new ReplayMismatch(
                $"block {range.Parent.Number}, state root", range.Parent.StateRoot.ToString(), range.Roots.Global.ToString());
        }

        string where = $"state after block {range.Parent.Number}";
        try
        {
            before.Add(range.ContractNodes, range.ClassNodes);
            foreach ((Felt address, ContractLeaf leaf) in range.Leaves)
            {
                before.Add(address, leaf);
            }

            foreach (CompiledContract contract in classes.Values)
            {
                before.AddClass(contract.ClassHash, contract.CompiledClassHash);
            }

            return RunBlocks(cancellation);
        }
        catch (StateProofException unproven)
        {
            return Unproven(where, unproven);
        }
        catch (StateUnavailableException unread) when (unread.InnerException is StateProofException unproven)
        {
            return Unproven(where, unproven);
        }
        catch (MissingTrieNodeException missing)
        {
            return new ReplayMismatch($"{where}, tries", $"node {missing.Hash} at height {missing.Height}", "none");
        }
    }

    private ReplayMismatch? RunBlocks(CancellationToken cancellation)
    {
        IStateReader state = before;
        ICommitmentReader commitment = before;
        foreach (DecidedBlock block in range.Blocks)
        {
            string where = $"block {block.Block.Header.Number}";
            StateCells cells = new();
            IStateReader present = state;
            ClassRegistry registry = new(hash => Declared(hash, present, cells));
            ImmutableArray<ReplayMismatch> mismatches = BlockReplay.FindMismatches(
                block,
                new NotedState(state, cells),
                new ReplayContext(chain, registry, classes.GetValueOrDefault),
                cancellation);
            if (mismatches is [{ } first, ..])
            {
                return first with { Where = $"{where}, {first.Where}" };
            }

            cells.Add(block.Diff);
            if (Missing(where, StateNeighbours.Of(state, commitment, cells, block.Diff)) is { } missing)
            {
                return missing;
            }

            CommittedState committed = StateCommitter.Commit(state, commitment, block.Diff);
            Felt expected = block.Block.Header.StateRoot;
            if (committed.Roots.Global != expected)
            {
                return new ReplayMismatch($"{where}, state root", expected.ToString(), committed.Roots.Global.ToString());
            }

            after.Add(committed);
            state = new DiffOverlay(state, block.Diff);
            commitment = new CommitmentOverlay(commitment, committed);
        }

        return null;
    }

    // A class that the block itself declares is added to the registry by whoever runs it, and is not looked for here.
    private RunnableClass? Declared(Felt classHash, IStateReader state, StateCells cells)
    {
        cells.Add(CellKind.CompiledClass, classHash, default);
        return state.CompiledClassHashOf(classHash).IsZero ? null
            : classes.TryGetValue(classHash, out CompiledContract? contract) ? contract.Runnable
            : throw new StateProofException($"class {classHash}", "a class", "none");
    }

    private static ReplayMismatch? Missing(string where, StateCells neighbours)
    {
        foreach ((Felt contract, SortedSet<Felt> keys) in neighbours.Contracts)
        {
            string what = keys.Count > 0 ? $"{keys.Min} in storage of {contract}" : $"contract {contract}";
            return new ReplayMismatch($"{where}, tries before it", $"the nodes on the way to {what}", "a part of them");
        }

        return neighbours.Classes.Count == 0 ? null
            : new ReplayMismatch(
                $"{where}, tries before it", $"the nodes on the way to class {neighbours.Classes.First()}", "a part of them");
    }

    private static ReplayMismatch Unproven(string where, StateProofException unproven) =>
        new($"{where}, {unproven.Where}", unproven.Expected, unproven.Got);
}
