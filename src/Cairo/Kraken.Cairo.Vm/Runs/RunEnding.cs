using System.Collections.Generic;
using Kraken.Cairo.Vm.Builtins;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Memory;
using Kraken.Casm.Builtins;

namespace Kraken.Cairo.Vm.Runs;

/// <summary>What follows the last step: checks of builtin cells, security checks, and the count of resources.</summary>
internal static class RunEnding
{
    private const int CellsBetweenChecks = 64;

    /// <summary>Checks every builtin cell against its instance's inputs.</summary>
    /// <param name="fill">Write the missing outputs of started instances, as runs in proof mode do.</param>
    /// <exception cref="VmException">A cell differs.</exception>
    public static void CheckDeductions(VirtualMachine machine, bool fill)
    {
        foreach (BuiltinRunner builtin in machine.Builtins)
        {
            if (builtin is OutputBuiltin or SegmentArenaBuiltin or RangeCheckBuiltin or EcdsaBuiltin or ModuloBuiltin)
            {
                continue;
            }

            VmMemory memory = machine.Memory;
            int size = fill ? builtin.UsedInstances(memory) * builtin.CellsPerInstance : memory.UsedSize(builtin.Segment);
            for (int offset = 0; offset < size; offset++)
            {
                if (offset % CellsBetweenChecks == 0)
                {
                    memory.Limits?.Check();
                }

                CheckCell(memory, builtin, offset, fill);
            }
        }
    }

    /// <summary>The checks that make a finished run safe to be used by other programs.</summary>
    /// <param name="programSize">Cells of the program segment that belong to the program.</param>
    /// <param name="initialFp">fp at the start.</param>
    /// <exception cref="VmException">The run is not safe.</exception>
    public static void CheckSecurity(VirtualMachine machine, int programSize, Relocatable initialFp)
    {
        VmMemory memory = machine.Memory;
        if (memory.UsedSize(VirtualMachine.ProgramSegment) > programSize)
        {
            throw new VmException(VmErrorKind.OutOfBoundsProgramSegmentAccess, "Out of bounds access to program segment");
        }

        if (memory.TemporarySegmentCount != 0)
        {
            CheckNoTemporaryAddress(memory);
        }

        foreach (BuiltinRunner builtin in machine.Builtins)
        {
            CheckInputs(memory, builtin);
            CheckUnread(memory, builtin);
        }

        MaybeRelocatable saved = memory.Get(initialFp + -2);
        bool same = saved.IsAddress ? saved.Offset == machine.Fp.Offset : saved.Felt == (Fields.Felt)machine.Fp.Offset;
        if (saved.IsEmpty || !same)
        {
            throw new VmException(VmErrorKind.MismatchReturnFp, $"Return FP address deviates: saved {saved}, final {machine.Fp}");
        }
    }

    /// <summary>Counts resources.</summary>
    public static ExecutionResources Count(VirtualMachine machine)
    {
        var instances = new Dictionary<BuiltinName, int>();
        foreach (BuiltinRunner builtin in machine.Builtins)
        {
            instances[builtin.Name] = builtin.UsedInstances(machine.Memory);
        }

        return new ExecutionResources(machine.Steps, CountHoles(machine), instances);
    }

    /// <summary>
    /// Counts memory holes; builtin segments other than output have none by definition, nor have segments nobody accessed.
    /// </summary>
    public static long CountHoles(VirtualMachine machine)
    {
        VmMemory memory = machine.Memory;
        long holes = 0;
        for (int i = 0; i < memory.SegmentCount; i++)
        {
            if ((memory.Segment(i).Builtin is null or OutputBuiltin) && memory.CountAccessed(i) is > 0 and int accessed)
            {
                holes += memory.SizeOf(i) - accessed;
            }
        }

        return holes;
    }

    private static void CheckCell(VmMemory memory, BuiltinRunner builtin, int offset, bool fill)
    {
        MaybeRelocatable deduced = builtin.Deduce(memory, offset);
        if (deduced.IsEmpty)
        {
            return;
        }

        var address = new Relocatable(builtin.Segment, offset);
        MaybeRelocatable cell = memory.Get(address);
        if (!cell.IsEmpty && cell != deduced)
        {
            throw new VmException(
                VmErrorKind.InconsistentAutoDeduction,
                $"Inconsistent auto-deduction for {builtin.Name.Text()} builtin, expected {deduced}, got {cell}");
        }

        if (cell.IsEmpty && fill)
        {
            memory.Insert(address, deduced);
        }
    }

    // What the code did not read of an instance must be there to be read all the same: a proof states it.
    private static void CheckUnread(VmMemory memory, BuiltinRunner builtin)
    {
        if (builtin is not PermutationBuiltin)
        {
            return;
        }

        int instances = builtin.UsedInstances(memory);
        for (int instance = 0; instance < instances; instance++)
        {
            if (instance % CellsBetweenChecks == 0)
            {
                memory.Limits?.Check();
            }

            for (int cell = builtin.InputCells; cell < builtin.CellsPerInstance; cell++)
            {
                Relocatable address = new(builtin.Segment, ((long)instance * builtin.CellsPerInstance) + cell);
                if (memory.Get(address).IsEmpty)
                {
                    builtin.Deduce(memory, address.Offset);
                    break;
                }
            }
        }
    }

    private static void CheckNoTemporaryAddress(VmMemory memory)
    {
        for (int segment = 0; segment < memory.SegmentCount; segment++)
        {
            for (int offset = 0; offset < memory.UsedSize(segment); offset++)
            {
                MaybeRelocatable cell = memory.Get(new Relocatable(segment, offset));
                if (cell.IsTemporaryAddress)
                {
                    throw new VmException(
                        VmErrorKind.InvalidMemoryValueTemporaryAddress,
                        $"Security Error: Invalid Memory Value: temporary address not relocated: {cell}");
                }
            }
        }
    }

    private static void CheckInputs(VmMemory memory, BuiltinRunner builtin)
    {
        if (builtin is OutputBuiltin or SegmentArenaBuiltin)
        {
            return;
        }

        (builtin as ModuloBuiltin)?.Verify(memory);
        int instances = builtin.UsedInstances(memory);
        for (int i = 0; i < instances; i++)
        {
            for (int input = 0; input < builtin.InputCells; input++)
            {
                if (memory.Get(new Relocatable(builtin.Segment, ((long)i * builtin.CellsPerInstance) + input)).IsEmpty)
                {
                    throw new VmException(VmErrorKind.MissingMemoryCells, $"Missing memory cells for {builtin.Name.Text()}");
                }
            }
        }
    }
}
