using System.Collections.Generic;
using System.Linq;
using System.Numerics;

namespace Kraken.Cairo.Hints.Tests.Executables;

/// <summary>
/// An executable, assembled by hand after the format of cairo-lang-executable: it takes all builtins and puts out the first of its
/// arguments.
/// </summary>
internal static class EchoExecutable
{
    internal const int Op0Fp = 2, Op1Imm = 4, Op1FpBase = 8, Add = 32, ApAdd1 = 1 << 11, Assert = 1 << 14;
    private const int Pointers = 11;

    private static readonly string[] Builtins =
    [
        "output", "pedersen", "range_check", "ecdsa", "bitwise", "ec_op", "keccak", "poseidon", "range_check96", "add_mod", "mul_mod",
    ];

    public static string Json(string standalone = "Standalone")
    {
        string bytecode = string.Join(",", Words().Select(word => $"\"{word}\""));
        string builtins = string.Join(",", Builtins.Select(name => $"\"{name}\""));
        return """
            {"program":{"bytecode":[BYTECODE],
              "hints":[[6,[{"WriteRunParam":{"index":{"Immediate":"0x0"},"dst":{"register":"AP","offset":0}}}]]]},
             "entrypoints":[
              {"builtins":[BUILTINS],"offset":0,"kind":"STANDALONE"},
              {"builtins":[BUILTINS],"offset":6,"kind":"Bootloader"}]}
            """.Replace("BYTECODE", bytecode).Replace("BUILTINS", builtins).Replace("STANDALONE", standalone);
    }

    private static IEnumerable<string> Words()
    {
        // ap += 11; call rel 4; jmp rel 0.
        foreach (string word in (string[])["0x40780017fff7fff", "0xb", "0x1104800180018000", "0x4", "0x10780017fff7fff", "0x0"])
        {
            yield return word;
        }

        // The hint writes begin and end of the arguments: ap += 2; [ap] = [[ap - 2]], ap++; [[fp - 13]] = [ap - 1].
        yield return "0x40780017fff7fff";
        yield return "0x2";
        yield return Word(0, -2, 0, ApAdd1 | Assert);
        yield return Word(-1, -2 - Pointers, 0, Op0Fp | Assert);

        // The pointers: [ap] = [fp - 13] + 1, ap++; the others as they came.
        yield return Word(0, -2 - Pointers, 1, Op0Fp | Op1Imm | Add | ApAdd1 | Assert);
        yield return "0x1";
        for (int pointer = -1 - Pointers; pointer <= -3; pointer++)
        {
            yield return Word(0, -1, pointer, Op0Fp | Op1FpBase | ApAdd1 | Assert);
        }

        yield return "0x208b7fff7fff7ffe";
    }

    /// <summary>An instruction of three offsets and flags.</summary>
    internal static string Word(int dst, int op0, int op1, int flags) =>
        $"0x{(new BigInteger(flags) << 48) + ((BigInteger)(op1 + 0x8000) << 32) + ((BigInteger)(op0 + 0x8000) << 16) + (dst + 0x8000):x}";
}
