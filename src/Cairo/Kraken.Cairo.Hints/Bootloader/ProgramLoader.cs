using System.Collections.Generic;
using System.Linq;
using Kraken.Cairo.Hints.Cairo0;
using Kraken.Cairo.Vm.Memory;
using Kraken.Casm.Builtins;
using Kraken.Fields;

namespace Kraken.Cairo.Hints.Bootloader;

/// <summary>
/// Loads the code of a task with the header that is hashed with it: the number of words behind the first, the version of the bootloader,
/// main's offset, the number of builtins and their names.
/// </summary>
internal static class ProgramLoader
{
    private const int BootloaderVersion = 0;

    /// <summary>Loads a program.</summary>
    /// <param name="header">Where the header begins.</param>
    /// <param name="task">Whose program it is.</param>
    /// <returns>Where the code begins, and behind its end.</returns>
    public static (Relocatable Code, Relocatable End) Load(VmMemory memory, Relocatable header, BootloaderTask task)
    {
        IReadOnlyList<BuiltinName> builtins = task.Builtins;
        Felt[] words = [BootloaderVersion, task.Main, builtins.Count, .. builtins.Select(name => Felt.FromShortString(name.Text()))];
        memory.Insert(header, (Felt)(words.Length + task.Code.Length));
        Relocatable code = memory.Load(header + 1, words);
        return (code, memory.Load(code, task.Code));
    }

    /// <summary>Gives the code of the task at work its hints; those of all tasks that may run it are known before it runs.</summary>
    /// <param name="run">The machine.</param>
    /// <param name="state">The bootloader's run.</param>
    public static void LoadHints(HintRun run, BootloaderRun state)
    {
        HashSet<long> offsets = [];
        foreach (BootloaderTask task in state.Loop.Tasks.Where(state.Task.HasProgramOf))
        {
            offsets.UnionWith(task.HintOffsets.Select(offset => state.ProgramAddress.Offset + offset));
        }

        state.Loaded = new(offsets);
        run.Machine.LoadHints(state.ProgramAddress.Segment, state.Loaded);
    }
}
