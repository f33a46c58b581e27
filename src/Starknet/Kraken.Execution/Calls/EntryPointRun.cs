using System;
using System.Collections.Generic;
using System.Text;
using Kraken.Cairo.Hints.Casm;
using Kraken.Cairo.Vm.Builtins;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Memory;
using Kraken.Cairo.Vm.Programs;
using Kraken.Cairo.Vm.Runs;
using Kraken.Execution.Classes;
using Kraken.Execution.Constants;
using Kraken.Execution.Errors;
using Kraken.Execution.Syscalls;
using Kraken.Fields;

namespace Kraken.Execution.Calls;

/// <summary>
/// Runs an entry point on the VM. Its stack: builtin pointers, gas, system pointer, calldata start and end. It leaves gas, system
/// pointer, panic flag, return data start and end below ap.
/// </summary>
internal sealed class EntryPointRun
{
    private const int ReturnCells = 5;

    private readonly CallFrame frame;
    private readonly RunnableClass runnable;
    private readonly RunnableEntryPoint entryPoint;
    private readonly ProgramImage image;
    private readonly FunctionRunner runner;
    private readonly SyscallMemory memory;

    private EntryPointRun(CallFrame frame, RunnableClass runnable, RunnableEntryPoint entryPoint)
    {
        this.frame = frame;
        this.runnable = runnable;
        this.entryPoint = entryPoint;
        image = runnable.Image(frame.Context.Constants.Gas);
        runner = new(image, entryPoint.Builtins, limits: frame.Context.Budget);
        memory = new(runner.Memory, frame.Context.Passed);
    }

    private GasCosts Gas => frame.Context.Constants.Gas;

    /// <exception cref="EntryPointException">The run stopped, or left a malformed result.</exception>
    internal static CallInfo Run(CallFrame frame, RunnableClass runnable, RunnableEntryPoint entryPoint)
    {
        EntryPointRun run = new(frame, runnable, entryPoint);
        bool failed = false;
        try
        {
            return run.Run();
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
            run.Count(failed);
            run.runner.Memory.Release();
        }
    }

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
        used.Builtins = frame.SyscallResources().Builtins;
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

    private CallInfo Run()
    {
        List<MaybeRelocatable> arguments = Arguments();
        VmSyscalls syscalls = new(frame, memory);
        bool counted = frame.Tracked == TrackedResource.CairoSteps;
        VmError? error = runner.Run(
            entryPoint.Offset, arguments, new CasmHintProcessor(runnable.Hints, syscalls), counted ? frame.Context.Steps : new());
        error ??= FillRangeCheck96() ?? runner.VerifySecure(image.Size);
        if (error is not null)
        {
            throw new EntryPointException(Describe(error));
        }

        return Result(counted ? CountResources(arguments.Count) : default);
    }

    private List<MaybeRelocatable> Arguments()
    {
        List<MaybeRelocatable> arguments = new(entryPoint.Builtins.Length + 4);
        foreach (Relocatable pointer in runner.BuiltinBases)
        {
            arguments.Add(pointer);
        }

        arguments.Add((Felt)(frame.Request.InitialGas - Gas.EntryPointInitialBudget));
        arguments.Add(runner.Memory.AddSegment());
        Relocatable calldata = memory.AllocateReadOnly(frame.Request.Calldata);
        arguments.Add(calldata);
        arguments.Add(calldata + frame.Request.Calldata.Length);
        return arguments;
    }

    // Circuits leave holes in this segment, which count as zeros.
    private VmError? FillRangeCheck96()
    {
        int place = entryPoint.Builtins.IndexOf(BuiltinName.RangeCheck96);
        if (place < 0)
        {
            return null;
        }

        int fromEnd = entryPoint.Builtins.Length - 1 - place;
        MaybeRelocatable stop = runner.Memory.Get(runner.Machine.Ap + -(ReturnCells + 1 + fromEnd));
        Relocatable start = runner.BuiltinBases[place];
        if (!stop.IsAddress || stop.Segment != start.Segment)
        {
            throw Malformed("range_check96 pointer is not in its segment");
        }

        for (long offset = 0; offset < stop.Offset; offset++)
        {
            if (runner.Memory.Get(start + offset).IsEmpty)
            {
                runner.Memory.Insert(start + offset, Felt.Zero);
            }
        }

        return null;
    }

