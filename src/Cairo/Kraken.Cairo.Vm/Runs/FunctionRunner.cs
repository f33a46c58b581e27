using System;
using System.Collections.Generic;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Memory;
using Kraken.Cairo.Vm.Programs;
using Kraken.Casm.Builtins;
using Kraken.Fields;

namespace Kraken.Cairo.Vm.Runs;

/// <summary>
/// Runs one function of a program, as an entry point of a contract is run: the caller lays out the arguments (builtin pointers among
/// them) and reads what the function left below ap. Segments: 0 program, 1 execution, then one per builtin in the order given.
/// </summary>
public sealed class FunctionRunner
{
    private readonly List<Relocatable> builtinBases = [];
    private Relocatable initialFp;

    /// <summary>A run of a program with builtins.</summary>
    /// <param name="bytecode">The program.</param>
    /// <param name="builtins">The builtins to create; the arena of dictionaries takes two segments, infos first.</param>
    /// <param name="traced">Keep the trace.</param>
    public FunctionRunner(ReadOnlySpan<Felt> bytecode, IReadOnlyList<BuiltinName> builtins, bool traced = false)
    {
        ArgumentNullException.ThrowIfNull(builtins);
        Machine = new VirtualMachine(new VmMemory(), traced);
        foreach (BuiltinName name in builtins)
        {
            builtinBases.Add(Machine.AddBuiltin(name).Base);
        }

        Memory.Load(ProgramBase, bytecode);
        Memory.MarkAccessed(ProgramBase, bytecode.Length);
    }

    /// <summary>A run of a program that other runs share; the segment of its constants comes before those of the builtins.</summary>
    /// <param name="image">The program.</param>
    /// <param name="builtins">The builtins to create.</param>
    /// <param name="traced">Keep the trace.</param>
    /// <param name="limits">What bounds the run beside its steps.</param>
    public FunctionRunner(ProgramImage image, IReadOnlyList<BuiltinName> builtins, bool traced = false, IRunLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(builtins);
        Machine = new VirtualMachine(new VmMemory(limits: limits), image, traced);
        for (int i = 0; i < builtins.Count; i++)
        {
            builtinBases.Add(Machine.AddBuiltin(builtins[i]).Base);
        }
    }

    /// <summary>The machine that runs the function; its registers and memory are the result.</summary>
    public VirtualMachine Machine { get; }

    /// <summary>The machine's memory.</summary>
    public VmMemory Memory => Machine.Memory;

    /// <summary>The program's start.</summary>
    public Relocatable ProgramBase => new(VirtualMachine.ProgramSegment, 0);

    /// <summary>The builtins' pointers in the order given: the arguments of a function that uses them.</summary>
    public IReadOnlyList<Relocatable> BuiltinBases => builtinBases;

    /// <summary>
    /// Calls the function and checks the builtin cells when it returned. Program cells beyond the bytecode that the caller wrote (costs,
    /// return code) must be written before.
    /// </summary>
    /// <param name="entry">The function's offset in the program.</param>
    /// <param name="arguments">The arguments, the first deepest on the stack; return values lie below ap afterwards.</param>
    /// <param name="hints">The program's hints.</param>
    /// <param name="resources">The step budget, consumed step by step.</param>
    /// <returns>Null, or why the run failed.</returns>
    public VmError? Run(long entry, IReadOnlyList<MaybeRelocatable> arguments, IHintProcessor hints, RunResources resources)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(hints);
        Relocatable end = Memory.AddSegment();
        var stack = new MaybeRelocatable[arguments.Count + 2];
        for (int i = 0; i < arguments.Count; i++)
        {
            stack[i] = arguments[i];
        }

        stack[^2] = Felt.Zero;
        stack[^1] = end;
        Memory.Load(new Relocatable(VirtualMachine.ExecutionSegment, 0), stack);
        initialFp = new Relocatable(VirtualMachine.ExecutionSegment, stack.Length);
        Machine.Ap = initialFp;
        Machine.Fp = initialFp;
        Machine.Pc = ProgramBase + entry;
        return Machine.RunUntil(end, hints, resources) ?? Machine.Guard(() =>
        {
            Memory.RelocateTemporarySegments();
            RunEnding.CheckDeductions(Machine, fill: false);
            Machine.FinishHints(hints);
        });
    }

    /// <summary>The checks of a finished run that protect its user: bounds of the program segment, complete builtin instances.</summary>
    /// <param name="programSize">Cells of the program segment that may have been accessed.</param>
    /// <returns>Null, or what was found.</returns>
    public VmError? VerifySecure(int programSize) => Machine.Guard(() => RunEnding.CheckSecurity(Machine, programSize, initialFp));

    /// <summary>
    /// Reads the builtins' pointers that a function left on the stack and checks that each stands behind the cells in use, as programs of
    /// Cairo 0 return them.
    /// </summary>
    /// <param name="top">The address above the last pointer.</param>
    /// <param name="below">The address of the first pointer; meaningless where something was found.</param>
    /// <returns>Null, or what was found.</returns>
    public VmError? ReadBuiltinStops(Relocatable top, out Relocatable below)
    {
        Relocatable at = top;
        VmError? error = Machine.Guard(() =>
        {
            for (int i = Machine.Builtins.Count - 1; i >= 0; i--)
            {
                at = Machine.Builtins[i].ReadStopPointer(Memory, at);
            }
        });
        below = at;
        return error;
    }

    /// <summary>Counts what the run used.</summary>
    public ExecutionResources CountResources() => RunEnding.Count(Machine);
}
