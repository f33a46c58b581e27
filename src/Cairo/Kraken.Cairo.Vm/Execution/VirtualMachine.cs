using System;
using System.Collections.Generic;
using Kraken.Cairo.Vm.Builtins;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Memory;
using Kraken.Cairo.Vm.Programs;
using Kraken.Casm.Builtins;
using Kraken.Casm.Instructions;
using Kraken.Fields;

namespace Kraken.Cairo.Vm.Execution;

/// <summary>
/// The Cairo machine: registers, memory, builtins, and the step [CAIRO 4.5]. The program is in segment 0, ap
/// and fp live in segment 1.
/// </summary>
public sealed partial class VirtualMachine
{
    /// <summary>The index of the segment that holds the bytecode.</summary>
    public const int ProgramSegment = 0;

    /// <summary>The segment of ap and fp.</summary>
    public const int ExecutionSegment = 1;

    private const int MaxCallStack = 20;

    // Every run fills about as many.
    private const int FirstExecutionCells = 64;

    private static readonly Relocatable Nowhere = new(int.MinValue, 0);

    private readonly InstructionCache instructions;
    private readonly MemorySegment execution;
    private readonly List<BuiltinRunner> builtins = [];
    private readonly List<BuiltinRunner> simulated = [];
    private readonly Dictionary<int, IHintProcessor> loadedHints = [];
    private int pcSegment;
    private long pcOffset;
    private long ap;
    private long fp;

    /// <summary>A machine with empty program and execution segments.</summary>
    /// <param name="memory">A memory without segments.</param>
    /// <param name="traced">Keep the trace.</param>
    public VirtualMachine(VmMemory memory, bool traced = false)
    {
        ArgumentNullException.ThrowIfNull(memory);
        ArgumentOutOfRangeException.ThrowIfNotEqual(memory.SegmentCount, 0);
        Memory = memory;
        memory.AddSegment();
        execution = memory.Segment(memory.AddSegment().Segment);
        memory.Reserve(execution, FirstExecutionCells - 1);
        instructions = new InstructionCache(memory);
        Trace = traced ? new TraceBuffer() : null;
    }

    /// <summary>A machine on a shared program.</summary>
    internal VirtualMachine(VmMemory memory, ProgramImage image, bool traced)
    {
        Memory = memory;
        memory.AddShared(image.Cells);
        execution = memory.Segment(memory.AddSegment().Segment);
        memory.Reserve(execution, FirstExecutionCells - 1);
        memory.AddShared(image.Constants);
        instructions = new InstructionCache(memory, image.Instructions);
        Trace = traced ? new TraceBuffer() : null;
    }

    /// <summary>The cells that the run has set so far, by segment.</summary>
    public VmMemory Memory { get; }

    /// <summary>The trace, if it is kept.</summary>
    public TraceBuffer? Trace { get; }

    /// <summary>The builtins in order of their segments.</summary>
    public IReadOnlyList<BuiltinRunner> Builtins => builtins;

    /// <summary>The program counter.</summary>
    public Relocatable Pc
    {
        get => new(pcSegment, pcOffset);
        set => (pcSegment, pcOffset) = value;
    }

    /// <summary>The allocation pointer.</summary>
    public Relocatable Ap
    {
        get => new(ExecutionSegment, ap);
        set => ap = value.Offset;
    }

    /// <summary>The frame pointer.</summary>
    public Relocatable Fp
    {
        get => new(ExecutionSegment, fp);
        set => fp = value.Offset;
    }

    /// <summary>Steps executed.</summary>
    public long Steps { get; private set; }

    /// <summary>BLAKE2s instructions executed, whose steps are counted apart for fees.</summary>
    public long BlakeSteps { get; private set; }

    /// <summary>The index of the hint at work within its instruction; -1 when none is. Hint processors set it.</summary>
    public int CurrentHint { get; set; } = -1;

    /// <summary>Set by a hint: the instruction at pc is passed over instead of executed.</summary>
    public bool SkipsInstruction { get; set; }

    /// <summary>The builtin of a name, or null.</summary>
    public BuiltinRunner? FindBuiltin(BuiltinName name) => builtins.Find(builtin => builtin.Name == name);

    /// <summary>
    /// Adds a builtin that the layout lacks, for code that a hint has loaded: its cells are given and checked as those of any, but it is no
    /// builtin of the run, so that the program has to state by other means that they hold.
    /// </summary>
    public BuiltinRunner SimulateBuiltin(BuiltinName name)
    {
        BuiltinRunner builtin = BuiltinFactory.Create(name, included: false);
        builtin.AddSegment(Memory);
        simulated.Add(builtin);
        return builtin;
    }

