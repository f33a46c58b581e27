using System.Collections.Generic;
using System.Linq;
using Kraken.Cairo.Vm.Programs;
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

    // The instructions' encodings; an immediate stands behind each.
    private static readonly Felt AddToAp = Felt.Parse("0x40780017fff7fff");
    private static readonly Felt CallRelative = Felt.Parse("0x1104800180018000");
    private static readonly Felt JumpRelative = Felt.Parse("0x10780017fff7fff");

    /// <summary>The program in its frame, with the two labels of proof mode.</summary>
    /// <param name="program">A program with main, not in proof mode.</param>
    public static CairoProgram Put(CairoProgram program)
    {
        int main = program.Main!.Value;
        Felt[] frame = [AddToAp, program.Builtins.Count, CallRelative, main + Size - CallAt, JumpRelative, Felt.Zero];
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
