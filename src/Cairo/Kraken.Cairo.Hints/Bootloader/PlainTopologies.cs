using System.Collections.Generic;
using Kraken.Cairo.Vm.Errors;
using Kraken.Fields;

namespace Kraken.Cairo.Hints.Bootloader;

/// <summary>The topologies of the outputs that are left when packed ones were unpacked.</summary>
internal static class PlainTopologies
{
    /// <summary>Finds them, in order of the outputs.</summary>
    /// <param name="outputs">How the output of each task is to be read.</param>
    /// <param name="topologies">The topologies of the tasks' own outputs.</param>
    /// <param name="applicativeHash">The hash of the applicative bootloader, whose header is not unpacked.</param>
    /// <exception cref="HintException">The two are not of the same tasks.</exception>
    public static List<FactTopology> Of(
        IReadOnlyList<PackedOutput> outputs, IReadOnlyList<FactTopology> topologies, Felt applicativeHash)
    {
        if (outputs.Count != topologies.Count)
        {
            throw Refuse($"{outputs.Count} packed outputs for {topologies.Count} tasks");
        }

        List<FactTopology> plain = [];
        for (int i = 0; i < outputs.Count; i++)
        {
            if (outputs[i] is CompositePackedOutput composite)
            {
                AddSubtasks(composite, applicativeHash, plain);
            }
            else
            {
                plain.Add(topologies[i]);
            }
        }

        return plain;
    }

    private static void AddSubtasks(CompositePackedOutput packed, Felt applicativeHash, List<FactTopology> plain)
    {
        int next = 1;
        for (int i = 0; i < packed.Subtasks.Count; i++)
        {
            if (next + 1 >= packed.Outputs.Count || !packed.Outputs[next].TryToUInt64(out ulong size) || size > (ulong)packed.Outputs.Count)
            {
                throw Refuse($"subtask {i} of {packed.Subtasks.Count} is not within the {packed.Outputs.Count} words that were hashed");
            }

            if (packed.Subtasks[i] is CompositePackedOutput composite)
            {
                AddSubtasks(composite, applicativeHash, plain);
            }
            else
            {
                plain.Add(WithoutHeader(packed, i, packed.Outputs[next + 1] == applicativeHash));
            }

            next += (int)size;
        }

        if (next != packed.Outputs.Count)
        {
            throw Refuse($"the subtasks end after {next} of {packed.Outputs.Count} words");
        }
    }

    // The applicative bootloader puts its aggregator's hash and the configuration before the output that is hashed.
    private static FactTopology WithoutHeader(CompositePackedOutput packed, int index, bool isApplicative)
    {
        if (index >= packed.Topologies.Count || packed.Topologies[index].PageSizes.Count == 0)
        {
            throw Refuse($"subtask {index} has no topology with a page");
        }

        FactTopology topology = packed.Topologies[index];
        List<int> sizes = [.. topology.PageSizes];
        sizes[0] -= isApplicative ? 1 + BootloaderConfig.Size : 0;
        return topology with { PageSizes = sizes };
    }

    private static HintException Refuse(string message) => new("FactTopology", message);
}
