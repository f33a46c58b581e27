using System.Collections.Generic;
using Kraken.Cairo.Vm.Execution;

namespace Kraken.Cairo.Hints.Bootloader;

/// <summary>
/// The hints of code that a bootloader has loaded into a segment. Tasks with the same code run it one after the other, each with hints and
/// variables of its own; a replayed one has none.
/// </summary>
/// <param name="offsets">The offsets in the segment at which any of the tasks has hints.</param>
internal sealed class LoadedHints(IReadOnlySet<long> offsets) : IHintProcessor
{
    private IHintProcessor? current;

    /// <summary>Begins a task.</summary>
    /// <param name="hints">Its hints; null for a replayed one.</param>
    public void Begin(IHintProcessor? hints) => current = hints;

    /// <summary>Ends the task at work.</summary>
    /// <exception cref="Vm.Errors.VmException">Its hints have opened scopes and not closed them.</exception>
    public void End()
    {
        current?.Finish();
        current = null;
    }

    /// <inheritdoc/>
    public bool HasHints(long offset) => offsets.Contains(offset);

    /// <inheritdoc/>
    public void Execute(VirtualMachine machine)
    {
        if (current is not null && current.HasHints(machine.Pc.Offset))
        {
            current.Execute(machine);
        }
    }
}
