using System;
using Kraken.Cairo.Vm.Execution;

namespace Kraken.Cairo.Hints.Casm;

/// <summary>Runs the hints of Cairo 1 code: one processor per run, since hints leave state behind.</summary>
public sealed class CasmHintProcessor : IHintProcessor
{
    private readonly CasmHints hints;
    private readonly CasmHintContext context;
    private readonly long start;

    /// <summary>A processor for one run.</summary>
    /// <param name="hints">The class's hints.</param>
    /// <param name="host">Executes system calls; null where there are none.</param>
    /// <param name="usesTemporaryDictSegments">
    /// Dictionaries after the first live in temporary segments, which <see cref="RelocateDictionaries"/> glues together; contract runs
    /// leave this off.
    /// </param>
    /// <param name="start">Where the code begins in its segment.</param>
    public CasmHintProcessor(
        CasmHints hints, IStarknetHintHost? host = null, bool usesTemporaryDictSegments = false, long start = 0)
    {
        ArgumentNullException.ThrowIfNull(hints);
        this.hints = hints;
        this.start = start;
        context = new CasmHintContext(host, usesTemporaryDictSegments);
    }

    private CasmHintProcessor(CasmHints hints, CasmHintContext context)
    {
        this.hints = hints;
        this.context = context;
    }

    /// <summary>A processor of other code in the same run: host, dictionaries and everything else that hints leave behind are shared,
    /// as are the pointers of those who call each other.</summary>
    public CasmHintProcessor Beside(CasmHints others)
    {
        ArgumentNullException.ThrowIfNull(others);
        return new CasmHintProcessor(others, context);
    }

    /// <inheritdoc/>
    public bool HasHints(long offset) => hints.At(offset - start) is not null;

    /// <inheritdoc/>
    public void Execute(VirtualMachine machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        context.Machine = machine;
        Action<CasmHintContext>[] actions = hints.At(machine.Pc.Offset - start) ?? [];
        for (int i = 0; i < actions.Length; i++)
        {
            machine.CurrentHint = i;
            actions[i](context);
        }
    }

    /// <summary>
    /// Binds the temporary segments of dictionaries; to be called between the last step and the relocation of the memory.
    /// </summary>
    public void RelocateDictionaries(VirtualMachine machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        context.Dicts.Relocate(machine.Memory);
    }
}
