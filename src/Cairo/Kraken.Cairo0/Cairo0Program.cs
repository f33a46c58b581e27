using System.Collections.Generic;
using System.Linq;
using Kraken.Cairo0.Diagnostics;
using Kraken.Cairo0.Modules;
using Kraken.Cairo0.Output;
using Kraken.Cairo0.Preprocessing;

namespace Kraken.Cairo0;

/// <summary>A compiled program.</summary>
public sealed class Cairo0Program
{
    private readonly CompiledProgram program;
    private readonly bool isProofMode;

    internal Cairo0Program(CompiledProgram program, bool isProofMode)
    {
        this.program = program;
        this.isProofMode = isProofMode;
    }

    /// <summary>Words of code.</summary>
    public int WordCount => program.Instructions.Sum(instruction => instruction.Words.Size);

    /// <summary>The JSON that virtual machines read; but for the compiler's version, the bytes are those of the genuine compiler.</summary>
    /// <param name="withDebugInfo">Whether it says from where in the sources each instruction comes.</param>
    /// <exception cref="CairoException">A comment stands within a type or expression that the JSON has to write.</exception>
    public string ToJson(bool withDebugInfo = false)
    {
        if (!withDebugInfo)
        {
            return ProgramJson.Write(program, null);
        }

        var texts = new Dictionary<string, string>();
        if (isProofMode)
        {
            texts.Add(BuiltInModules.StartName, BuiltInModules.Start.Text);
        }

        return ProgramJson.Write(program, texts);
    }

    /// <summary>The instructions as text, one a line, with their hints in front.</summary>
    /// <exception cref="CairoException">A comment stands within an expression of an instruction.</exception>
    public string ToPreprocessedText() => PreprocessedText.Write(program);
}
