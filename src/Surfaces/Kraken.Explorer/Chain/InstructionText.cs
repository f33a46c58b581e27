using System.Globalization;
using System.Numerics;
using Kraken.Casm.Instructions;
using Kraken.Fields;

namespace Kraken.Explorer.Chain;

/// <summary>Instructions of compiled code in the writing of CASM, from their words alone.</summary>
internal static class InstructionText
{
    // Immediates above half of the field are negative numbers.
    private static readonly BigInteger Half = Felt.Modulus / 2;

    /// <summary>The instruction that begins with a word; null where the word begins none, as data do.</summary>
    /// <param name="next">The word after it, which is the immediate of an instruction that has one.</param>
    /// <param name="size">How many words the instruction takes; 1 where there is none.</param>
    public static string? Of(Felt word, Felt next, out int size)
    {
        size = 1;
        if (InstructionWord.TryDecode(word, out DecodedInstruction code) != InstructionError.None)
        {
            return null;
        }

        size = code.Size;
        string dst = Cell(code.DstIsFp, code.OffDst);
        string res = Result(code, next);
        string body = code switch
        {
            { Extension: OpcodeExtension.Blake or OpcodeExtension.BlakeFinalize } => $"blake2s {dst}",
            { Opcode: Opcode.Ret } => "ret",
            { Opcode: Opcode.Call, Pc: PcUpdate.JumpRelative } => $"call rel {res}",
            { Opcode: Opcode.Call } => $"call abs {res}",
            { Pc: PcUpdate.JumpNonZero } => $"jmp rel {Operand(code, next)} if {dst} != 0",
            { Pc: PcUpdate.JumpRelative } => $"jmp rel {res}",
            { Pc: PcUpdate.Jump } => $"jmp abs {res}",
            { Opcode: Opcode.AssertEq } => $"{(code.Extension == OpcodeExtension.QM31 ? "{QM31} " : "")}{dst} = {res}",
            { Ap: ApUpdate.AddResult } => $"ap += {res}",
            _ => "nop",
        };
        return code.Ap == ApUpdate.AddOne ? $"{body}, ap++" : body;
    }

    private static string Result(DecodedInstruction code, Felt next) => code.Res switch
    {
        ResLogic.Add => $"{Cell(code.Op0IsFp, code.OffOp0)} + {Operand(code, next)}",
        ResLogic.Mul => $"{Cell(code.Op0IsFp, code.OffOp0)} * {Operand(code, next)}",
        _ => Operand(code, next),
    };

    private static string Operand(DecodedInstruction code, Felt next) => code.Op1 switch
    {
        Op1Source.Immediate => Signed(next),
        Op1Source.FP => Cell(true, code.OffOp1),
        Op1Source.AP => Cell(false, code.OffOp1),
        _ => $"[{Cell(code.Op0IsFp, code.OffOp0)} {Offset(code.OffOp1)}]",
    };

    private static string Signed(Felt value)
    {
        BigInteger number = value.ToBigInteger();
        return (number > Half ? number - Felt.Modulus : number).ToString(CultureInfo.InvariantCulture);
    }

    private static string Cell(bool isFp, short offset) => $"[{(isFp ? "fp" : "ap")} {Offset(offset)}]";

    private static string Offset(short offset) =>
        offset < 0 ? $"- {(-(int)offset).ToString(CultureInfo.InvariantCulture)}" : $"+ {offset.ToString(CultureInfo.InvariantCulture)}";
}
