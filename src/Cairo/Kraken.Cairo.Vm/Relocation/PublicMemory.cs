using System;
using System.Collections.Generic;
using Kraken.Cairo.Vm.Builtins;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Memory;
using Kraken.Cairo.Vm.Runs;
using Kraken.Casm.Builtins;

namespace Kraken.Cairo.Vm.Relocation;

/// <summary>What a verifier sees of a run in proof mode: the public cells and the builtins' segments.</summary>
public static class PublicMemory
{
    /// <summary>
    /// Public cells as address and page, by segment: the program, the public cells of the execution segment, the output.
    /// </summary>
    public static List<(long Address, int Page)> Cells(CairoRunner runner, RelocatedMemory memory)
    {
        ArgumentNullException.ThrowIfNull(runner);
        ArgumentNullException.ThrowIfNull(memory);
        var cells = new List<(long, int)>();
        for (int i = 0; i < runner.Program.Data.Length; i++)
        {
            cells.Add((memory.SegmentBases[VirtualMachine.ProgramSegment] + i, 0));
        }

        foreach (int offset in runner.PublicExecutionCells)
        {
            cells.Add((memory.SegmentBases[VirtualMachine.ExecutionSegment] + offset, 0));
        }

        if (runner.Machine.FindBuiltin(BuiltinName.Output) is OutputBuiltin output)
        {
            int[] pages = output.PageOfCells(runner.Machine.Memory);
            for (int i = 0; i < pages.Length; i++)
            {
                cells.Add((memory.SegmentBases[output.Segment] + i, pages[i]));
            }
        }

        return cells;
    }

    /// <summary>The builtins' segments, in order; those that the program does not use stop where they begin.</summary>
    public static Dictionary<BuiltinName, SegmentRange> BuiltinSegments(CairoRunner runner, RelocatedMemory memory)
    {
        ArgumentNullException.ThrowIfNull(runner);
        ArgumentNullException.ThrowIfNull(memory);
        var segments = new Dictionary<BuiltinName, SegmentRange>();
        foreach (BuiltinRunner builtin in runner.Machine.Builtins)
        {
            long begin = memory.AddressOf(new Relocatable(builtin.Segment, 0));
            segments[builtin.Name] = new SegmentRange(
                begin,
                begin + (builtin.StopPointer ?? 0),
                runner.Machine.Memory.SizeOf(builtin.Segment));
        }

        return segments;
    }
}
