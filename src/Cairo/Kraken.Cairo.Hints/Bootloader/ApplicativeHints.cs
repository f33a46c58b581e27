using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Cairo.Hints.Cairo0;
using Kraken.Cairo.Vm.Builtins;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Memory;

namespace Kraken.Cairo.Hints.Bootloader;

/// <summary>
/// The bootloader that runs an aggregator, then the unpacking bootloader over the tasks whose outputs it gathered, and puts out the
/// aggregate.
/// </summary>
internal static class ApplicativeHints
{
    public static readonly (string Name, BootloaderHintFactory Factory)[] Family =
    [
        ("APPLICATIVE_LOAD_INPUTS", (state, ids) =>
        {
            HintId output = ids["aggregator_output_ptr"];
            return r =>
            {
                BootloaderTask aggregator = state.Input.Aggregator
                    ?? throw new HintException("BootloaderInput", "the input of this bootloader has an aggregator_task");
                Relocatable segment = r.Memory.AddSegment();
                output.Set(r, segment);
                state.Loop = new([aggregator], IsSinglePage: true);
                state.PagesBeforeAll = BootloaderRun.OutputOf(r).Begin(segment);
            };
        }),
        ("APPLICATIVE_SET_UP_UNPACKER_INPUTS", (state, ids) =>
        {
            HintId output = ids["bootloader_output_ptr"];
            return r =>
            {
                (state.AggregatorTopologies, state.TaskTopologies) = (state.TaskTopologies, []);
                Relocatable segment = r.Memory.AddSegment();
                output.Set(r, segment);
                _ = BootloaderRun.OutputOf(r).Begin(segment);
            };
        }),
        ("APPLICATIVE_RESTORE_OUTPUT_BUILTIN_STATE", (state, _) => r => BootloaderRun.OutputOf(r).Restore(state.PagesBeforeAll!)),
        ("APPLICATIVE_FINALIZE_FACT_TOPOLOGIES_AND_PAGES", Finish),
    ];

    private static Action<HintRun> Finish(BootloaderRun state, HintBinder ids)
    {
        (HintId gathered, HintId start) = (ids["bootloader_tasks_output_length"], ids["output_start"]);
        return r =>
        {
            FactTopology topology = Topology(state, HintRun.Count(gathered.Felt(r)));
            OutputPages pages = BootloaderRun.OutputOf(r).Current;
            pages.Attributes[FactTopology.AttributeName] = topology.TreeStructure;
            TaskPages.AddPages(pages, 1, start.Pointer(r) + topology.PageSizes[0], topology.PageSizes.Skip(1));
            state.TaskTopologies = [topology];
        };
    }

    /// <summary>The aggregator's topology, with a header on the first page in place of the outputs that it gathered there.</summary>
    private static FactTopology Topology(BootloaderRun state, int gatheredWords)
    {
        HintRun.Require(
            state.AggregatorTopologies.Count == 1, "FactTopology", $"{state.AggregatorTopologies.Count} topologies of one aggregator");
        FactTopology topology = state.AggregatorTopologies[0];
        List<int> sizes = [.. topology.PageSizes];
        sizes[0] += 1 + BootloaderConfig.Size - gatheredWords;
        HintRun.Require(
            sizes[0] >= 0, "FactTopology", $"the aggregator's first page is shorter than the {gatheredWords} words gathered on it");
        return topology with { PageSizes = sizes };
    }
}
