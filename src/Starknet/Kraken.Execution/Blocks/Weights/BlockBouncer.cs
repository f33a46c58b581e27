using System.Collections.Generic;
using System.Linq;
using Kraken.Execution.Constants;
using Kraken.Execution.Fees;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Limits;
using Kraken.State.Journal;

namespace Kraken.Execution.Blocks.Weights;

/// <summary>
/// Weighs the transactions of one block, as Starknet's bouncer does: what several transactions share (a changed cell, a visited place of
/// a trie, a class to hash) is counted with the first. Deterministic: proposer and validators weigh the same. Not safe for several threads.
/// </summary>
/// <remarks>
/// Stricter than the bouncer in what a reverted execution took: its gas, steps, builtins, cells and classes count too, since every
/// validator spends that time and the proof contains it.
/// </remarks>
internal sealed class BlockBouncer
{
    private readonly VersionedConstants constants;
    private readonly BlockBounds bounds;
    private readonly bool blobs;
    private readonly BuiltinPrices sierra;
    private readonly BuiltinPrices proving;
    private readonly HashSet<StorageCell> visited = [];
    private readonly HashSet<StorageCell> changedCells = [];
    private readonly HashSet<Felt> changedContracts = [];
    private readonly HashSet<Felt> changedClasses = [];
    private readonly HashSet<Felt> declared = [];
    private readonly HashSet<Felt> executed = [];

    internal BlockBouncer(VersionedConstants constants, BlockBounds bounds, bool blobs)
    {
        this.constants = constants;
        this.bounds = bounds;
        this.blobs = blobs;
        sierra = BuiltinPrices.OfSierra(constants.Gas);
        proving = BuiltinPrices.OfProving(constants.Gas, bounds);
    }

    /// <summary>The weights of the transactions added so far.</summary>
    internal BlockWeights Total { get; private set; }

    /// <summary>Adds a transaction if the block has room for it.</summary>
    /// <param name="outcome">The executed transaction.</param>
    /// <param name="bytes">Its bytes as validators exchange it.</param>
    /// <returns>Null, or the limit that is passed.</returns>
    internal string? TryAdd(ExecutedOutcome outcome, long bytes)
    {
        BlockWeights sum = Total + WeightsOf(outcome, bytes);
        if (sum.Exceeded(bounds) is { } excess)
        {
            return excess;
        }

        Total = sum;
        visited.UnionWith(outcome.Usage.Storage);
        executed.UnionWith(outcome.Usage.Classes.Keys);
        foreach (StateChange change in outcome.Changes)
        {
            Remember(change);
        }

        return null;
    }

    /// <summary>The weights that a transaction adds to the block so far.</summary>
    internal BlockWeights WeightsOf(ExecutedOutcome outcome, long bytes)
    {
        TransactionResources resources = outcome.Resources;
        (StateChangeCount changes, int newCells) = Count(outcome.Changes);
        VmResources tries = TrieTraversal.Of(outcome.Usage.Storage.Count(cell => !visited.Contains(cell)) + newCells);
        VmResources vm = resources.TotalVm(constants, blobs) + tries;
        vm.Steps += resources.RevertedSteps;
        BuiltinCounts builtins = outcome.Usage.Builtins;
        Add(ref builtins, resources.TotalVm(constants, blobs).Builtins, resources.Vm.Builtins, tries.Builtins);
        ulong execution = checked(
            sierra.Of(vm) + sierra.Of(outcome.Usage.RevertedBuiltins) + resources.SierraGas + outcome.Usage.UnpricedGas);
        ulong builtinsInSierra = sierra.Of(builtins);
        ulong steps = execution > builtinsInSierra ? execution - builtinsInSierra : 0;
        VmResources hashing = default;
        foreach ((Felt classHash, VmResources cost) in outcome.Usage.Classes)
        {
            hashing += executed.Contains(classHash) ? default : cost;
        }

        return checked(new BlockWeights
        {
            Transactions = 1,
            Bytes = (ulong)bytes,
            L1Gas = MessageResources.StarknetL1Gas(resources.MessagesToL1, resources.MessageFromL1),
            MessageWords = MessageResources.Words(resources.MessagesToL1, resources.MessageFromL1),
            Events = resources.Events,
            StateDiffWords = changes.DataWords,
            SierraGas = execution + sierra.Of(hashing),
            ProvingGas = steps + proving.Of(builtins) + proving.Of(hashing),
            ReceiptL2Gas = outcome.Gas.L2Gas,
            ProvingCells = ProvingCells.Of(
                (steps + sierra.Of(hashing)) / constants.Gas.Step, builtins, resources.Events, changes.DataWords),
        });
    }

    // The OS's own builtins and those of the tries, beside the builtins of runs, which are in the counts already.
    private static void Add(ref BuiltinCounts counts, in BuiltinCounts total, in BuiltinCounts runs, in BuiltinCounts tries)
    {
        for (int i = 0; i < BuiltinCounts.Length; i++)
        {
            counts[i] += total[i] - runs[i] + tries[i];
        }
    }

    private (StateChangeCount Changes, int NewCells) Count(IReadOnlyList<StateChange> changes)
    {
        int cells = 0;
        int classes = 0;
        int compiled = 0;
        HashSet<Felt> contracts = [];
        foreach (StateChange change in changes)
        {
            switch (change.Kind)
            {
                case CellKind.Storage:
                    cells += changedCells.Contains(new(change.Owner, change.Key)) ? 0 : 1;
                    break;
                case CellKind.ClassHash:
                    classes += changedClasses.Contains(change.Owner) ? 0 : 1;
                    break;
                case CellKind.CompiledClass:
                    compiled += declared.Contains(change.Owner) ? 0 : 1;
                    continue;
                default:
                    break;
            }

            if (!changedContracts.Contains(change.Owner))
            {
                contracts.Add(change.Owner);
            }
        }

        return (new(cells, classes, compiled, contracts.Count, 0), cells);
    }

    private void Remember(StateChange change)
    {
        switch (change.Kind)
        {
            case CellKind.Storage:
                changedCells.Add(new(change.Owner, change.Key));
                break;
            case CellKind.ClassHash:
                changedClasses.Add(change.Owner);
                break;
            case CellKind.CompiledClass:
                declared.Add(change.Owner);
                return;
            default:
                break;
        }

        changedContracts.Add(change.Owner);
    }
}
