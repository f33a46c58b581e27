using System;
using System.Collections.Generic;
using System.Text;
using Kraken.Cairo.Vm.Builtins;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Memory;
using Kraken.Cairo.Vm.Runs;
using Kraken.Casm.Builtins;
using Kraken.Execution.Classes;
using Kraken.Execution.Constants;
using Kraken.Execution.Errors;
using Kraken.Execution.Syscalls;
using Kraken.Fields;

namespace Kraken.Execution.Calls;

/// <summary>What a run on the VM took, and how its failures are told, whichever language the code came from.</summary>
/// <param name="frame">The call.</param>
/// <param name="runner">Its run.</param>
/// <param name="memory">The run's memory as system calls use it.</param>
/// <param name="syscalls">What the OS spends on the system calls made so far.</param>
internal sealed class RunReport(CallFrame frame, FunctionRunner runner, SyscallMemory memory, Func<VmResources> syscalls)
{
    /// <summary>The parts of the code that have messages of their own for errors; Cairo 0 alone has any.</summary>
    internal IReadOnlyList<ErrorScope> Scopes { get; init; } = [];

    /// <summary>Runs, counts whatever became of it, and lets the memory go.</summary>
    /// <exception cref="EntryPointException">The run stopped, or left a malformed result.</exception>
    internal CallInfo Guard(Func<CallInfo> run)
    {
        bool failed = false;
        try
        {
            return run();
        }
        catch (Exception fault) when (IsOfTheMachine(fault))
        {
            // A fault of the machine itself must not stop the chain: it follows from program and input, every node meets it at the
            // same place, and the transaction is reverted. What this node cannot read is none: it comes as a
            // StateUnavailableException and passes through. The reason enters the block's hash, so that it tells nothing of this
            // program; the fault goes to those who can mend it.
            failed = true;
            MachineFaults.Report(fault, frame.ClassHash, frame.Request.Selector);
            throw new EntryPointException(new PlainError(MachineFaults.Reason));
        }
        finally
        {
            Count(failed);
            runner.Memory.Release();
        }
    }

    /// <summary>What the run took by itself. Cells that the OS reads or writes itself are no holes.</summary>
    /// <param name="arguments">The cells of the run's arguments.</param>
    internal VmResources CountResources(int arguments)
    {
        runner.Memory.MarkAccessed(new(VirtualMachine.ExecutionSegment, 0), arguments);
        memory.MarkReadOnlyAccessed();
        ExecutionResources used = runner.CountResources();
        VmResources own = syscalls();
        own.Steps += used.Steps;
        own.MemoryHoles += used.MemoryHoles;
        own.Builtins[PricedBuiltin.Blake] += runner.Machine.BlakeSteps;
        foreach ((BuiltinName name, int instances) in used.BuiltinInstances)
        {
            own.Builtins[Priced(name)] += instances;
        }

        return own;
    }

    /// <summary>What the call and all that it called took.</summary>
    /// <param name="own">What it took by itself.</param>
    internal VmResources WithInner(in VmResources own)
    {
        VmResources total = own;
        frame.InnerCalls.ForEach(inner => total += inner.Resources);
        return total;
    }

    /// <summary>The felts that the code returns.</summary>
    /// <exception cref="EntryPointException">There are too many, or they are none.</exception>
    internal Felt[] Retdata(Relocatable start, long length)
    {
        if (length < 0 || (length > 0 && length > runner.Memory.UsedSize(start.Segment)))
        {
            throw Malformed("Error extracting return data.");
        }

        if (!frame.Context.Passed.TryAdd(length))
        {
            throw new EntryPointException(new PlainError(PassedFelts.Excess));
        }

        try
        {
            return runner.Memory.GetFelts(start, (int)length);
        }
        catch (VmException exception)
        {
            throw Malformed(exception.Message);
        }
    }

    /// <summary>The error of a run that stopped.</summary>
    internal RunError Describe(VmError error)
    {
        bool stripped = frame.Tracked == TrackedResource.SierraGas && frame.Context.Constants.Flags.StripVmFrames;
        string? place = stripped ? null : Frame(error);
        return error.Payload is SyscallError syscall ? new(place, null, syscall)
            : new(place, error.Kind == VmErrorKind.Hint ? error.Message : error.Message + "\n", null);
    }

    internal static EntryPointException Malformed(string message) => new(new PlainError($"Malformed return data : {message}"));

    // What code in memory throws; a disposed object is one that the host closed.
    private static bool IsOfTheMachine(Exception fault) => fault is not ObjectDisposedException
        && fault is ArithmeticException or ArgumentException or IndexOutOfRangeException or InvalidCastException
            or InvalidOperationException or KeyNotFoundException or NullReferenceException;

    // After a fault the machine may not even be fit to be counted, which every node finds too.
    private void Count(bool failed)
    {
        try
        {
            frame.Context.Meter.Add(frame.Tracked, UsedBuiltins());
        }
        catch (Exception fault) when (IsOfTheMachine(fault))
        {
            if (!failed)
            {
                MachineFaults.Report(fault, frame.ClassHash, frame.Request.Selector);
            }
        }
    }

    // The arena of dictionaries is none: it is proved as steps.
    private VmResources UsedBuiltins()
    {
        VmResources used = default;
        used.Builtins = syscalls().Builtins;
        used.Builtins[PricedBuiltin.Blake] += runner.Machine.BlakeSteps;
        foreach (BuiltinRunner builtin in runner.Machine.Builtins)
        {
            if (builtin.Name != BuiltinName.SegmentArena)
            {
                used.Builtins[Priced(builtin.Name)] += builtin.UsedInstances(runner.Memory);
            }
        }

        return used;
    }

    private static PricedBuiltin Priced(BuiltinName name) => RunnableClass.MayUse(name)
        ? name.Priced()
        : throw new ArgumentOutOfRangeException(nameof(name), name, "entry points do not use it");

    private string Frame(VmError error)
    {
        StringBuilder text = new();
        AddMessages(text, error.Pc);
        text.Append("Error at pc=").Append(error.Pc.ToString()).Append(':');
        if (error.CallStack.Count > 0)
        {
            text.Append("\nCairo traceback (most recent call last):\n");
            foreach (Relocatable call in error.CallStack)
            {
                AddMessages(text, call);
                text.Append("Unknown location (pc=").Append(call.ToString()).Append(")\n");
            }
        }

        return text.ToString();
    }

    private void AddMessages(StringBuilder text, Relocatable place)
    {
        foreach (ErrorScope scope in Scopes)
        {
            if (place.Segment == VirtualMachine.ProgramSegment && place.Offset >= scope.Start && place.Offset < scope.End)
            {
                text.Append("Error message: ").Append(scope.Message).Append('\n');
            }
        }
    }
}
