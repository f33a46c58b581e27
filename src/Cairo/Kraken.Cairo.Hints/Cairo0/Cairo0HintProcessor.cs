using System;
using System.Collections.Generic;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Execution;

namespace Kraken.Cairo.Hints.Cairo0;

/// <summary>Runs the hints of a Cairo 0 program: one processor per run.</summary>
public sealed class Cairo0HintProcessor : IHintProcessor
{
    private readonly Cairo0Hints hints;
    private readonly long start;
    private readonly HintRun run;

    /// <summary>A processor for one run.</summary>
    /// <param name="hints">The program's hints.</param>
    /// <param name="start">Where the program begins in its segment.</param>
    /// <param name="host">What the caller's own hints ask (<see cref="HintRun.Host"/>).</param>
    public Cairo0HintProcessor(Cairo0Hints hints, long start = 0, object? host = null)
    {
        ArgumentNullException.ThrowIfNull(hints);
        this.hints = hints;
        this.start = start;
        run = new HintRun { Host = host };
    }

    /// <inheritdoc/>
    public bool HasHints(long offset) => hints.At(offset - start) is not null;

    /// <inheritdoc/>
    public void Execute(VirtualMachine machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        run.Machine = machine;
        List<Action<HintRun>> actions = hints.At(machine.Pc.Offset - start) ?? [];
        for (int i = 0; i < actions.Count; i++)
        {
            machine.CurrentHint = i;
            actions[i](run);
        }
    }

    /// <inheritdoc/>
    public void Finish()
    {
        if (!run.Scopes.AtMain)
        {
            throw new VmException(VmErrorKind.NoScope, "Every enter_scope() requires a corresponding exit_scope().");
        }
    }
}
