using System;
using Kraken.Fields;

namespace Kraken.Casm.Instructions;

/// <summary>
/// The first word of an instruction: three 16-bit offsets biased by 2^15 from bit 0, 15 flag bits from bit 48, the opcode extension from
/// bit 63 [CAIRO 4.4].
/// </summary>
public static class InstructionWord
{
    /// <summary>What is added to an offset, which makes it a number of 16 bits without a sign.</summary>
    public const int OffsetBias = 1 << 15;

    /// <summary>The word's bit at which the flags begin, in the order of <see cref="InstructionBit"/>.</summary>
    public const int FlagsStart = 48;

    /// <summary>The word's bit at which the opcode extension begins.</summary>
    public const int ExtensionStart = FlagsStart + InstructionBit.Count;

    private const int FlagMask = (1 << InstructionBit.Count) - 1;

    /// <summary>Decodes a word.</summary>
    /// <returns><see cref="InstructionError.None"/> with <paramref name="instruction"/> set, or the reason.</returns>
    public static InstructionError TryDecode(Felt word, out DecodedInstruction instruction)
    {
        instruction = default;
        return word.TryToUInt128(out UInt128 bits) ? TryDecode(bits, out instruction) : InstructionError.TooWide;
    }

    /// <summary>Decodes a word given as an integer.</summary>
    /// <returns><see cref="InstructionError.None"/> with <paramref name="instruction"/> set, or the reason.</returns>
    public static InstructionError TryDecode(UInt128 word, out DecodedInstruction instruction)
    {
        int flags = (int)(ulong)(word >> FlagsStart) & FlagMask;
        UInt128 extension = word >> ExtensionStart;
        int res = (flags >> InstructionBit.Add) & 3;
        int ap = (flags >> InstructionBit.ApAdd) & 3;
        var pc = (PcUpdate)((flags >> InstructionBit.Jump) & 7);
        var opcode = (Opcode)((flags >> InstructionBit.Call) & 7);
        instruction = new DecodedInstruction(
            OffsetAt(word, 0),
            OffsetAt(word, 16),
            OffsetAt(word, 32),
            (flags & (1 << InstructionBit.DstFp)) != 0,
            (flags & (1 << InstructionBit.Op0Fp)) != 0,
            (Op1Source)((flags >> InstructionBit.Op1Imm) & 7),
            pc == PcUpdate.JumpNonZero && res == 0 ? ResLogic.Unconstrained : (ResLogic)res,
            pc,
            opcode == Opcode.Call && ap == 0 ? ApUpdate.AddTwo : (ApUpdate)ap,
            opcode,
            extension <= 3 ? (OpcodeExtension)(int)extension : OpcodeExtension.Stone);
        InstructionError error = Check(instruction, res, ap, extension);
        instruction = error == InstructionError.None ? instruction : default;
        return error;
    }

    /// <summary>Encodes an instruction. Only instructions that decode again are meaningful.</summary>
    public static UInt128 Encode(in DecodedInstruction instruction)
    {
        int flags = (instruction.DstIsFp ? 1 << InstructionBit.DstFp : 0)
            | (instruction.Op0IsFp ? 1 << InstructionBit.Op0Fp : 0)
            | ((int)instruction.Op1 << InstructionBit.Op1Imm)
            | ((instruction.Res == ResLogic.Unconstrained ? 0 : (int)instruction.Res) << InstructionBit.Add)
            | ((int)instruction.Pc << InstructionBit.Jump)
            | ((instruction.Ap == ApUpdate.AddTwo ? 0 : (int)instruction.Ap) << InstructionBit.ApAdd)
            | ((int)instruction.Opcode << InstructionBit.Call);
        return Biased(instruction.OffDst)
            | (Biased(instruction.OffOp0) << 16)
            | (Biased(instruction.OffOp1) << 32)
            | ((UInt128)flags << FlagsStart)
            | ((UInt128)(int)instruction.Extension << ExtensionStart);
    }

    private static short OffsetAt(UInt128 word, int start) => (short)((int)((ulong)(word >> start) & 0xffff) - OffsetBias);

    private static UInt128 Biased(short offset) => (UInt128)(offset + OffsetBias);

    private static InstructionError Check(in DecodedInstruction i, int res, int ap, UInt128 extension)
    {
        if (i.Op1 is not (Op1Source.Op0 or Op1Source.Immediate or Op1Source.FP or Op1Source.AP))
        {
            return InstructionError.Op1Source;
        }

        if (i.Pc is not (PcUpdate.Regular or PcUpdate.Jump or PcUpdate.JumpRelative or PcUpdate.JumpNonZero))
        {
            return InstructionError.PcUpdate;
        }

        if (res == 3 || (i.Pc == PcUpdate.JumpNonZero && res != 0))
        {
            return InstructionError.ResLogic;
        }

        if (i.Opcode is not (Opcode.Nop or Opcode.Call or Opcode.Ret or Opcode.AssertEq))
        {
            return InstructionError.Opcode;
        }

        InstructionError error = CheckExtension(i, extension);
        if (error != InstructionError.None)
        {
            return error;
        }

        if (ap == 3 || (i.Opcode == Opcode.Call && ap != 0))
        {
            return InstructionError.ApUpdate;
        }

        return i.Opcode switch
        {
            Opcode.Call when i.OffDst != 0 || i.OffOp0 != 1 || i.DstIsFp || i.Op0IsFp => InstructionError.Opcode,
            Opcode.Ret when i.OffDst != -2 || i.OffOp1 != -1 || !i.DstIsFp || i.Op1 != Op1Source.FP
                || i.Res != ResLogic.Op1 || i.Pc != PcUpdate.Jump => InstructionError.Opcode,
            _ => InstructionError.None,
        };
    }

    private static InstructionError CheckExtension(in DecodedInstruction i, UInt128 extension)
    {
        if (extension > 3)
        {
            return InstructionError.Extension;
        }

        bool plain = i.Pc == PcUpdate.Regular && i.Ap is (ApUpdate.Regular or ApUpdate.AddOne);
        return i.Extension switch
        {
            OpcodeExtension.Blake or OpcodeExtension.BlakeFinalize => plain && i.Opcode == Opcode.Nop
                && i.Op1 is (Op1Source.FP or Op1Source.AP) && i.Res == ResLogic.Op1 ? InstructionError.None : InstructionError.BlakeFlags,
            OpcodeExtension.QM31 => plain && i.Opcode == Opcode.AssertEq && i.Op1 != Op1Source.Op0
                && i.Res is (ResLogic.Add or ResLogic.Mul) ? InstructionError.None : InstructionError.QM31Flags,
            _ => InstructionError.None,
        };
    }
}
