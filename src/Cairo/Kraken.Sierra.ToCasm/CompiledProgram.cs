using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Numerics;
using System.Text;
using Kraken.Casm.Assembly;
using Kraken.Casm.Classes;
using Kraken.Fields;
using Kraken.Sierra.ToCasm.Assembly;

namespace Kraken.Sierra.ToCasm;

/// <summary>A compiled program: instructions, then constant segments.</summary>
public sealed class CompiledProgram
{
    private readonly int[] statementOffsets;
    private readonly ConstSegments segments;

    internal CompiledProgram(IReadOnlyList<CasmInstruction> instructions, int[] statementOffsets, int codeSize, ConstSegments segments)
    {
        Instructions = instructions;
        this.statementOffsets = statementOffsets;
        CodeSize = codeSize;
        this.segments = segments;
    }

    /// <summary>The code of all functions in the order of the program, headers and constants aside.</summary>
    public IReadOnlyList<CasmInstruction> Instructions { get; }

    /// <summary>The words of the instructions.</summary>
    public int CodeSize { get; }

    /// <summary>The offset in the bytecode of each Sierra statement's code.</summary>
    public IReadOnlyList<int> StatementOffsets => statementOffsets;

    /// <summary>The offsets in the bytecode of the constant segments.</summary>
    public IEnumerable<int> SegmentOffsets => segments.Offsets.Select(o => CodeSize + o);

    /// <summary>Assembles the program to its words and hints.</summary>
    public (ImmutableArray<Felt> Bytecode, ImmutableArray<CasmHintSite> Hints) Assemble()
    {
        List<Felt> words = new(CodeSize + segments.TotalSize);
        List<CasmHintSite> hints = [];
        foreach (CasmInstruction instruction in Instructions)
        {
            if (instruction.Hints.Count > 0)
            {
                hints.Add(new CasmHintSite(words.Count, [.. instruction.Hints]));
            }

            CasmAssembler.Encode(instruction, words);
        }

        foreach (IReadOnlyList<BigInteger> segment in segments.Data)
        {
            words.Add(CasmAssembler.ReturnWord);
            words.AddRange(segment.Select(Felt.FromBigInteger));
        }

        return ([.. words], [.. hints]);
    }

    /// <summary>The text form: instructions with hints, then each constant segment as ret and words.</summary>
    public string ToText()
    {
        StringBuilder text = new();
        foreach (CasmInstruction instruction in Instructions)
        {
            CasmText.Append(instruction, text);
        }

        foreach (IReadOnlyList<BigInteger> segment in segments.Data)
        {
            text.Append("ret;\n");
            foreach (BigInteger word in segment)
            {
                text.Append("dw ").Append(word).Append(";\n");
            }
        }

        return text.ToString();
    }
}
