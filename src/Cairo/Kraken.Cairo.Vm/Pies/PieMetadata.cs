using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Cairo.Vm.Memory;
using Kraken.Cairo.Vm.Programs;
using Kraken.Casm.Builtins;
using Kraken.Fields;

namespace Kraken.Cairo.Vm.Pies;

/// <summary>The metadata of a PIE: its program and the segments of its memory.</summary>
/// <param name="Program">The code.</param>
/// <param name="Builtins">The builtins, in canonical order.</param>
/// <param name="Main">main's offset.</param>
/// <param name="SegmentSizes">The cells of each segment.</param>
internal sealed record PieMetadata(Felt[] Program, IReadOnlyList<BuiltinName> Builtins, int Main, IReadOnlyList<int> SegmentSizes)
{
    private const string Prime = "3618502788666131213697322783095070105623107215331596699973092056135872020481";

    /// <summary>Reads metadata.json.</summary>
    /// <exception cref="ProgramFieldException">It is malformed.</exception>
    public static PieMetadata Read(ProgramField root, CairoPieLimits limits)
    {
        ProgramField program = root["program"];
        if (program["prime"].BigInteger() != Felt.Modulus)
        {
            throw program["prime"].Refuse(Prime);
        }

        ProgramField code = program["data"];
        Felt[] data = new Felt[code.Count(limits.Cells)];
        int word = 0;
        foreach (ProgramField item in code.Items())
        {
            data[word++] = item.Number();
        }

        int main = program["main"].Integer();
        if (main < 0 || main >= data.Length)
        {
            throw program["main"].Refuse($"an offset of the program's {data.Length} words");
        }

        List<BuiltinName> builtins = ReadBuiltins(program["builtins"]);
        return new(data, builtins, main, ReadSegments(root, data.Length, builtins, limits));
    }

    /// <summary>Whether an address is of a cell of the memory.</summary>
    public bool HasCell(int segment, long offset) =>
        (uint)segment < (uint)SegmentSizes.Count && offset >= 0 && offset < SegmentSizes[segment];

    /// <summary>Whether an address is of a cell of the memory, or of the one behind a segment.</summary>
    public bool HasAddress(int segment, long offset) =>
        (uint)segment < (uint)SegmentSizes.Count && offset >= 0 && offset <= SegmentSizes[segment];

    /// <summary>A cell of a builtin, written as [segment, offset].</summary>
    /// <exception cref="ProgramFieldException">It is none.</exception>
    public Relocatable ReadCell(ProgramField field, BuiltinName builtin)
    {
        int[] parts = [.. field.Pair().Select(part => part.Integer())];
        int place = Builtins.ToList().IndexOf(builtin);
        return place >= 0 && parts[0] == CairoPie.SegmentOf(place) && HasCell(parts[0], parts[1])
            ? new(parts[0], parts[1])
            : throw field.Refuse($"a cell of the {builtin.Text()} segment as [segment, offset]");
    }

    private static List<BuiltinName> ReadBuiltins(ProgramField field)
    {
        List<BuiltinName> builtins = new(field.Count(Enum.GetValues<BuiltinName>().Length));
        foreach (ProgramField item in field.Items())
        {
            // No main takes the arena of Cairo 1: its programs end as runs of Cairo 0 code without it.
            if (!BuiltinNames.TryParse(item.Text(), out BuiltinName name) || name == BuiltinName.SegmentArena)
            {
                throw item.Refuse("a builtin");
            }

            if (builtins.Count > 0 && builtins[^1] >= name)
            {
                throw item.Refuse($"a builtin that comes after {builtins[^1].Text()}");
            }

            builtins.Add(name);
        }

        return builtins;
    }

    private static List<int> ReadSegments(ProgramField root, int programSize, List<BuiltinName> builtins, CairoPieLimits limits)
    {
        List<int> sizes = [];
        long cells = 0;
        Add(root["program_segment"], programSize);
        Add(root["execution_segment"]);
        ProgramField segments = root["builtin_segments"];
        foreach (BuiltinName name in builtins)
        {
            Add(segments[name.Text()]);
        }

        if (segments.Members().Count() != builtins.Count)
        {
            throw segments.Refuse($"the segments of {builtins.Count} builtins");
        }

        Add(root["ret_fp_segment"], 0);
        Add(root["ret_pc_segment"], 0);
        ProgramField extra = root["extra_segments"];
        _ = extra.Count(limits.Segments - sizes.Count);
        foreach (ProgramField segment in extra.Items())
        {
            Add(segment);
        }

        return sizes;

        void Add(ProgramField segment, int? expected = null)
        {
            if (segment["index"].Integer() != sizes.Count)
            {
                throw segment["index"].Refuse($"{sizes.Count}");
            }

            int size = segment["size"].Integer();
            if (size < 0 || (expected ?? size) != size)
            {
                throw segment["size"].Refuse(expected is { } exact ? $"{exact}" : "a number of cells");
            }

            cells += size;
            if (cells > limits.Cells)
            {
                throw segment["size"].Refuse($"at most {limits.Cells} cells in all segments", $"{cells} up to this one");
            }

            sizes.Add(size);
        }
    }
}
