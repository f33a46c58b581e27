using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Cairo.Air.Proofs;
using Kraken.Cairo.Prover.Input;
using Kraken.Cairo.Prover.Witness;
using Kraken.Cairo.Vm.Builtins;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Memory;
using Kraken.Cairo.Vm.Relocation;
using Kraken.Cairo.Vm.Runs;
using Kraken.Casm.Builtins;
using Kraken.Fields;

namespace Kraken.Cairo.Prover.Adapter;

/// <summary>Makes a prover input of a finished run (stwo-cairo, adapter).</summary>
public static class ProverInputAdapter
{
    private const int AddressBound = 1 << 29;

    /// <summary>Adapts a run in proof mode without trace padding (<see cref="RunOptions.Stwo"/>).</summary>
    /// <param name="runner">The finished run.</param>
    /// <exception cref="ProvingException">The run cannot be proved.</exception>
    public static ProverInput Adapt(CairoRunner runner)
    {
        ArgumentNullException.ThrowIfNull(runner);
        if (!runner.Options.ProofMode || !runner.Options.DisablesTracePadding || runner.Machine.Trace is null)
        {
            throw new ProvingException("the run was not made in proof mode with its trace and without trace padding");
        }

        try
        {
            RelocatedMemory memory = RelocatedMemory.Of(runner.Machine.Memory);
            return Adapt(runner, memory, Values(runner, memory));
        }
        catch (VmException error)
        {
            throw new ProvingException($"the run cannot be relocated: {error.Message}", error);
        }
    }

    private static ProverInput Adapt(CairoRunner runner, RelocatedMemory memory, Felt[] values)
    {
        RegisterState[] trace = RelocatedTrace.Of(runner.Machine, memory);
        if (trace.Length == 0)
        {
            throw new ProvingException("the trace is empty");
        }

        OpcodeClassifier classifier = new(values);
        foreach (RegisterState state in trace.AsSpan(0, trace.Length - 1))
        {
            classifier.Push(state.Pc, state.Ap, state.Fp);
        }

        return new()
        {
            InitialState = State(trace[0]),
            FinalState = State(trace[^1]),
            StatesByOpcode = classifier.States,
            Memory = Number(values),
            PublicAddresses = [.. PublicMemory.Cells(runner, memory).Select(cell => (uint)cell.Address)],
            Segments = Segments(runner, memory),
            PresentSegments = [.. BuiltinNames.OfProofs.Select(runner.Program.Builtins.Contains)],
        };
    }

    private static PublicState State(RegisterState state) => new(state.Pc, state.Ap, state.Fp);

    private static ProverMemory Number(Felt[] values)
    {
        ValueTable table = new();
        uint[] ids = new uint[values.Length];
        ids[0] = ProverMemory.NoId;
        for (int address = 1; address < values.Length; address++)
        {
            ids[address] = table.IdOf(values[address]);
        }

        return table.Build(ids);
    }

    /// <summary>The cells by address; holes are zero, and every builtin segment is filled up with copies of its last instance.</summary>
    private static Felt[] Values(CairoRunner runner, RelocatedMemory memory)
    {
        long end = memory.Size;
        foreach (BuiltinRunner builtin in runner.Machine.Builtins)
        {
            end = Math.Max(end, memory.SegmentBases[builtin.Segment] + runner.Machine.Memory.SizeOf(builtin.Segment));
        }

        if (end > AddressBound)
        {
            throw new ProvingException($"the memory has {end} cells, more than 2^29");
        }

        Felt[] values = new Felt[end];
        memory.Values.CopyTo(values);
        foreach (BuiltinRunner builtin in runner.Machine.Builtins.Where(builtin => builtin is not (OutputBuiltin or SegmentArenaBuiltin)))
        {
            Pad(runner, builtin, memory, values);
        }

        return values;
    }

    private static void Pad(CairoRunner runner, BuiltinRunner builtin, RelocatedMemory memory, Felt[] values)
    {
        VmMemory machine = runner.Machine.Memory;
        long start = memory.SegmentBases[builtin.Segment];
        int used = machine.UsedSize(builtin.Segment);
        int cells = builtin.CellsPerInstance;
        if (used == 0)
        {
            return;
        }

        if (used % cells != 0 || memory.Known.Slice((int)start, used).Contains(false))
        {
            throw new ProvingException($"the {builtin.Name} segment has holes or an incomplete instance");
        }

        for (long i = used; i < machine.SizeOf(builtin.Segment); i++)
        {
            values[start + i] = values[start + i - cells];
        }
    }

    private static Dictionary<BuiltinName, (uint Begin, uint Stop)> Segments(CairoRunner runner, RelocatedMemory memory)
    {
        Dictionary<BuiltinName, (uint Begin, uint Stop)> segments = [];
        foreach (BuiltinName name in BuiltinNames.OfProofs)
        {
            if (runner.Machine.FindBuiltin(name) is { } builtin && runner.Machine.Memory.SizeOf(builtin.Segment) is > 0 and int size)
            {
                uint begin = (uint)memory.SegmentBases[builtin.Segment];
                segments[name] = (begin, begin + (uint)size);
            }
        }

        return segments;
    }
}
