using System.Collections.Generic;
using System.Linq;
using Kraken.Cairo.Vm.Programs;
using Kraken.Casm.Assembly;
using Kraken.Fields;

namespace Kraken.StarknetOs.Programs;

/// <summary>
/// S-two's frame in front of a program that was compiled to be called: <c>ap += n; call main; jmp rel 0</c> over the program's n
/// builtins. Code of Cairo 0 addresses itself relatively, so it stays as it is.
/// </summary>
internal static class ProgramFrame
{
    /// <summary>The words in front of the program.</summary>
    public const int Size = 6;

    private const int CallAt = 2;
    private const int EndAt = 4;

    /// <summary>The program in its frame, with the two labels of proof mode.</summary>
    /// <param name="program">A program with main, not in proof mode.</param>
    public static CairoProgram Put(CairoProgram program)
    {
        int main = program.Main!.Value;
        Felt[] frame =
        [
            CasmAssembler.AddApWord, program.Builtins.Count, CasmAssembler.CallWord, main + Size - CallAt,
            CasmAssembler.JumpWord, Felt.Zero,
        ];
        Dictionary<string, ProgramIdentifier> identifiers = program.Identifiers.ToDictionary(item => item.Key, item => Move(item.Value));
        identifiers["__main__.__start__"] = Label(0);
        identifiers["__main__.__end__"] = Label(EndAt);
        return program with
        {
            Data = [.. frame, .. program.Data],
            Hints = [.. program.Hints.Select(hint => hint with { Pc = hint.Pc + Size })],
            Identifiers = identifiers,
        };
    }

    private static ProgramIdentifier Move(ProgramIdentifier identifier) =>
        identifier.Pc is { } pc ? identifier with { Pc = pc + Size } : identifier;

    private static ProgramIdentifier Label(int pc) => new("label", pc, null, null, null, null);
}
