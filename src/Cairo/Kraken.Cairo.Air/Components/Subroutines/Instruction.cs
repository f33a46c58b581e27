using System.Linq;
using Kraken.Air;
using Kraken.Cairo.Air.Relations;
using Kraken.Casm.Instructions;

namespace Kraken.Cairo.Air.Components.Subroutines;

/// <summary>A decoded instruction: offsets with their sign, flags and extension.</summary>
internal sealed record Instruction(Expr Dst, Expr Op0, Expr Op1, Expr[] Flags, Expr Extension)
{
    private const int Bias = InstructionWord.OffsetBias;

    private static readonly string[] FlagNames =
    [
        "dst_base_fp", "op0_base_fp", "op1_imm", "op1_base_fp", "op1_base_ap", "res_add", "res_mul", "pc_update_jump", "pc_update_jump_rel",
        "pc_update_jnz", "ap_update_add", "ap_update_add_1", "opcode_call", "opcode_ret", "opcode_assert_eq",
    ];

    public Expr this[int flag] => Flags[flag];

    /// <summary>Deduces what the pattern leaves open and verifies the instruction at pc.</summary>
    public static Instruction Decode(AirBuilder b, Expr pc, InstructionPattern pattern)
    {
        Expr[] limbs = b.PeekValue(b.PeekId(pc));
        Expr[] offsets = Offsets(limbs);
        for (int i = 0; i < offsets.Length; i++)
        {
            offsets[i] = pattern.Offsets[i] is int known ? known + Bias : b.Deduce(offsets[i], $"offset{i}");
        }

        Expr[] flags = DecodeFlags(b, (limbs[5] >> 3).PlusWord(limbs[6] << 6), pattern);
        Expr extension = pattern.Extension is int value ? value : b.Deduce(limbs[7], "opcode_extension");
        b.Use(
            CairoRelations.VerifyInstruction, pc, offsets[0], offsets[1],
            offsets[2], Pack(flags, 0, 6, 3), Pack(flags, 6, 9, 0), extension);
        return new(offsets[0] - Bias, offsets[1] - Bias, offsets[2] - Bias, flags, extension);
    }

    /// <summary>The three 16-bit offsets of the 9-bit limbs.</summary>
    private static Expr[] Offsets(Expr[] limbs) =>
    [
        limbs[0].PlusWord((limbs[1] & 127) << 9),
        (limbs[1] >> 7).PlusWord(limbs[2] << 2).PlusWord((limbs[3] & 31) << 11),
        (limbs[3] >> 5).PlusWord(limbs[4] << 4).PlusWord((limbs[5] & 7) << 13),
    ];

    private static Expr[] DecodeFlags(AirBuilder b, Expr word, InstructionPattern pattern)
    {
        Expr[] flags = new Expr[InstructionBit.Count];
        for (int i = 0; i < InstructionBit.Count; i++)
        {
            flags[i] = pattern[i] switch
            {
                '0' => 0,
                '1' => 1,
                '?' => DeduceFlag(b, word, i),
                _ => InferFlag(b, flags, pattern.RestOfGroup(i)),
            };
        }

        return flags;
    }

    private static Expr DeduceFlag(AirBuilder b, Expr word, int index)
    {
        Expr flag = b.Deduce((word >> index) & 1, FlagNames[index]);
        b.Constrain(flag * (1 - flag));
        return flag;
    }

    private static Expr InferFlag(AirBuilder b, Expr[] flags, int[] rest)
    {
        Expr flag = rest.Aggregate((Expr)1, (left, index) => left - flags[index]);
        if (rest.Length > 1)
        {
            b.Constrain(flag * (1 - flag));
        }

        return flag;
    }

    private static Expr Pack(Expr[] flags, int first, int count, int shift) =>
        Enumerable.Range(0, count).Aggregate((Expr)0, (sum, i) => sum + (flags[first + i] * (1 << (i + shift))));
}
