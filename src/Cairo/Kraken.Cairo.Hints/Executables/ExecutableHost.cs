using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Cairo.Hints.Casm;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Memory;
using Kraken.Casm.Hints;
using Kraken.Fields;

namespace Kraken.Cairo.Hints.Executables;

/// <summary>Serves the hints by which an executable asks whoever runs it for its arguments. There are no system calls.</summary>
/// <param name="arguments">The serialized arguments of main.</param>
internal sealed class ExecutableHost(IReadOnlyList<Felt> arguments) : IStarknetHintHost
{
    /// <inheritdoc/>
    public void SystemCall(VirtualMachine machine, Relocatable request) =>
        throw new HintException("UnsupportedHint", "an executable has no system calls");

    /// <inheritdoc/>
    public void External(VirtualMachine machine, ExternalHint hint)
    {
        ArgumentNullException.ThrowIfNull(machine);
        CasmHintContext context = new(null, usesTemporaryDictSegments: false) { Machine = machine };
        switch (hint)
        {
            case WriteRunParam parameter:
                WriteArguments(context, parameter);
                break;
            case AddMarker or AddTrace:
                // What main returned, or panicked with, stands in memory; nobody follows the run.
                break;
            default:
                throw CasmHints.Unsupported(hint);
        }
    }

    // Main takes one argument: the list of serialized ones.
    private void WriteArguments(CasmHintContext context, WriteRunParam parameter)
    {
        if (context.Count(parameter.Index) is var index && index != 0)
        {
            throw new HintException("RunParameter", $"the program asks for argument list {index}, and there is one");
        }

        Relocatable start = context.Memory.AddSegment();
        Relocatable end = context.Memory.Load(start, arguments.ToArray());
        Relocatable destination = context.Address(parameter.Dst);
        context.Memory.Insert(destination, start);
        context.Memory.Insert(destination + 1, end);
    }
}
