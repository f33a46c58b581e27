using System;
using System.Linq;
using System.Numerics;
using Kraken.Cairo.Vm.Builtins;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Execution;
using Kraken.Casm.Builtins;

namespace Kraken.Cairo.Vm.Runs;

/// <summary>
/// Padding of a trace to a power of two that gives the layout's builtins, range checks, memory and diluted units enough room.
/// </summary>
internal static class TracePadding
{
    private const int MinInstances = 16;
    private const int KeccakInstancesPerComponent = 16;
    private const int DilutedBits = 16;
    private const int BitwiseBits = 251;
    private const int KeccakDilutedCells = 64 * 1024 * 4;

    /// <summary>Runs on until the step count is a power of two and everything fits.</summary>
    public static VmError? Pad(VirtualMachine machine, Layout layout, IHintProcessor hints)
    {
        VmError? error = RunToPowerOfTwo(machine, hints);
        while (error is null && machine.Guard(() => Check(machine, layout)) is { } shortage)
        {
            if (shortage.Kind != VmErrorKind.InsufficientAllocatedCells)
            {
                return shortage;
            }

            error = machine.RunSteps(1, hints, null) ?? RunToPowerOfTwo(machine, hints);
        }

        return error;
    }

    /// <summary>Cells of a builtin's segment when the layout allocates them by steps.</summary>
    /// <exception cref="VmException">The steps are too few.</exception>
    public static int AllocatedCells(VirtualMachine machine, Layout layout, BuiltinRunner builtin)
    {
        int used = builtin.UsedCells(machine.Memory);
        if (builtin is OutputBuiltin or SegmentArenaBuiltin)
        {
            return used;
        }

        long allocated = AllocatedInstances(machine, layout, builtin) * builtin.CellsPerInstance;
        return used <= allocated
            ? (int)allocated
            : throw Insufficient($"the {builtin.Name.Text()} builtin used {used} cells but the capacity is {allocated}");
    }

    /// <summary>Cells of a builtin's segment without trace padding: instances padded to a power of two, at least 16, or none.</summary>
    public static int PaddedCells(VirtualMachine machine, BuiltinRunner builtin)
    {
        int instances = builtin.UsedInstances(machine.Memory);
        return builtin is OutputBuiltin or SegmentArenaBuiltin ? builtin.UsedCells(machine.Memory)
            : instances == 0 ? 0
            : Math.Max(MinInstances, (int)BitOperations.RoundUpToPowerOf2((uint)instances)) * builtin.CellsPerInstance;
    }

    /// <summary>The least and greatest 16-bit value that steps and range checks use; null for an empty run.</summary>
    public static (int Min, int Max)? RangeCheckLimits(VirtualMachine machine)
    {
        (int Min, int Max)? limits = machine.OffsetLimits();
        foreach (RangeCheckBuiltin builtin in machine.Builtins.OfType<RangeCheckBuiltin>())
        {
            if (builtin.PartLimits(machine.Memory) is { } parts)
            {
                limits = limits is { } known ? (Math.Min(known.Min, parts.Min), Math.Max(known.Max, parts.Max)) : parts;
            }
        }

        return limits;
    }

    private static VmError? RunToPowerOfTwo(VirtualMachine machine, IHintProcessor hints) =>
        machine.RunSteps((long)BitOperations.RoundUpToPowerOf2((ulong)machine.Steps) - machine.Steps, hints, null);

    private static void Check(VirtualMachine machine, Layout layout)
    {
        long steps = machine.Steps;
        long rangeChecks = 0;
        long memoryUnits = 0;
        long dilutedUnits = 0;
        foreach (BuiltinRunner builtin in machine.Builtins)
        {
            AllocatedCells(machine, layout, builtin);
            long instances = AllocatedInstances(machine, layout, builtin);
            memoryUnits += instances * builtin.CellsPerInstance;
            rangeChecks += builtin is RangeCheckBuiltin check ? (long)builtin.UsedCells(machine.Memory) * check.Parts : 0;
            dilutedUnits += instances * DilutedUnits(layout, builtin);
        }

        if (RangeCheckLimits(machine) is { } limits && ((layout.RangeCheckUnits - 3) * steps) - rangeChecks < limits.Max - limits.Min)
        {
            throw Insufficient("too few range check units");
        }

        long total = Layout.MemoryUnits * steps;
        if (total - ((total / layout.PublicMemoryFraction) + (4 * steps) + memoryUnits) < RunEnding.CountHoles(machine))
        {
            throw Insufficient("too few memory units");
        }

        if (layout.DilutedUnits != 0 && Math.Max(0, (layout.DilutedUnits * steps) - dilutedUnits) < 1 << DilutedBits)
        {
            throw Insufficient("too few diluted units");
        }
    }

    private static long AllocatedInstances(VirtualMachine machine, Layout layout, BuiltinRunner builtin)
    {
        int ratio = layout.Ratios[builtin.Name];
        if (builtin is OutputBuiltin or SegmentArenaBuiltin || ratio == 0)
        {
            return 0;
        }

        long minimum = (long)ratio * (builtin is KeccakBuiltin ? KeccakInstancesPerComponent : 1);
        return machine.Steps >= minimum
            ? machine.Steps / ratio
            : throw Insufficient($"{minimum} steps are needed for the {builtin.Name.Text()} builtin");
    }

    private static long DilutedUnits(Layout layout, BuiltinRunner builtin)
    {
        if (builtin is KeccakBuiltin)
        {
            return KeccakDilutedCells / DilutedBits;
        }

        if (builtin is not BitwiseBuiltin || layout.DilutedUnits == 0)
        {
            return 0;
        }

        int[] starts =
            [.. Enumerable.Range(0, BitwiseBits).Where(bit => bit % (layout.DilutedSpacing * DilutedBits) < layout.DilutedSpacing)];
        int trimmed = starts.Count(bit => bit + (layout.DilutedSpacing * (DilutedBits - 1)) + 1 > BitwiseBits);
        return (4 * starts.Length) + trimmed;
    }

    private static VmException Insufficient(string message) => new(VmErrorKind.InsufficientAllocatedCells, message);
}
