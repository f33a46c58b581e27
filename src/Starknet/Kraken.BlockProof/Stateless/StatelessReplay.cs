using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using System.Threading;
using Kraken.BlockProof.Replay;
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
    private readonly Dictionary<Felt, CompiledContract> classes;

    private StatelessReplay(StatelessRange range, Dictionary<Felt, CompiledContract> classes)
    {
        this.range = range;
        this.classes = classes;
    }

    /// <summary>Executes the blocks.</summary>
    /// <param name="range">The blocks, of unknown origin.</param>
    /// <param name="lastHash">The hash of the last block, which is believed: a commit certificate is over it.</param>
    /// <param name="compiler">Compiles the classes.</param>
    /// <param name="blocks">The blocks with what was established.</param>
    /// <param name="mismatch">The first thing that is not as it has to be.</param>
    /// <param name="cancellation">Ends the work between transactions.</param>
    public static bool TryRun(
        StatelessRange range,
        Felt lastHash,
        ClassCompiler compiler,
        out ImmutableArray<ProvenBlock> blocks,
        [NotNullWhen(false)] out ReplayMismatch? mismatch,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(range);
        ArgumentNullException.ThrowIfNull(compiler);
        blocks = [];
        mismatch = range.Blocks.IsEmpty ? new ReplayMismatch("range", "at least one block", "none")
            : HeaderChain.FindMismatch(range.Parent, [.. range.Blocks.Select(block => block.Decided)], lastHash);
        if (mismatch is not null || !TryCompile(range.Classes, compiler, out Dictionary<Felt, CompiledContract>? classes, out mismatch))
        {
            return false;
        }

        StatelessReplay replay = new(range, classes);
        ImmutableArray<ProvenBlock>.Builder proven = ImmutableArray.CreateBuilder<ProvenBlock>();
        BlockHeader parent = range.Parent;
        foreach (StatelessBlock block in range.Blocks)
        {
            if (!replay.TryRun(block, parent, out ProvenBlock? established, out mismatch, cancellation))
            {
                return false;
            }

            proven.Add(established);
            parent = block.Decided.Block.Header;
        }

        blocks = proven.ToImmutable();
        return true;
    }

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

    private bool TryRun(
        StatelessBlock block,
        BlockHeader parent,
        [NotNullWhen(true)] out ProvenBlock? proven,
        [NotNullWhen(false)] out ReplayMismatch? mismatch,
        CancellationToken cancellation)
    {
        proven = null;
        string where = $"block {parent.Number + 1}";
        if (block.Roots.Global != parent.StateRoot)
        {
            mismatch = new ReplayMismatch($"{where}, state root before it", parent.StateRoot.ToString(), block.Roots.Global.ToString());
            return false;
        }

        try
        {
            ProvenState before = Open(block);
            StateCells cells = new();
            ReplayedBlock replayed = BlockReplay.Run(
                block.Decided,
                new NotedState(before, cells),
                new ReplayContext(range.Chain, new ClassRegistry(hash => Declared(hash, before, cells)), classes.GetValueOrDefault),
                _ => false,
                cancellation);
            cells.Add(block.Decided.Diff);
            mismatch = replayed.Mismatches is [{ } first, ..] ? first with { Where = $"{where}, {first.Where}" }
                : Missing(where, before.Neighbours(cells, block.Decided.Diff));
            if (mismatch is not null)
            {
                return false;
            }

            CommittedState after = StateCommitter.Commit(before, before, block.Decided.Diff);
            Felt expected = block.Decided.Block.Header.StateRoot;
            mismatch = after.Roots.Global == expected ? null
                : new ReplayMismatch($"{where}, state root after it", expected.ToString(), after.Roots.Global.ToString());
            proven = mismatch is not null ? null : new ProvenBlock
            {
                Chain = range.Chain, Parent = parent, Decided = block.Decided, Cells = cells, Before = before, After = after, Classes = classes,
            };
            return mismatch is null;
        }
        catch (StateProofException unproven)
        {
            mismatch = Unproven(where, unproven);
        }
        catch (StateUnavailableException unread) when (unread.InnerException is StateProofException unproven)
        {
            mismatch = Unproven(where, unproven);
        }
        catch (MissingTrieNodeException missing)
        {
            mismatch = new ReplayMismatch($"{where}, tries before it", $"node {missing.Hash} at height {missing.Height}", "none");
        }

        return false;
    }

    private ProvenState Open(StatelessBlock block)
    {
        ProvenState before = new(block.Roots);
        before.Add(block.ContractNodes, block.ClassNodes);
        foreach ((Felt address, ContractLeaf leaf) in block.Leaves)
        {
            before.Add(address, leaf);
        }

        foreach (CompiledContract contract in classes.Values)
        {
            before.AddClass(contract.ClassHash, contract.CompiledClassHash);
        }

        return before;
    }

    // A class that the block itself declares is added to the registry by whoever runs it, and is not looked for here.
    private RunnableClass? Declared(Felt classHash, ProvenState before, StateCells cells)
    {
        cells.Add(CellKind.CompiledClass, classHash, default);
        return before.CompiledClassHashOf(classHash).IsZero ? null
            : classes.TryGetValue(classHash, out CompiledContract? contract) ? contract.Runnable
            : throw new StateProofException($"class {classHash}", "a class", "none");
    }

    private static ReplayMismatch? Missing(string where, StateCells neighbours)
    {
        foreach ((Felt contract, SortedSet<Felt> keys) in neighbours.Contracts)
        {
            return new ReplayMismatch(
                $"{where}, tries before it",
                keys.Count > 0 ? $"the nodes on the way to {keys.Min} in storage of {contract}" : $"the nodes on the way to contract {contract}",
                "a part of them");
        }

        return neighbours.Classes.Count == 0 ? null
            : new ReplayMismatch($"{where}, class trie before it", $"the nodes on the way to {neighbours.Classes.First()}", "a part of them");
    }

    private static ReplayMismatch Unproven(string where, StateProofException unproven) =>
        new($"{where}, state before it, {unproven.Where}", unproven.Expected, unproven.Got);
}