    /// <summary>The builtin of a name that <see cref="SimulateBuiltin"/> added last, or null.</summary>
    public BuiltinRunner? FindSimulated(BuiltinName name) => simulated.FindLast(builtin => builtin.Name == name);

    /// <summary>
    /// Gives hints to code that a hint has loaded into a segment of its own; offsets count from the segment's start. They must be there
    /// before the code runs.
    /// </summary>
    /// <exception cref="VmException">The segment is the program's, does not exist, has hints, or was executed already.</exception>
    public void LoadHints(int segment, IHintProcessor hints)
    {
        ArgumentNullException.ThrowIfNull(hints);
        string? refusal = segment <= ExecutionSegment || segment >= Memory.SegmentCount ? "it is no segment that code can be loaded into"
            : instructions.HasRun(segment) ? "its code was executed already"
            : loadedHints.TryAdd(segment, hints) ? null
            : "it has hints already";
        if (refusal is not null)
        {
            throw new VmException(VmErrorKind.InvalidRun, $"segment {segment} cannot be given hints: {refusal}");
        }
    }

    /// <summary>Ends the hints of the program and of loaded code; to be called after the last step.</summary>
    internal void FinishHints(IHintProcessor program)
    {
        program.Finish();
        foreach (IHintProcessor loaded in loadedHints.Values)
        {
            loaded.Finish();
        }
    }

    /// <summary>Adds a builtin and its segment.</summary>
    internal BuiltinRunner AddBuiltin(BuiltinName name, bool included = true)
    {
        BuiltinRunner builtin = BuiltinFactory.Create(name, included);
        builtin.AddSegment(Memory);
        builtins.Add(builtin);
        return builtin;
    }

    /// <summary>Executes until pc is at an address or the budget is spent.</summary>
    /// <returns>Null, or why the run stopped before.</returns>
    public VmError? RunUntil(Relocatable end, IHintProcessor hints, RunResources resources)
    {
        ArgumentNullException.ThrowIfNull(hints);
        ArgumentNullException.ThrowIfNull(resources);
        return Guard(() => Loop(end, long.MaxValue, hints, resources));
    }

    /// <summary>Executes a number of steps.</summary>
    /// <param name="steps">The number.</param>
    /// <param name="hints">The program's hints.</param>
    /// <param name="end">Reaching this address before the last step is an error.</param>
    internal VmError? RunSteps(long steps, IHintProcessor hints, Relocatable? end) => Guard(() =>
    {
        long target = Steps + steps;
        Loop(end ?? Nowhere, target, hints, new RunResources());
        if (Steps != target)
        {
            throw new VmException(
                VmErrorKind.EndOfProgram,
                $"Execution reached the end of the program. Requested remaining steps: {target - Steps}.");
        }
    });

    /// <summary>The least and greatest biased offset of the instructions met; null before the first step.</summary>
    internal (int Min, int Max)? OffsetLimits() => instructions.OffsetLimits();

    /// <summary>Runs something that may break a rule of the machine, and turns the exception into an error with its place.</summary>
    internal VmError? Guard(Action action)
    {
        CurrentHint = -1;
        try
        {
            action();
            return null;
        }
        catch (VmException e)
        {
            return new VmError(e.Kind, e.Kind.ToString(), e.Message, Pc, Steps, CallStack(), CurrentHint);
        }
        catch (HintException e)
        {
            return new VmError(VmErrorKind.Hint, e.Code, e.Message, Pc, Steps, CallStack(), CurrentHint, e.Payload);
        }
    }

    /// <summary>The call instructions whose frames are open, outermost first, as the return addresses on the stack tell.</summary>
    private List<Relocatable> CallStack()
    {
        var calls = new List<Relocatable>();
        long frame = fp;
        while (calls.Count < MaxCallStack
            && frame >= 2
            && Memory.Get(new Relocatable(ExecutionSegment, frame - 1)).TryAddress(out Relocatable returnPc)
            && Memory.Get(new Relocatable(ExecutionSegment, frame - 2)).TryAddress(out Relocatable caller)
            && caller.Offset != frame
            && TryCallBefore(returnPc, out Relocatable call))
        {
            calls.Add(call);
            frame = caller.Offset;
        }

        calls.Reverse();
        return calls;
    }

    private bool TryCallBefore(Relocatable returnPc, out Relocatable call)
    {
        foreach (int size in (ReadOnlySpan<int>)[1, 2])
        {
            call = returnPc + -size;
            if (call.Offset >= 0
                && Memory.Get(call).TryFelt(out Felt word)
                && InstructionWord.TryDecode(word, out DecodedInstruction instruction) == InstructionError.None
                && instruction.Opcode == Opcode.Call
                && instruction.Size == size)
            {
                return true;
            }
        }

        call = default;
        return false;
    }
}
