using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Text;
using Kraken.Casm.Assembly;
using Kraken.Casm.Building;
using Kraken.Casm.Instructions;
using Kraken.Casm.Operands;
using Kraken.Fields;
using Xunit;

namespace Kraken.Casm.Tests.Assembly;

/// <summary>Every kind of assembler instruction decodes to what it says, for random operands, and its text says the same.</summary>
public sealed class AssembledFormTests
{
    private const int Rounds = 400;

    [Fact]
    public void AssertionsOfAllOperandsDecodeToThem()
    {
        Random random = new(1);
        for (int round = 0; round < Rounds; round++)
        {
            (CellRef dst, CellRef a, CellRef b, short offset, BigInteger value) = (Cell(random), Cell(random), Cell(random),
                (short)random.Next(-9, 9), Value(random));
            CheckAssert(dst, CellExpression.Deref(b), $"{dst} = {b}", i =>
                (i.Res, i.Op1, i.OffOp1) == (ResLogic.Op1, SourceOf(b), b.Offset));
            CheckAssert(dst, CellExpression.Immediate(value), $"{dst} = {value}", i =>
                (i.Res, i.Op1) == (ResLogic.Op1, Op1Source.Immediate), value);
            CheckAssert(dst, CellExpression.DoubleDeref(a, offset), $"{dst} = [{a} + {offset}]", i =>
                IsAt(i, a) && (i.Res, i.Op1, i.OffOp1) == (ResLogic.Op1, Op1Source.Op0, offset));
            foreach ((CellOperator op, ResLogic logic, string sign) in ((CellOperator, ResLogic, string)[])
                [(CellOperator.Add, ResLogic.Add, "+"), (CellOperator.Mul, ResLogic.Mul, "*")])
            {
                CheckAssert(dst, CellExpression.BinOp(op, a, b), $"{dst} = {a} {sign} {b}", i =>
                    IsAt(i, a) && (i.Res, i.Op1, i.OffOp1) == (logic, SourceOf(b), b.Offset));
                CheckAssert(dst, CellExpression.BinOp(op, a, value), $"{dst} = {a} {sign} {value}", i =>
                    IsAt(i, a) && (i.Res, i.Op1) == (logic, Op1Source.Immediate), value);
            }
        }
    }

    [Fact]
    public void JumpsAndCallsDecodeToTheirTargets()
    {
        Random random = new(2);
        for (int round = 0; round < Rounds; round++)
        {
            (CellRef condition, BigInteger distance) = (Cell(random), random.Next(-1000, 1000));
            Check(CasmInstruction.Call(distance), $"call rel {distance}", i =>
                (i.Opcode, i.Pc, i.Ap) == (Opcode.Call, PcUpdate.JumpRelative, ApUpdate.AddTwo), distance);
            Check(CasmInstruction.Jump(CellExpression.Immediate(distance)), $"jmp rel {distance}", i =>
                (i.Opcode, i.Pc, i.Ap) == (Opcode.Nop, PcUpdate.JumpRelative, ApUpdate.Regular), distance);
            Check(CasmInstruction.JumpIfNotZero(condition, distance), $"jmp rel {distance} if {condition} != 0", i =>
                (i.Opcode, i.Pc, i.OffDst, i.DstIsFp) == (Opcode.Nop, PcUpdate.JumpNonZero, condition.Offset,
                    condition.Register == Register.FP), distance);
            Check(CasmInstruction.AddAp(distance), $"ap += {distance}", i =>
                (i.Opcode, i.Ap, i.Pc) == (Opcode.Nop, ApUpdate.AddResult, PcUpdate.Regular), distance);
        }
    }

