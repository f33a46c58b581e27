using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Cairo.Vm.Builtins;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Memory;
using Kraken.Cairo.Vm.Programs;
using Kraken.Casm.Builtins;
using Kraken.Fields;

namespace Kraken.Cairo.Vm.Runs;

/// <summary>
/// Runs a whole Cairo 0 program. Segments: 0 program, 1 execution, builtins in canonical order, then what the program adds.
/// </summary>
public sealed class CairoRunner
{
    private readonly CairoProgram program;
    private readonly RunOptions options;
    private readonly List<int> publicExecutionCells = [];
    private Relocatable initialFp;

    private CairoRunner(CairoProgram program, RunOptions options)
    {
        this.program = program;
        this.options = options;
        Machine = new VirtualMachine(new VmMemory(limits: options.Limits), options.Traced);
    }

    /// <summary>The machine after the run.</summary>
    public VirtualMachine Machine { get; }

    /// <summary>What is run.</summary>
    public CairoProgram Program => program;

    /// <summary>How it is run: layout, proof mode, bounds.</summary>
    public RunOptions Options => options;

    /// <summary>Offsets of the execution segment that are public: in proof mode the initial stack and the return values.</summary>
    public IReadOnlyList<int> PublicExecutionCells => publicExecutionCells;

    /// <summary>Runs a program.</summary>
    /// <param name="options">How to run it.</param>
    /// <param name="runner">The finished run; also set when the run failed, for a look at memory and trace.</param>
    /// <returns>Null, or why the run failed.</returns>
    public static VmError? Run(CairoProgram program, RunOptions options, IHintProcessor hints, out CairoRunner runner)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(hints);
        CairoRunner run = new(program, options);
        runner = run;
        Relocatable end = default;
        return run.Machine.Guard(() => end = run.Initialize())
            ?? run.Machine.RunUntil(end, hints, options.Resources)
            ?? (options.ProofMode ? run.Machine.RunSteps(1, hints, null) : null)
            ?? run.Machine.Guard(() =>
            {
                run.Machine.Memory.RelocateTemporarySegments();
                RunEnding.CheckDeductions(run.Machine, options.FillsHoles);
                run.Machine.FinishHints(hints);
            })
            ?? (options is { ProofMode: true, DisablesTracePadding: false } ? TracePadding.Pad(run.Machine, options.Layout, hints) : null)
            ?? run.Machine.Guard(run.ReadReturnValues);
    }

    /// <summary>The checks of a finished run that protect its user.</summary>
    /// <returns>Null, or what was found.</returns>
    public VmError? VerifySecure() => Machine.Guard(() => RunEnding.CheckSecurity(Machine, program.Data.Length, initialFp));

    /// <summary>Counts what the run used.</summary>
    public ExecutionResources CountResources() => RunEnding.Count(Machine);

    /// <summary>The output cells; empty without the output builtin.</summary>
    public IReadOnlyList<MaybeRelocatable> Output() =>
        Machine.FindBuiltin(BuiltinName.Output) is OutputBuiltin output ? output.Cells(Machine.Memory) : [];

    private Relocatable Initialize()
    {
        foreach (BuiltinName name in Enum.GetValues<BuiltinName>())
        {
            bool included = program.Builtins.Contains(name);
            if (options.Layout.Has(name) && (included || options.ProofMode))
            {
                Machine.AddBuiltin(name, included);
            }
        }

        BuiltinName[] missing = [.. program.Builtins.Where(name => !options.Layout.Has(name))];
        if (missing.Length != 0 && !options.AllowsMissingBuiltins)
        {
            throw new VmException(
                VmErrorKind.InvalidRun,
                $"Builtins {string.Join(", ", missing.Select(name => name.Text()))} not present in layout {options.Layout.Name}");
        }

        if (!program.Builtins.SequenceEqual(program.Builtins.Distinct().Order()))
        {
            throw new VmException(VmErrorKind.InvalidRun, "the program's builtins are not in canonical order");
        }

        MaybeRelocatable[] stack =
            [.. program.Builtins.Select(name => Machine.FindBuiltin(name) is { } builtin ? builtin.Base : (MaybeRelocatable)Felt.Zero)];
        Relocatable end = options.ProofMode ? EnterStart(stack) : EnterMain(stack);
        AddZeroSegment();
        return end;
    }

    private Relocatable EnterMain(MaybeRelocatable[] stack)
    {
        Relocatable returnFp = Machine.Memory.AddSegment();
        Relocatable end = Machine.Memory.AddSegment();
        LoadProgram([.. stack, returnFp, end], program.Main ?? throw new VmException(VmErrorKind.InvalidRun, "the program has no main"));
        SetFrame(stack.Length + 2);
        return end;
    }

    private Relocatable EnterStart(MaybeRelocatable[] stack)
    {
        // The two dummy cells let the verifier check that the run returns to the frame it started from.
        MaybeRelocatable[] initial = [new Relocatable(VirtualMachine.ExecutionSegment, 2), Felt.Zero, .. stack];
        LoadProgram(initial, program.Start
            ?? throw new VmException(VmErrorKind.InvalidRun, "the program has no __start__: it was not compiled for proof mode"));
        publicExecutionCells.AddRange(Enumerable.Range(0, initial.Length));
        SetFrame(2);
        int end = program.End ?? throw new VmException(VmErrorKind.InvalidRun, "the program has no __end__");
        return new Relocatable(VirtualMachine.ProgramSegment, end);
    }

    private void LoadProgram(MaybeRelocatable[] stack, int entry)
    {
        var start = new Relocatable(VirtualMachine.ProgramSegment, 0);
        Machine.Memory.Load(start, [.. program.Data.Select(word => (MaybeRelocatable)word)]);
        Machine.Memory.MarkAccessed(start, program.Data.Length);
        Machine.Memory.Load(new Relocatable(VirtualMachine.ExecutionSegment, 0), stack);
        Machine.Pc = start + entry;
    }

    private void SetFrame(int offset)
    {
        initialFp = new Relocatable(VirtualMachine.ExecutionSegment, offset);
        Machine.Ap = initialFp;
        Machine.Fp = initialFp;
    }

    private void AddZeroSegment()
    {
        ModuloBuiltin[] users = [.. Machine.Builtins.OfType<ModuloBuiltin>()];
        if (users.Length == 0)
        {
            return;
        }

        Relocatable zeros = Machine.Memory.AddSegment();
        Machine.Memory.Load(zeros, new Felt[ModuloInstance.Words]);
        Machine.Memory.MarkAccessed(zeros, ModuloInstance.Words);
        foreach (ModuloBuiltin user in users)
        {
            user.ZeroSegment = zeros.Segment;
        }
    }

    private void ReadReturnValues()
    {
        Relocatable pointer = Machine.Ap;
        foreach (BuiltinName name in program.Builtins.Reverse())
        {
            if (Machine.FindBuiltin(name) is { } builtin)
            {
                pointer = builtin.ReadStopPointer(Machine.Memory, pointer);
                continue;
            }

            pointer += -1;
            if (!Machine.Memory.GetFelt(pointer).IsZero)
            {
                throw new VmException(VmErrorKind.InvalidStopPointer, $"the stop pointer of the missing builtin {name.Text()} is not 0");
            }
        }

        if (options.ProofMode)
        {
            publicExecutionCells.AddRange(Enumerable.Range((int)pointer.Offset, (int)(Machine.Ap.Offset - pointer.Offset)));
            FinalizeSegments();
        }
    }

    private void FinalizeSegments()
    {
        Machine.Memory.FinalizeSegment(VirtualMachine.ProgramSegment, program.Data.Length);
        foreach (BuiltinRunner builtin in Machine.Builtins)
        {
            int cells = options.DisablesTracePadding
                ? TracePadding.PaddedCells(Machine, builtin)
                : TracePadding.AllocatedCells(Machine, options.Layout, builtin);
            Machine.Memory.FinalizeSegment(builtin.Segment, cells);
        }
    }
}