    private CallInfo Result(in VmResources own)
    {
        Relocatable results = runner.Machine.Ap + -ReturnCells;
        MaybeRelocatable flag = runner.Memory.Get(results + 2);
        if (!flag.IsFelt || (!flag.Felt.IsZero && flag.Felt != Felt.One))
        {
            throw Malformed("Failure flag expected to be either 0 or 1.");
        }

        MaybeRelocatable gas = runner.Memory.Get(results);
        if (!gas.IsFelt)
        {
            throw Malformed("Error extracting return data.");
        }

        if (!gas.Felt.TryToUInt64(out ulong remaining) || remaining > frame.Request.InitialGas)
        {
            throw Malformed($"Unexpected remaining gas: {gas}.");
        }

        VmResources total = own;
        frame.InnerCalls.ForEach(inner => total += inner.Resources);
        return new()
        {
            Request = frame.Request,
            ClassHash = frame.ClassHash,
            Tracked = frame.Tracked,
            Failed = !flag.Felt.IsZero,
            Retdata = Retdata(results),
            GasConsumed = frame.Tracked == TrackedResource.SierraGas ? frame.Request.InitialGas - remaining : 0,
            Resources = total,
            Events = frame.Events,
            Messages = frame.Messages,
            InnerCalls = frame.InnerCalls,
            Answers = frame.Answers,
        };
    }

    private Felt[] Retdata(Relocatable results)
    {
        MaybeRelocatable start = runner.Memory.Get(results + 3);
        MaybeRelocatable end = runner.Memory.Get(results + 4);
        long length = end.Offset - start.Offset;
        if (!start.IsAddress || !end.IsAddress
            || start.Segment != end.Segment || length < 0 || (length > 0 && length > runner.Memory.UsedSize(start.Segment)))
        {
            throw Malformed("Error extracting return data.");
        }

        if (!frame.Context.Passed.TryAdd(length))
        {
            throw new EntryPointException(new PlainError(PassedFelts.Excess));
        }

        try
        {
            return runner.Memory.GetFelts(start.Address, (int)length);
        }
        catch (VmException exception)
        {
            throw Malformed(exception.Message);
        }
    }

    // Cells that the OS reads or writes itself are no holes.
    private VmResources CountResources(int arguments)
    {
        runner.Memory.MarkAccessed(new(VirtualMachine.ExecutionSegment, 0), arguments);
        memory.MarkReadOnlyAccessed();
        ExecutionResources used = runner.CountResources();
        VmResources own = frame.SyscallResources();
        own.Steps += used.Steps;
        own.MemoryHoles += used.MemoryHoles;
        own.Builtins[PricedBuiltin.Blake] += runner.Machine.BlakeSteps;
        foreach ((BuiltinName name, int instances) in used.BuiltinInstances)
        {
            own.Builtins[Priced(name)] += instances;
        }

        return own;
    }

    private static PricedBuiltin Priced(BuiltinName name) => RunnableClass.MayUse(name)
        ? name.Priced()
        : throw new ArgumentOutOfRangeException(nameof(name), name, "entry points do not use it");

    private RunError Describe(VmError error)
    {
        bool stripped = frame.Tracked == TrackedResource.SierraGas && frame.Context.Constants.Flags.StripVmFrames;
        string? place = stripped ? null : Frame(error);
        return error.Payload is SyscallError syscall ? new(place, null, syscall)
            : new(place, error.Kind == VmErrorKind.Hint ? error.Message : error.Message + "\n", null);
    }

    private static string Frame(VmError error)
    {
        StringBuilder text = new($"Error at pc={error.Pc}:");
        if (error.CallStack.Count > 0)
        {
            text.Append("\nCairo traceback (most recent call last):\n");
            foreach (Relocatable call in error.CallStack)
            {
                text.Append("Unknown location (pc=").Append(call.ToString()).Append(")\n");
            }
        }

        return text.ToString();
    }

    private static EntryPointException Malformed(string message) => new(new PlainError($"Malformed return data : {message}"));
}
