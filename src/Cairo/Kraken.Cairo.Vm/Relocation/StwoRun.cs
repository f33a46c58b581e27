using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Cairo.Vm.Builtins;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Memory;
using Kraken.Cairo.Vm.Runs;
using Kraken.Casm.Builtins;

namespace Kraken.Cairo.Vm.Relocation;

/// <summary>A finished run in proof mode as S-two's adapter takes it.</summary>
/// <param name="Memory">
/// The memory, each used builtin segment padded with copies of its last instance to a power of two of at least 16 instances; holes
/// count as zero.
/// </param>
/// <param name="Trace">The registers before each step; the last entry is the final state, at the jump to itself, and no step.</param>
/// <param name="PublicAddresses">The public cells: program, stack prefix and return values, output.</param>
/// <param name="Segments">The builtins' segments: first address, and address behind the padded instances as the stop.</param>
public sealed record StwoRun(
    RelocatedMemory Memory,
    RegisterState[] Trace,
    IReadOnlyList<uint> PublicAddresses,
    IReadOnlyDictionary<BuiltinName, SegmentRange> Segments)
{
    /// <summary>Completes and relocates a run made with <see cref="RunOptions.Stwo"/>.</summary>
    /// <returns>Null with <paramref name="run"/> set, or what is wrong with a builtin's segment.</returns>
    public static VmError? TryOf(CairoRunner runner, out StwoRun? run)
    {
        ArgumentNullException.ThrowIfNull(runner);
        StwoRun? made = null;
        VmError? error = runner.Machine.Guard(() => made = Of(runner));
        run = made;
        return error;
    }

    private static StwoRun Of(CairoRunner runner)
    {
        foreach (BuiltinRunner builtin in runner.Machine.Builtins)
        {
            Pad(runner, builtin);
        }

        RelocatedMemory memory = RelocatedMemory.Of(runner.Machine.Memory);
        Dictionary<BuiltinName, SegmentRange> segments = PublicMemory.BuiltinSegments(runner, memory);
        return new StwoRun(
            memory,
            RelocatedTrace.Of(runner.Machine, memory),
            [.. PublicMemory.Cells(runner, memory).Select(cell => (uint)cell.Address)],
            segments.ToDictionary(pair => pair.Key, pair => pair.Value with { Stop = pair.Value.Begin + pair.Value.Size }));
    }

    private static void Pad(CairoRunner runner, BuiltinRunner builtin)
    {
        VmMemory memory = runner.Machine.Memory;
        int used = memory.UsedSize(builtin.Segment);
        if (builtin is OutputBuiltin or SegmentArenaBuiltin || used == 0)
        {
            return;
        }

        for (int offset = 0; offset < used; offset++)
        {
            if (memory.Get(new Relocatable(builtin.Segment, offset)).IsEmpty)
            {
                throw new VmException(VmErrorKind.MissingMemoryCells, $"cell {offset} of the {builtin.Name.Text()} segment is missing");
            }
        }

        if (used % builtin.CellsPerInstance != 0)
        {
            throw new VmException(
                VmErrorKind.MissingMemoryCells, $"the last instance of the {builtin.Name.Text()} segment is not complete");
        }

        int size = TracePadding.PaddedCells(runner.Machine, builtin);
        for (int offset = used; offset < size; offset++)
        {
            memory.Insert(
                new Relocatable(builtin.Segment, offset), memory.Get(new Relocatable(builtin.Segment, offset - builtin.CellsPerInstance)));
        }
    }
}
