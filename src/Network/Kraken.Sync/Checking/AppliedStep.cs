using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using System.Threading;
using Kraken.Execution.Classes;
using Kraken.Fields;
using Kraken.Sequencer.Blocks;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Transactions;
using Kraken.State;
using Kraken.State.Commitment;
using Kraken.State.Store;

namespace Kraken.Sync.Checking;

/// <summary>
/// Applies the state diffs of blocks that are not executed. The root that comes of a diff must be the header's, whose content the screen
/// has checked; classes are compiled and must be those that the diff declares. That the diff is what the transactions do is left to the
/// committee, and so is the L2 gas of receipts, which no hash of the protocol binds.
/// </summary>
/// <param name="compiler">Compiles the classes that blocks declare.</param>
public sealed class AppliedStep(ClassCompiler compiler) : IChainStep
{
    /// <inheritdoc/>
    public bool TryTake(
        ScreenedBlock block,
        BlockParent parent,
        [NotNullWhen(true)] out PreparedBlock? taken,
        [NotNullWhen(false)] out BlockMismatch? mismatch,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(block);
        ArgumentNullException.ThrowIfNull(parent);
        taken = null;
        BlockHeader header = block.Source.Block.Header;
        StateDiff diff = block.Source.StateDiff.Sorted();
        List<ClassRecord> classes = [];
        mismatch = InLists(header.Number, diff, parent.State) ?? InClasses(block, diff, classes);
        if (mismatch is not null)
        {
            return false;
        }

        CommittedState commitment = StateCommitter.Commit(parent.State, parent.Commitment, diff);
        if (commitment.Roots.Global != header.StateRoot)
        {
            mismatch = new(header.Number, "state root", $"{header.StateRoot}", $"{commitment.Roots.Global} by its state diff");
            return false;
        }

        taken = new PreparedBlock(block.Proposal, block.Bytes, block.Source.Block, diff, commitment, [.. classes], default);
        return true;
    }

    // The hash of a diff does not say in which of two lists a class stands.
    private static BlockMismatch? InLists(ulong number, StateDiff diff, IStateReader before)
    {
        foreach ((Felt address, bool isNew) in diff.DeployedContracts.Select(item => (item.Address, true))
            .Concat(diff.ReplacedClasses.Select(item => (item.Address, false))))
        {
            if (before.ClassHashAt(address).IsZero != isNew)
            {
                return new(number, $"state diff, contract {address}", isNew ? "a new one" : "one with a class before", "the contrary");
            }
        }

        foreach ((Felt classHash, bool isNew) in diff.DeclaredClasses.Select(item => (item.ClassHash, true))
            .Concat(diff.MigratedClasses.Select(item => (item.ClassHash, false))))
        {
            if (before.CompiledClassHashOf(classHash).IsZero != isNew)
            {
                return new(number, $"state diff, class {classHash}", isNew ? "a new one" : "one declared before", "the contrary");
            }
        }

        return diff.DeprecatedDeclaredClasses.IsEmpty
            ? null
            : new(number, "state diff, classes of Cairo 0", "none", $"{diff.DeprecatedDeclaredClasses.Length}");
    }

    private BlockMismatch? InClasses(ScreenedBlock block, StateDiff diff, List<ClassRecord> classes)
    {
        ulong number = block.Proposal.Number;
        foreach (DeclaredClass declared in diff.DeclaredClasses)
        {
            SierraClass? sierra = block.Proposal.Transactions.FirstOrDefault(submitted =>
                submitted.Transaction is DeclareTransaction declare && declare.ClassHash == declared.ClassHash)?.Class;
            if (sierra is null)
            {
                return new(number, $"state diff, class {declared.ClassHash}", "one that a transaction declares", "one that none declares");
            }

            if (!compiler.TryCompile(sierra, out CompiledContract? compiled, out string? error))
            {
                return new(number, $"class {declared.ClassHash}", "one that compiles", error);
            }

            if (compiled.CompiledClassHash != declared.CompiledClassHash)
            {
                string got = $"{declared.CompiledClassHash}";
                return new(number, $"class {declared.ClassHash}, compiled class hash", $"{compiled.CompiledClassHash}", got);
            }

            classes.Add(new ClassRecord(declared.ClassHash, compiled.Sierra, compiled.Casm));
        }

        return null;
    }
}