    [Fact]
    public void ExtensionsDecodeToTheirOperands()
    {
        Random random = new(3);
        for (int round = 0; round < Rounds; round++)
        {
            (CellRef state, CellRef count, CellRef message) = (Cell(random), Cell(random), Cell(random));
            bool last = random.Next(2) == 0;
            CasmInstruction blake = CasmInstruction.Blake2s(state, count, message, last);
            DecodedInstruction i = Decode(blake, null);
            Assert.Equal(last ? OpcodeExtension.BlakeFinalize : OpcodeExtension.Blake, i.Extension);
            Assert.Equal((count.Offset, state.Offset, message.Offset), (i.OffDst, i.OffOp0, i.OffOp1));
            Assert.Equal((SourceOf(message), ApUpdate.AddOne), (i.Op1, i.Ap));
            CasmInstruction sum = CasmInstruction.QM31AssertEq(state, CellExpression.BinOp(CellOperator.Mul, count, message));
            Assert.Equal((OpcodeExtension.QM31, ResLogic.Mul), (Decode(sum, null).Extension, Decode(sum, null).Res));
            Assert.Equal($"{{QM31}} {state} = {count} * {message};\n", Text(sum));
        }
    }

    [Fact]
    public void ConstantsAreRelocatedWhereTheyStand()
    {
        CasmInstruction jump = CasmInstruction.Jump(CellExpression.Immediate(5));
        jump.Relocate(37);
        Decode(jump, 42);
        CasmInstruction sum = CasmInstruction.AssertEq(CellRef.Ap(0),
            CellExpression.BinOp(CellOperator.Add, CellRef.Ap(-1), new BigInteger(5)));
        sum.Relocate(-7);
        Decode(sum, -2);
    }

    private static void CheckAssert(CellRef dst, CellExpression operand, string text, Func<DecodedInstruction, bool> law,
        BigInteger? constant = null)
    {
        CasmInstruction instruction = CasmInstruction.AssertEq(dst, operand);
        instruction.IncrementsAp = dst.Offset % 2 == 0;
        Check(instruction, text, i =>
            law(i) && (i.Opcode, i.OffDst, i.DstIsFp) == (Opcode.AssertEq, dst.Offset, dst.Register == Register.FP)
            && i.Ap == (instruction.IncrementsAp ? ApUpdate.AddOne : ApUpdate.Regular), constant);
    }

    private static void Check(CasmInstruction instruction, string text, Func<DecodedInstruction, bool> law, BigInteger? constant)
    {
        Assert.Equal(instruction.IncrementsAp ? $"{text}, ap++;\n" : $"{text};\n", Text(instruction));
        DecodedInstruction decoded = Decode(instruction, constant);
        Assert.True(law(decoded), $"{text}: {decoded}");
    }

    private static DecodedInstruction Decode(CasmInstruction instruction, BigInteger? constant)
    {
        List<Felt> words = [];
        CasmAssembler.Encode(instruction, words);
        Assert.Equal(InstructionError.None, InstructionWord.TryDecode(words[0], out DecodedInstruction decoded));
        Assert.Equal(constant is { } value ? [Felt.FromBigInteger(value)] : [], words.Skip(1));
        Assert.Equal(words.Count, decoded.Size);
        Assert.Equal(words.Count, instruction.Size);
        return decoded;
    }

    private static string Text(CasmInstruction instruction)
    {
        StringBuilder text = new();
        CasmText.Append(instruction, text);
        return text.ToString();
    }

    private static bool IsAt(in DecodedInstruction i, CellRef cell) => (i.OffOp0, i.Op0IsFp) == (cell.Offset, cell.Register == Register.FP);

    private static Op1Source SourceOf(CellRef cell) => cell.Register == Register.FP ? Op1Source.FP : Op1Source.AP;

    private static CellRef Cell(Random random) =>
        new(random.Next(2) == 0 ? Register.AP : Register.FP, (short)random.Next(short.MinValue, short.MaxValue + 1));

    private static BigInteger Value(Random random) => random.Next(4) switch
    {
        0 => random.Next(-3, 3),
        1 => BigInteger.One << random.Next(1, 250),
        _ => new BigInteger(random.NextInt64()) * random.NextInt64() * (random.Next(2) == 0 ? 1 : -1),
    };
}
