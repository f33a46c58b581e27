using System;
using System.Collections.Generic;
using Kraken.Casm.Building;
using Kraken.Casm.Instructions;
using Kraken.Casm.Operands;
using Kraken.Fields;
using static Kraken.Casm.Instructions.InstructionFlags;

namespace Kraken.Casm.Assembly;

/// <summary>Encodes instructions to words ([CAIRO 4.4]; opcode extensions from bit 63).</summary>
public static class CasmAssembler
{
    /// <summary>The word of ret.</summary>
    public static Felt ReturnWord { get; } = FirstWord(CasmInstruction.Return());

    /// <summary>The first word of 'ap += immediate'; the immediate is the second.</summary>
    public static Felt AddApWord { get; } = FirstWord(CasmInstruction.AddAp(0));

    /// <summary>The first word of 'call rel immediate'; the immediate is the second.</summary>
    public static Felt CallWord { get; } = FirstWord(CasmInstruction.Call(0));

    /// <summary>The first word of 'jmp rel immediate'; the immediate is the second.</summary>
    public static Felt JumpWord { get; } = FirstWord(CasmInstruction.Jump(CellExpression.Immediate(0)));

    /// <summary>Appends the words of an instruction.</summary>
    public static void Encode(CasmInstruction instruction, List<Felt> words)
    {
        words.Add(FirstWord(instruction));
        if (instruction.Operand.HasConstant)
        {
            words.Add(Felt.FromBigInteger(instruction.Operand.Value));
        }
    }

    private static Felt FirstWord(CasmInstruction i)
    {
        Operands operands = Describe(i.Operand);
        int increment = i.IncrementsAp ? ApAddOne : 0;
        return i.Kind switch
        {
            CasmInstructionKind.AddAp => Word(-1, DstFp, operands, ApAdd),
            CasmInstructionKind.AssertEq => Word(i.Cell.Offset, Dst(i.Cell), operands, AssertEq | increment),
            CasmInstructionKind.QM31AssertEq => Word(i.Cell.Offset, Dst(i.Cell), operands, AssertEq | increment, 3),
            CasmInstructionKind.Call =>
                Word(0, 0, operands with { Offset1 = 1, Flags = operands.Flags & ~Op0Fp }, Call | JumpRel),
            CasmInstructionKind.Jump => Word(-1, DstFp, operands, JumpRel | increment),
            CasmInstructionKind.JumpIfNotZero => Word(i.Cell.Offset, Dst(i.Cell), operands, Jnz | increment),
            CasmInstructionKind.Return => Word(-2, DstFp, new Operands(-1, -1, Op0Fp | Op1Fp), Ret | Jump),
            _ => Word(i.Cell.Offset, Dst(i.Cell), Blake(i), ApAddOne, i.BlakeFinalizes ? 2 : 1),
        };
    }

    private static Felt Word(short dst, int dstFlag, Operands operands, int flags, int extension = 0)
    {
        UInt128 word = (UInt128)extension << InstructionWord.ExtensionStart;
        word |= (UInt128)(uint)(flags | dstFlag | operands.Flags) << InstructionWord.FlagsStart;
        return word | ((UInt128)Bias(operands.Offset2) << 32) | ((UInt128)Bias(operands.Offset1) << 16) | Bias(dst);
    }

    private static ushort Bias(short offset) => (ushort)(offset + InstructionWord.OffsetBias);

    private static int Dst(CellRef cell) => cell.Register == Register.FP ? DstFp : 0;

    private static int Op0(CellRef cell) => cell.Register == Register.FP ? Op0Fp : 0;

    private static int Op1(CellRef cell) => cell.Register == Register.FP ? Op1Fp : Op1Ap;

    private static Operands Blake(CasmInstruction i) =>
        new(i.BlakeState.Offset, i.BlakeMessage.Offset, Op0(i.BlakeState) | Op1(i.BlakeMessage));

    private static Operands Describe(CellExpression e)
    {
        switch (e.Kind)
        {
            case CellExpressionKind.Deref:
                return new Operands(-1, e.Cell.Offset, Op0Fp | Op1(e.Cell));
            case CellExpressionKind.DoubleDeref:
                return new Operands(e.Cell.Offset, e.Offset, Op0(e.Cell));
            case CellExpressionKind.Immediate:
                return new Operands(-1, 1, Op0Fp | Op1Imm);
            default:
                int result = e.Operator == CellOperator.Add ? Add : Mul;
                return e.Right is { } right
                    ? new Operands(e.Cell.Offset, right.Offset, Op0(e.Cell) | Op1(right) | result)
                    : new Operands(e.Cell.Offset, 1, Op0(e.Cell) | Op1Imm | result);
        }
    }

    private readonly record struct Operands(short Offset1, short Offset2, int Flags);
}
