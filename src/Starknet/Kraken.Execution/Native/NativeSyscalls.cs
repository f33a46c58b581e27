using System;
using System.Collections.Frozen;
using System.Collections.Generic;
using Kraken.Execution.Calls;
using Kraken.Execution.Constants;
using Kraken.Execution.Errors;
using Kraken.Execution.Limits;
using Kraken.Execution.Syscalls;
using Kraken.Sierra.Libfuncs;
using Kraken.Sierra.ToIL;

namespace Kraken.Execution.Native;

/// <summary>The system calls of a native run, and what it takes of its budget until it is disposed.</summary>
internal sealed class NativeSyscalls(CallFrame frame) : INativeHost, IDisposable
{
    // Library functions are named in lower case with underscores, the calls of the protocol in words.
    private static readonly FrozenDictionary<string, SyscallSelector> ByName = Names();

    // Request and answer of the calls whose answer has a fixed size.
    private const int CellsPerCall = 64;

    private readonly SyscallHandler handler = new(frame);
    private readonly NativeWire wire = new(frame.Context.Passed);
    private long cells;

    /// <inheritdoc/>
    /// <exception cref="SyscallException">The call ends the run.</exception>
    public void SystemCall(NativeCall call)
    {
        if (!ByName.TryGetValue(call.Name, out SyscallSelector selector))
        {
            throw CallFrame.Fault($"Unsupported syscall {call.Name}.");
        }

        handler.Count(selector);
        wire.MoveTo(call);
        ulong gas = call.Gas;
        handler.Execute(selector, gas, wire);
        if (!FillsMemory(selector))
        {
            frame.Context.NativeSpending.Add(gas - call.Gas, CellsPerCall);
        }
    }

    // The calls within a call take steps of their own, and the execution info is as long as the transaction's arrays.
    private static bool FillsMemory(SyscallSelector selector) => selector
        is SyscallSelector.CallContract or SyscallSelector.LibraryCall or SyscallSelector.Deploy or SyscallSelector.MetaTxV0
        or SyscallSelector.GetExecutionInfo;

    /// <inheritdoc/>
    /// <exception cref="ExecutionInterruptedException">The budget is spent.</exception>
    public void Poll() => frame.Context.Budget?.Check();

    /// <inheritdoc/>
    /// <exception cref="ExecutionInterruptedException">The budget is spent.</exception>
    public void Reserve(long bytes)
    {
        if (frame.Context.Budget is { } budget)
        {
            long more = (bytes + ExecutionBudget.BytesPerCell - 1) / ExecutionBudget.BytesPerCell;
            budget.Allocate(more);
            cells += more;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        frame.Context.Budget?.Free(cells);
        cells = 0;
    }

    private static FrozenDictionary<string, SyscallSelector> Names()
    {
        Dictionary<string, SyscallSelector> names = [];
        foreach (SyscallSelector selector in Enum.GetValues<SyscallSelector>())
        {
            names.Add(selector.ToString().ToLowerInvariant(), selector);
        }

        Dictionary<string, SyscallSelector> byName = [];
        foreach (string id in LibfuncRegistry.KnownIds)
        {
            string name = id.Replace(LibfuncRegistry.SyscallEnding, "", StringComparison.Ordinal);
            string plain = name.Replace("_v2", "", StringComparison.Ordinal).Replace("_v3", "", StringComparison.Ordinal)
                .Replace("_", "", StringComparison.Ordinal);
            if (LibfuncRegistry.IsSyscall(id) && names.TryGetValue(plain, out SyscallSelector selector))
            {
                byName.Add(name, selector);
            }
        }

        return byName.ToFrozenDictionary();
    }
}
