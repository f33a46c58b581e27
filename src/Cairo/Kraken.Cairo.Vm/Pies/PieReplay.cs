using System;
using System.Collections.Generic;
using Kraken.Cairo.Vm.Builtins;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Memory;
using Kraken.Cairo.Vm.Runs;
using Kraken.Casm.Builtins;

namespace Kraken.Cairo.Vm.Pies;

/// <summary>
/// Runs a PIE again from its own memory: whatever hints gave is there, so that none is needed. Memory being write-once, a run that comes
/// to its end is the run that the PIE tells of.
/// </summary>
public sealed class PieReplay
{
    private readonly CairoPie pie;

    private PieReplay(CairoPie pie, IRunLimits? limits, bool traced)
    {
        this.pie = pie;
        Machine = new VirtualMachine(new VmMemory(limits: limits), traced);
    }

    /// <summary>The machine after the run.</summary>
    public VirtualMachine Machine { get; }

    private Relocatable End => new(pie.Builtins.Count + 3, 0);

    /// <summary>Runs a PIE for the number of steps that it says and compares what the run leaves with it.</summary>
    /// <param name="replay">The finished run; also set when it failed.</param>
    /// <param name="traced">Keep the trace.</param>
    /// <param name="limits">What bounds the run beside its steps; null for nothing.</param>
    /// <returns>
    /// Null, or why the run failed or differs: code or memory of no run, other counts of steps or instances, cells that the PIE lacks.
    /// </returns>
    public static VmError? Run(CairoPie pie, out PieReplay replay, bool traced = false, IRunLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(pie);
        PieReplay run = new(pie, limits, traced);
        replay = run;
        return run.Machine.Guard(run.Initialize)
            ?? run.Machine.RunUntil(run.End, NoHints.Instance, new RunResources(pie.Resources.Steps))
            ?? run.Machine.Guard(run.Compare);
    }

    /// <summary>Counts what the run used.</summary>
    public ExecutionResources CountResources() => RunEnding.Count(Machine);

    /// <summary>The output cells; empty without the output builtin.</summary>
    public IReadOnlyList<MaybeRelocatable> Output() =>
        Machine.FindBuiltin(BuiltinName.Output) is OutputBuiltin output ? output.Cells(Machine.Memory) : [];

    private void Initialize()
    {
        List<MaybeRelocatable> stack = [];
        foreach (BuiltinName name in pie.Builtins)
        {
            stack.Add(Machine.AddBuiltin(name).Base);
        }

        VmMemory memory = Machine.Memory;
        stack.Add(memory.AddSegment());
        stack.Add(memory.AddSegment());
        while (memory.SegmentCount < pie.SegmentSizes.Count)
        {
            memory.AddSegment();
        }

        GiveAdditionalData();
        foreach (PieCell cell in pie.Memory)
        {
            memory.Insert(cell.Address, cell.Value);
        }

        // What stands there already is to be the same.
        Relocatable program = new(VirtualMachine.ProgramSegment, 0);
        memory.Load(program, pie.Program);
        memory.MarkAccessed(program, pie.Program.Length);
        memory.Load(new Relocatable(VirtualMachine.ExecutionSegment, 0), [.. stack]);
        Machine.Ap = Machine.Fp = new Relocatable(VirtualMachine.ExecutionSegment, stack.Count);
        Machine.Pc = program + pie.Main;
    }

    private void GiveAdditionalData()
    {
        if (Machine.FindBuiltin(BuiltinName.Ecdsa) is EcdsaBuiltin ecdsa)
        {
            foreach ((Relocatable instance, Curves.EcdsaSignature signature) in pie.Additional.Signatures)
            {
                ecdsa.AddSignature(instance, signature);
            }
        }

        if (Machine.FindBuiltin(BuiltinName.Output) is OutputBuiltin output)
        {
            foreach ((int id, (int Start, int Size) page) in pie.Additional.Pages)
            {
                output.Pages.Add(id, page);
            }
        }
    }

    private void Compare()
    {
        if (Machine.Steps != pie.Resources.Steps)
        {
            throw Differs($"{pie.Resources.Steps} steps", $"{Machine.Steps}");
        }

        RunEnding.CheckDeductions(Machine, fill: false);
        RunEnding.CheckSecurity(
            Machine, pie.Program.Length, new Relocatable(VirtualMachine.ExecutionSegment, pie.Builtins.Count + 2));
        Relocatable pointer = Machine.Ap;
        for (int i = pie.Builtins.Count - 1; i >= 0; i--)
        {
            BuiltinRunner builtin = Machine.Builtins[i];
            pointer = builtin.ReadStopPointer(Machine.Memory, pointer);
            int instances = builtin.UsedInstances(Machine.Memory);
            if (instances != pie.Resources.BuiltinInstances[builtin.Name])
            {
                throw Differs(
                    $"{pie.Resources.BuiltinInstances[builtin.Name]} instances of {builtin.Name.Text()}", $"{instances}");
            }
        }

        CompareMemory();
    }

    // Nothing was overwritten; so what differs is a cell that the run wrote and the PIE lacks.
    private void CompareMemory()
    {
        int next = 0;
        for (int segment = 0; segment < Machine.Memory.SegmentCount; segment++)
        {
            for (int offset = 0; offset < Machine.Memory.UsedSize(segment); offset++)
            {
                Relocatable address = new(segment, offset);
                if (next < pie.Memory.Count && pie.Memory[next].Address == address)
                {
                    next++;
                }
                else if (!Machine.Memory.Get(address).IsEmpty)
                {
                    throw Differs($"cell {address} in the memory", "none there, and the run wrote it");
                }
            }
        }
    }

    private static VmException Differs(string expected, string got) =>
        new(VmErrorKind.InvalidRun, $"the run is not that of the PIE: expected {expected}, got {got}");
}
