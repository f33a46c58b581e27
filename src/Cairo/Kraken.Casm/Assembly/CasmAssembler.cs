using System;
using System.Collections.Generic;
using Kraken.Casm.Building;
using Kraken.Casm.Operands;
using Kraken.Fields;

namespace Kraken.Casm.Assembly;

/// <summary>Encodes instructions to words ([CAIRO 4.4]; opcode extensions from bit 63).</summary>
public static class CasmAssembler
{
    private const int DstFp = 1;
    private const int Op0Fp = 1 << 1;
    private const int Op1Immediate = 1 << 2;
    private const int Op1Fp = 1 << 3;
    private const int Op1Ap = 1 << 4;
    private const int ResultAdd = 1 << 5;
    private const int ResultMul = 1 << 6;
    private const int JumpAbsolute = 1 << 7;
    private const int JumpRelative = 1 << 8;
    private const int JumpNotZero = 1 << 9;
    private const int ApAdd = 1 << 10;
    private const int ApIncrement = 1 << 11;
    private const int OpcodeCall = 1 << 12;
    private const int OpcodeReturn = 1 << 13;
    private const int OpcodeAssert = 1 << 14;
    private const int ExtensionBit = 63;

    /// <summary>The word of ret.</summary>
    public static Felt ReturnWord { get; } = FirstWord(CasmInstruction.Return());

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
        int increment = i.IncrementsAp ? ApIncrement : 0;
        return i.Kind switch
        {
            CasmInstructionKind.AddAp => Word(-1, DstFp, operands, ApAdd),
            CasmInstructionKind.AssertEq => Word(i.Cell.Offset, Dst(i.Cell), operands, OpcodeAssert | increment),
            CasmInstructionKind.QM31AssertEq => Word(i.Cell.Offset, Dst(i.Cell), operands, OpcodeAssert | increment, 3),
            CasmInstructionKind.Call =>
                Word(0, 0, operands with { Offset1 = 1, Flags = operands.Flags & ~Op0Fp }, OpcodeCall | JumpRelative),
            CasmInstructionKind.Jump => Word(-1, DstFp, operands, JumpRelative | increment),
            CasmInstructionKind.JumpIfNotZero => Word(i.Cell.Offset, Dst(i.Cell), operands, JumpNotZero | increment),
            CasmInstructionKind.Return => Word(-2, DstFp, new Operands(-1, -1, Op0Fp | Op1Fp), OpcodeReturn | JumpAbsolute),
            _ => Word(i.Cell.Offset, Dst(i.Cell), Blake(i), ApIncrement, i.BlakeFinalizes ? 2 : 1),
        };
    }

    private static Felt Word(short dst, int dstFlag, Operands operands, int flags, int extension = 0)
    {
        UInt128 word = (UInt128)extension << ExtensionBit;
        word |= (UInt128)(uint)(flags | dstFlag | operands.Flags) << 48;
        return word | ((UInt128)Bias(operands.Offset2) << 32) | ((UInt128)Bias(operands.Offset1) << 16) | Bias(dst);
    }

    private static ushort Bias(short offset) => (ushort)(offset + 0x8000);

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
                return new Operands(-1, 1, Op0Fp | Op1Immediate);
            default:
                int result = e.Operator == CellOperator.Add ? ResultAdd : ResultMul;
                return e.Right is { } right
                    ? new Operands(e.Cell.Offset, right.Offset, Op0(e.Cell) | Op1(right) | result)
                    : new Operands(e.Cell.Offset, 1, Op0(e.Cell) | Op1Immediate | result);
        }
    }

    private readonly record struct Operands(short Offset1, short Offset2, int Flags);
}
