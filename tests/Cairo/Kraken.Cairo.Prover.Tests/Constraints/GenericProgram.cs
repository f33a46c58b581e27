using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using Kraken.Cairo.Prover.Adapter;
using Kraken.Cairo.Prover.Input;
using static Kraken.Casm.Instructions.InstructionFlags;

namespace Kraken.Cairo.Prover.Tests.Constraints;

/// <summary>
/// A program of instructions that no compiler writes and the generic component proves: sums and products that move ap and pc, operands
/// behind a pointer, conditional jumps by a memory cell, a call to a computed address and a return with another first operand.
/// </summary>
internal static class GenericProgram
{
    private const int Prologue = 6;
    private const int AssertFlags = Op0Fp | Op1Imm | ApAddOne | AssertEq;
    private const int OnFp = DstFp | Op0Fp | Op1Fp;

    /// <summary>Cells behind the call of main: two words of the call and the eleven builtin pointers lie before them.</summary>
    private const int CallerToMain = 13;

    /// <summary>Runs the program.</summary>
    internal static ProverInput Run()
    {
        string smallest = Path.Combine(SharedData.Folder, "programs", "test_prove_verify_ret_opcode.compiled.json");
        JsonNode program = JsonNode.Parse(File.ReadAllBytes(smallest))!;
        JsonArray data = program["data"]!.AsArray();
        List<string> words = [.. data.Select(word => word!.GetValue<string>())];
        string[] body = [.. Body().Select(word => $"0x{word:x}")];
        program["data"] = new JsonArray([.. words[..Prologue].Concat(body).Concat(words[Prologue..]).Select(word => (JsonNode)word)]);
        program["debug_info"] = null;
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, program.ToJsonString());
            return SharedData.Run(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Cells [fp] and on are 2, 3, 0, 6, 5.</summary>
    private static IEnumerable<ulong> Body() =>
    [
        .. Constant(2), .. Constant(3), .. Constant(0), .. Constant(6), .. Constant(5),

        // ap += [fp] + [fp + 1], and the sum is [fp + 4].
        Word(4, 0, 1, OnFp | Add | ApAdd | AssertEq),

        // ap += [fp] * [fp + 1].
        Word(3, 0, 1, OnFp | Mul | ApAdd),

        // ap += [[fp - 2] + 13], which is [fp].
        Word(-1, -2, CallerToMain, DstFp | Op0Fp | ApAdd),

        // jmp rel [fp] + [fp + 1], over four words that are not reached.
        Word(-1, 0, 1, OnFp | Add | JumpRel), 0, 0, 0, 0,

        // jmp rel [fp] if [fp + 1] != 0, over a word; then the same with [fp + 2], which is 0.
        Word(1, 0, 0, OnFp | Jnz), 0,
        Word(2, 0, 0, OnFp | Jnz),

        // call abs [ap + 1] + 2: to the word behind the jump; a return with op0 = [fp - 2] there; the jump goes over it.
        Word(0, 1, 1, Op1Imm | Add | Jump | Call), 2,
        Word(-1, -1, 1, DstFp | Op0Fp | Op1Imm | JumpRel), 3,
        Word(-2, -2, -1, OnFp | Jump | Ret),
    ];

    private static ulong[] Constant(ulong value) => [Word(0, -1, 1, AssertFlags), value];

    private static ulong Word(int dst, int op0, int op1, int flags) =>
        (ushort)(dst + 0x8000) | ((ulong)(ushort)(op0 + 0x8000) << 16) | ((ulong)(ushort)(op1 + 0x8000) << 32) | ((ulong)(uint)flags << 48);
}
