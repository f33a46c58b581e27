using System.Collections.Generic;
using Kraken.Cairo.Hints.Casm;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Memory;
using Kraken.Cairo.Vm.Programs;
using Kraken.Cairo.Vm.Runs;
using Kraken.Casm.Builtins;
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
    private readonly RunReport report;

    private EntryPointRun(CallFrame frame, RunnableClass runnable, RunnableEntryPoint entryPoint)
    {
        this.frame = frame;
        this.runnable = runnable;
        this.entryPoint = entryPoint;
        image = runnable.Image(frame.Context.Constants.Gas);
        runner = new(image, entryPoint.Builtins, limits: frame.Context.Budget);
        memory = new(runner.Memory, frame.Context.Passed);
        report = new(frame, runner, memory, frame.SyscallResources);
    }

    private GasCosts Gas => frame.Context.Constants.Gas;

    /// <exception cref="EntryPointException">The run stopped, or left a malformed result.</exception>
    internal static CallInfo Run(CallFrame frame, RunnableClass runnable, RunnableEntryPoint entryPoint)
    {
        EntryPointRun run = new(frame, runnable, entryPoint);
        return run.report.Guard(run.Run);
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
            throw new EntryPointException(report.Describe(error));
        }

        return Result(counted ? report.CountResources(arguments.Count) : default);
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
            throw RunReport.Malformed("range_check96 pointer is not in its segment");
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
            throw RunReport.Malformed("Failure flag expected to be either 0 or 1.");
        }

        MaybeRelocatable gas = runner.Memory.Get(results);
        if (!gas.IsFelt)
        {
            throw RunReport.Malformed("Error extracting return data.");
        }

        if (!gas.Felt.TryToUInt64(out ulong remaining) || remaining > frame.Request.InitialGas)
        {
            throw RunReport.Malformed($"Unexpected remaining gas: {gas}.");
        }

        return new()
        {
            Request = frame.Request,
            ClassHash = frame.ClassHash,
            Tracked = frame.Tracked,
            Failed = !flag.Felt.IsZero,
            Retdata = Retdata(results),
            GasConsumed = frame.Tracked == TrackedResource.SierraGas ? frame.Request.InitialGas - remaining : 0,
            Resources = report.WithInner(own),
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
        return start.IsAddress && end.IsAddress && start.Segment == end.Segment
            ? report.Retdata(start.Address, end.Offset - start.Offset)
            : throw RunReport.Malformed("Error extracting return data.");
    }
}
