using System.Collections.Generic;
using Kraken.Cairo.Hints.Cairo0;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Memory;
using Kraken.Cairo.Vm.Runs;
using Kraken.Execution.Classes;
using Kraken.Execution.Constants;
using Kraken.Execution.Errors;
using Kraken.Execution.Limits;
using Kraken.Execution.Syscalls;
using Kraken.Fields;

namespace Kraken.Execution.Calls;

/// <summary>
/// Runs an entry point of a Cairo 0 class on the VM, metered by steps. Its stack: selector, where system pointer and builtin pointers
/// stand, length and start of the calldata. It leaves system pointer, builtin pointers, length and start of the return data below ap.
/// </summary>
internal sealed class DeprecatedRun
{
    private const int ReturnCells = 2;

    private readonly CallFrame frame;
    private readonly DeprecatedProgram program;
    private readonly FunctionRunner runner;
    private readonly SyscallMemory memory;
    private readonly DeprecatedSyscalls syscalls;
    private readonly RunReport report;
    private readonly Relocatable syscallStart;

    private DeprecatedRun(CallFrame frame, DeprecatedProgram program)
    {
        this.frame = frame;
        this.program = program;
        runner = new(program.Image, program.Builtins, limits: frame.Context.Budget);
        memory = new(runner.Memory, frame.Context.Passed);
        syscallStart = runner.Memory.AddSegment();
        syscalls = new(frame, memory, syscallStart);
        report = new(frame, runner, memory, syscalls.Resources) { Scopes = program.ErrorScopes };
    }

    /// <summary>Runs.</summary>
    /// <param name="frame">The call.</param>
    /// <param name="offset">Where the entry point begins.</param>
    /// <exception cref="EntryPointException">The run stopped, or left a malformed result.</exception>
    internal static CallInfo Run(CallFrame frame, DeprecatedProgram program, int offset)
    {
        DeprecatedRun run = new(frame, program);
        return run.report.Guard(() => run.Run(offset));
    }

    private CallInfo Run(int offset)
    {
        List<MaybeRelocatable> arguments = Arguments();
        IHintProcessor hints = new Cairo0HintProcessor(program.Hints, host: syscalls);
        hints = frame.Context.Budget is { } budget ? new PolledHints(hints, budget) : hints;
        VmError? error = runner.Run(offset, arguments, hints, frame.Context.Steps);
        error ??= runner.VerifySecure(program.Image.Size);
        if (error is not null)
        {
            throw new EntryPointException(report.Describe(error));
        }

        Relocatable results = runner.Machine.Ap + -ReturnCells;
        Validate(results);
        VmResources own = report.CountResources(arguments.Count);
        MaybeRelocatable length = runner.Memory.Get(results);
        MaybeRelocatable start = runner.Memory.Get(results + 1);
        if (!length.IsFelt || !length.Felt.TryToUInt64(out ulong count) || count > int.MaxValue || !start.IsAddress)
        {
            throw RunReport.Malformed("Error extracting return data.");
        }

        return new()
        {
            Request = frame.Request,
            ClassHash = frame.ClassHash,
            Tracked = frame.Tracked,
            Retdata = report.Retdata(start.Address, (long)count),
            Resources = report.WithInner(own),
            Events = frame.Events,
            Messages = frame.Messages,
            InnerCalls = frame.InnerCalls,
            Answers = frame.Answers,
        };
    }

    private List<MaybeRelocatable> Arguments()
    {
        Relocatable pointers = runner.Memory.AddSegment();
        runner.Memory.Insert(pointers, syscallStart);
        for (int i = 0; i < runner.BuiltinBases.Count; i++)
        {
            runner.Memory.Insert(pointers + (i + 1), runner.BuiltinBases[i]);
        }

        return
        [
            frame.Request.Selector, pointers, (Felt)frame.Request.Calldata.Length, memory.AllocateReadOnly(frame.Request.Calldata),
        ];
    }

    // What the OS relies on: the pointers that come back are those that were given, each behind what was used.
    private void Validate(Relocatable results)
    {
        if (runner.ReadBuiltinStops(results, out Relocatable below) is { } error)
        {
            throw Invalid(error.Message);
        }

        MaybeRelocatable end = runner.Memory.Get(below + -1);
        string? fault = !end.IsAddress || end.Segment != syscallStart.Segment || end.Offset != runner.Memory.UsedSize(syscallStart.Segment)
            ? "Syscall segment size"
            : end.Address != syscalls.End ? "Syscall segment end"
            : !memory.AreReadOnlyIntact() ? "Read-only segments"
            : null;
        if (fault is not null)
        {
            throw Invalid(fault);
        }
    }

    private static EntryPointException Invalid(string what) => new(new PlainError($"Validation failed: {what}."));
}
