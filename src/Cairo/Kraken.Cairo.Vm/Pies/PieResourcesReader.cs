using System.Collections.Generic;
using Kraken.Cairo.Vm.Programs;
using Kraken.Cairo.Vm.Runs;
using Kraken.Casm.Builtins;

namespace Kraken.Cairo.Vm.Pies;

/// <summary>execution_resources.json.</summary>
internal static class PieResourcesReader
{
    // That of the format.
    private const int Bound = 1 << 30;

    /// <summary>Reads the file.</summary>
    /// <exception cref="ProgramFieldException">It is malformed.</exception>
    public static ExecutionResources Read(ProgramField root, PieMetadata metadata)
    {
        Dictionary<BuiltinName, int> instances = [];
        ProgramField counters = root["builtin_instance_counter"];
        foreach ((string key, ProgramField counter) in counters.Members())
        {
            if (!instances.TryAdd(PieAdditionalReader.BuiltinOf(key, counter, metadata), Count(counter, 0)))
            {
                throw counter.Refuse("each builtin once");
            }
        }

        if (instances.Count != metadata.Builtins.Count)
        {
            throw counters.Refuse($"the {metadata.Builtins.Count} builtins of the program");
        }

        return new(Count(root["n_steps"], 1), root.Optional("n_memory_holes") is { } holes ? Count(holes, 0) : 0, instances);
    }

    private static int Count(ProgramField field, int least) =>
        field.Integer() is var count && count >= least && count < Bound ? count : throw field.Refuse($"a number of {least} to {Bound - 1}");
}
