using System.Collections.Generic;
using System.Linq;
using Kraken.Cairo.Air.Proofs;
using Kraken.Cairo.Prover.Input;
using Kraken.Cairo.Prover.Witness;
using Kraken.Casm.Assembly;
using Kraken.Casm.Builtins;
using Kraken.Fields;

namespace Kraken.Cairo.Prover;

/// <summary>Reads the public part of a run from its memory.</summary>
internal static class PublicDataBuilder
{
    private const uint Bound = M31.Modulus;

    /// <summary>Program, safe call, segment pointers, output and states.</summary>
    /// <exception cref="ProvingException">The memory lacks a public cell or a pointer is none.</exception>
    public static PublicData Build(ProverInput input)
    {
        try
        {
            CheckBuiltins(input);
            PublicState initial = input.InitialState;
            SegmentRange[] segments = Segments(input);
            SegmentRange output = segments[(int)BuiltinName.Output];
            return new(
                Cells(input.Memory, initial.Pc, initial.Ap - 2),
                new PublicSegments(segments),
                Cells(input.Memory, output.Start.Value, output.Stop.Value),
                (input.Memory.IdOf(initial.Ap - 2), input.Memory.IdOf(initial.Ap - 1)),
                initial,
                input.FinalState);
        }
        catch (KeyNotFoundException error)
        {
            throw new ProvingException($"a public memory cell is missing: {error.Message}", error);
        }
    }

    /// <summary>The program's first instruction makes room for the pointers that it takes: ap += n.</summary>
    private static void CheckBuiltins(ProverInput input)
    {
        Felt count = input.Memory.ValueAt(input.InitialState.Pc + 1);
        if (input.Memory.ValueAt(input.InitialState.Pc) == CasmAssembler.AddApWord && count != PublicSegments.Count)
        {
            throw new ProvingException(
                $"the program takes {(count.TryToUInt64(out ulong taken) ? $"{taken}" : $"{count}")} of the "
                + $"{PublicSegments.Count} builtins; "
                + "the prover needs one that takes and returns all of them, in the order "
                + string.Join(", ", PublicSegments.Names));
        }

        int missing = input.PresentSegments.ToList().IndexOf(false);
        if (missing >= 0)
        {
            throw new ProvingException(
                $"the program does not take the builtin {PublicSegments.Names[missing]}; the prover needs one that takes all of them");
        }
    }

    private static PublicCell[] Cells(ProverMemory memory, uint from, uint to)
    {
        if (to < from || to > memory.AddressCount)
        {
            throw new ProvingException($"the public cells {from}..{to} do not lie in the memory of {memory.AddressCount} addresses");
        }

        PublicCell[] cells = new PublicCell[to - from];
        for (uint i = 0; i < cells.Length; i++)
        {
            cells[i] = new(memory.IdOf(from + i), memory.ValueAt(from + i));
        }

        return cells;
    }

    private static SegmentRange[] Segments(ProverInput input)
    {
        SegmentRange[] segments = new SegmentRange[PublicSegments.Count];
        for (uint i = 0; i < segments.Length; i++)
        {
            segments[i] = new(
                Pointer(input.Memory, input.InitialState.Ap + i),
                Pointer(input.Memory, input.FinalState.Ap - PublicSegments.Count + i));
        }

        return segments;
    }

    private static SegmentPointer Pointer(ProverMemory memory, uint address)
    {
        memory.ValueAt(address).ToCanonicalLimbs(out ulong low, out ulong l1, out ulong l2, out ulong l3);
        return low < Bound && (l1 | l2 | l3) == 0
            ? new(memory.IdOf(address), (uint)low)
            : throw new ProvingException(
                $"the cell at {address} should hold a segment pointer; the program must take and return all eleven builtins");
    }
}
