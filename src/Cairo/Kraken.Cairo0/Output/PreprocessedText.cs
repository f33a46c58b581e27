using System.Text;
using Kraken.Cairo0.Preprocessing;
using Kraken.Cairo0.Syntax;

namespace Kraken.Cairo0.Output;

/// <summary>The instructions of a program as text, one a line, with their hints: to be read by people.</summary>
internal static class PreprocessedText
{
    /// <summary>The text of a program.</summary>
    public static string Write(CompiledProgram program)
    {
        StringBuilder text = new();
        if (!program.Builtins.IsEmpty)
        {
            text.Append("%builtins ").AppendJoin(' ', program.Builtins).Append("\n\n");
        }

        foreach (var (emitted, _) in program.Instructions)
        {
            foreach (var hint in emitted.Hints)
            {
                text.Append(SyntaxText.WriteHint(hint.Element.Hint)).Append('\n');
            }

            text.Append(SyntaxText.Write(emitted.Instruction)).Append(";\n");
        }

        return text.ToString();
    }
}
