using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Kraken.Casm.Assembly;
using Kraken.Casm.Building;
using Kraken.Casm.Instructions;
using Kraken.Casm.Operands;
using Kraken.Fields;
using Xunit;

namespace Kraken.Casm.Tests.Assembly;

/// <summary>The assembler and the text form, against well-known words and against the decoder.</summary>
public sealed class CasmAssemblerTests
{
    [Fact]
    public void WellKnownInstructionsHaveTheirWordsAndText()
    {
        CellRef top = new(Register.AP, 0);
        CellRef last = new(Register.AP, -1);
        CellRef argument = new(Register.FP, -3);
        Check(CasmInstruction.Return(), false, "ret;\n", "0x208b7fff7fff7ffe");
        Check(CasmInstruction.Call(5), false, "call rel 5;\n", "0x1104800180018000", "0x5");
        Check(CasmInstruction.Jump(CellExpression.Immediate(4)), false, "jmp rel 4;\n", "0x10780017fff7fff", "0x4");
        Check(CasmInstruction.JumpIfNotZero(last, 4), false, "jmp rel 4 if [ap + -1] != 0;\n", "0x20680017fff7fff", "0x4");
        Check(CasmInstruction.AddAp(2), false, "ap += 2;\n", "0x40780017fff7fff", "0x2");
        Check(CasmInstruction.AssertEq(top, CellExpression.Deref(argument)), true, "[ap + 0] = [fp + -3], ap++;\n", "0x480a7ffd7fff8000");
        Check(CasmInstruction.AssertEq(top, CellExpression.Immediate(1)), true, "[ap + 0] = 1, ap++;\n", "0x480680017fff8000", "0x1");
        Check(
            CasmInstruction.AssertEq(top, CellExpression.BinOp(CellOperator.Add, last, argument)),
            true,
            "[ap + 0] = [ap + -1] + [fp + -3], ap++;\n",
            "0x48287ffd7fff8000");
        Check(
            CasmInstruction.AssertEq(top, CellExpression.DoubleDeref(argument, 2)),
            true,
            "[ap + 0] = [[fp + -3] + 2], ap++;\n",
            "0x480280027ffd8000");
    }

    [Fact]
    public void ADifferenceIsAssertedAsTheSumThatItInverts()
    {
        CellRef top = new(Register.AP, 0);
        CellRef a = new(Register.FP, -3);
        CellRef b = new(Register.FP, -4);
        Assert.Equal(
            "[fp + -3] = [ap + 0] + [fp + -4];\n", Text(CasmInstruction.AssertEq(top, CellExpression.BinOp(CellOperator.Sub, a, b))));
        Assert.Equal(
            "[fp + -3] = [ap + 0] * 7;\n",
            Text(CasmInstruction.AssertEq(top, CellExpression.BinOp(CellOperator.Div, a, new BigInteger(7)))));
    }

    [Fact]
    public void AssertionsDecodeToTheirOperands()
    {
        Gen<CellRef> cells = Gen.Choose(0, 1).SelectMany(register => Gen.Choose(short.MinValue, short.MaxValue)
            .Select(offset => new CellRef(register == 0 ? Register.AP : Register.FP, (short)offset)));
        Prop.ForAll(cells.Three().ToArbitrary(), c =>
        {
            (CellRef dst, CellRef left, CellRef right) = c;
            DecodedInstruction sum = Decode(CasmInstruction.AssertEq(dst, CellExpression.BinOp(CellOperator.Add, left, right)));
            DecodedInstruction product =
                Decode(CasmInstruction.AssertEq(dst, CellExpression.BinOp(CellOperator.Mul, left, BigInteger.MinusOne)));
            DecodedInstruction read = Decode(CasmInstruction.AssertEq(dst, CellExpression.DoubleDeref(left, right.Offset)));
            bool sameCells = new[] { sum, product, read }.All(i =>
                (i.OffDst, i.DstIsFp, i.OffOp0, i.Op0IsFp, i.Opcode) == (
                    dst.Offset, dst.Register == Register.FP, left.Offset, left.Register == Register.FP, Opcode.AssertEq));
            return sameCells
                && (sum.Res, sum.OffOp1, sum.Op1) == (ResLogic.Add, right.Offset, right.Register == Register.FP
                    ? Op1Source.FP
                    : Op1Source.AP)
                && (product.Res, product.Size) == (ResLogic.Mul, 2)
                && (read.Res, read.OffOp1, read.Op1) == (ResLogic.Op1, right.Offset, Op1Source.Op0);
        }).QuickCheckThrowOnFailure();
    }

    private static DecodedInstruction Decode(CasmInstruction instruction)
    {
        Assert.Equal(InstructionError.None, InstructionWord.TryDecode(Words(instruction)[0], out DecodedInstruction decoded));
        Assert.Equal(instruction.Size, decoded.Size);
        return decoded;
    }

    private static void Check(CasmInstruction instruction, bool incrementsAp, string text, params string[] words)
    {
        instruction.IncrementsAp = incrementsAp;
        Assert.Equal(text, Text(instruction));
        Assert.Equal(words.Select(Felt.Parse), Words(instruction));
    }

    private static string Text(CasmInstruction instruction)
    {
        StringBuilder text = new();
        CasmText.Append(instruction, text);
        return text.ToString();
    }

    private static List<Felt> Words(CasmInstruction instruction)
    {
        List<Felt> words = [];
        CasmAssembler.Encode(instruction, words);
        return words;
    }
}
