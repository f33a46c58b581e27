using System.Text;
using Kraken.Casm.Hints;

namespace Kraken.Casm.Assembly;

/// <summary>The text form of instructions: hints in %{ %}, then the instruction, each line ended by ';'.</summary>
public static class CasmText
{
    /// <summary>Appends an instruction with its hints.</summary>
    public static void Append(CasmInstruction instruction, StringBuilder text)
    {
        foreach (Hint hint in instruction.Hints)
        {
            string rendered = PythonicHints.Render(hint);
            string blank = rendered.StartsWith('\n') ? "" : " ";
            text.Append("%{").Append(blank).Append(rendered).Append(blank).Append("%}\n");
        }

        text.Append(Body(instruction)).Append(instruction.IncrementsAp ? ", ap++;\n" : ";\n");
    }

    private static string Body(CasmInstruction i) => i.Kind switch
    {
        CasmInstructionKind.AddAp => $"ap += {i.Operand}",
        CasmInstructionKind.AssertEq => $"{i.Cell} = {i.Operand}",
        CasmInstructionKind.QM31AssertEq => $"{{QM31}} {i.Cell} = {i.Operand}",
        CasmInstructionKind.Call => $"call rel {i.Operand}",
        CasmInstructionKind.Jump => $"jmp rel {i.Operand}",
        CasmInstructionKind.JumpIfNotZero => $"jmp rel {i.Operand} if {i.Cell} != 0",
        CasmInstructionKind.Return => "ret",
        _ => $"blake2s[state={i.BlakeState}, message={i.BlakeMessage}, byte_count={i.Cell}, "
            + $"finalize={(i.BlakeFinalizes ? "true" : "false")}] => [ap + 0]",
    };
}
