using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Kraken.Casm.Classes;

namespace Kraken.Sierra.ToCasm.Classes;

/// <summary>The segmentation of a class's bytecode: one segment a function, then one a constant segment.</summary>
internal static class BytecodeSegments
{
    /// <summary>The segments that are not empty.</summary>
    /// <exception cref="SierraException">No function starts the program, or a jump leaves its function.</exception>
    public static SegmentLengths Compute(SierraProgram program, CompiledProgram compiled, int bytecodeLength)
    {
        if (bytecodeLength == 0)
        {
            // A class without any function, which the genuine compiler takes.
            return SegmentLengths.Leaf(0);
        }

        List<int> starts = FunctionStarts(program);
        List<int> offsets = [.. starts.Select(s => compiled.StatementOffsets[s]), .. compiled.SegmentOffsets, bytecodeLength];
        ImmutableArray<SegmentLengths>.Builder segments = ImmutableArray.CreateBuilder<SegmentLengths>();
        for (int i = 1; i < offsets.Count; i++)
        {
            if (offsets[i] > offsets[i - 1])
            {
                segments.Add(SegmentLengths.Leaf(offsets[i] - offsets[i - 1]));
            }
        }

        return SegmentLengths.Node(segments.ToImmutable());
    }

    /// <summary>The first statements of the functions, in order; every jump stays in its function.</summary>
    internal static List<int> FunctionStarts(SierraProgram program)
    {
        List<int> starts = [.. program.Functions.Select(f => f.EntryPoint).Order()];
        if (starts.Count == 0 || starts[0] != 0)
        {
            throw new SierraException(SierraErrorKind.InvalidFunction, "first statement", 0, "the start of a function", "none");
        }

        CheckJumps(program, starts);
        return starts;
    }

    private static void CheckJumps(SierraProgram program, List<int> starts)
    {
        int current = 0;
        for (int i = 0; i < program.Statements.Count; i++)
        {
            while (current + 1 < starts.Count && starts[current + 1] <= i)
            {
                current++;
            }

            int end = current + 1 < starts.Count ? starts[current + 1] : program.Statements.Count;
            foreach (StatementBranch branch in program.Statements[i].Branches)
            {
                int next = branch.Next(i);
                if (next < starts[current] || next >= end)
                {
                    throw new SierraException(
                        SierraErrorKind.InvalidStatement, "branch target", i,
                        $"inside of its function, {starts[current]}..{end}", $"{next}");
                }
            }
        }
    }
}
