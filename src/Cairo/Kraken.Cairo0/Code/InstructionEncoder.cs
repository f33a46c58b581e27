using System.Numerics;
using Kraken.Cairo0.Diagnostics;
using Kraken.Cairo0.Expressions;
using Kraken.Cairo0.Syntax;
using Kraken.Casm.Instructions;

namespace Kraken.Cairo0.Code;

/// <summary>Instructions as words.</summary>
internal static class InstructionEncoder
{
    /// <summary>The words of an instruction whose labels are known.</summary>
    /// <exception cref="CairoException">No instruction has this form.</exception>
    public static CodeWords Encode(Instruction instruction)
    {
        try
        {
            return instruction.Body switch
            {
                AssertEqualInstruction body => AssertEqual(instruction, body),
                JumpInstruction body => Jump(instruction, body),
                JumpNotZeroInstruction body => JumpNotZero(instruction, body),
                CallInstruction body => Call(instruction, body),
                ReturnInstruction => Return(instruction),
                AddApInstruction body => AddAp(instruction, body),
                DataWordInstruction body => DataWord(instruction, body),
                _ => throw new InstructionException(
                    $"Instructions of type {instruction.Body.GetType().Name} are not implemented.", instruction.Body.Location),
            };
        }
        catch (InstructionException e)
        {
            var error = new CairoError(e.Message, e.Location ?? instruction.Location);
            if (e.Location is null)
            {
                error = error.WithNote("Missing exact location information on this error.");
            }

            throw new CairoException(error.WithNote($"Preprocessed instruction:\n{SyntaxText.Write(instruction)}"));
        }
    }

    /// <summary>How many words an instruction takes, also where a label in it is not known yet.</summary>
    /// <exception cref="CairoException">No instruction has this form.</exception>
    public static int Size(Instruction instruction) => instruction.Body switch
    {
        JumpToLabelInstruction or CallLabelInstruction => 2,
        AssertEqualInstruction body when OperandForms.IsCell(body.Left) && OperandForms.IsConstant(body.Right) => 2,
        _ => Encode(instruction).Size,
    };

    private static CodeWords AssertEqual(Instruction instruction, AssertEqualInstruction body)
    {
        try
        {
            return AssertEqual(instruction, body.Left, body.Right);
        }
        catch (InstructionException written)
        {
            // [[ap]] = [fp] stands for [fp] = [[ap]]; if that does not help, the form as written is at fault.
            try
            {
                return AssertEqual(instruction, body.Right, body.Left);
            }
            catch (InstructionException)
            {
                throw new InstructionException(written.Message, written.Location);
            }
        }
    }

    private static CodeWords AssertEqual(Instruction instruction, Expression left, Expression right)
    {
        if (right is OperatorExpression { Operator: BinaryOperator.Subtract or BinaryOperator.Divide } inverse)
        {
            if (inverse.Right is ConstantExpression)
            {
                throw new InstructionException(
                    "Subtraction and division are not supported for immediates.", inverse.Right.Location);
            }

            // x = a - b is a = x + b.
            var op = inverse.Operator == BinaryOperator.Subtract ? BinaryOperator.Add : BinaryOperator.Multiply;
            right = new OperatorExpression(left, op, inverse.Right) { Location = instruction.Body.Location };
            left = inverse.Left;
        }

        var (dstIsFp, dst) = OperandForms.RegisterOffset(OperandForms.Address(left));
        var result = OperandForms.Result(right);
        return Words(Shape(result) with
        {
            OffDst = dst,
            DstIsFp = dstIsFp,
            Ap = instruction.IncrementsAp ? ApUpdate.AddOne : ApUpdate.Regular,
            Opcode = Opcode.AssertEq,
        }, result.Immediate);
    }

    private static CodeWords Jump(Instruction instruction, JumpInstruction body)
    {
        var result = OperandForms.Result(body.Target);
        return Words(Shape(result) with
        {
            Pc = body.IsRelative ? PcUpdate.JumpRelative : PcUpdate.Jump,
            Ap = instruction.IncrementsAp ? ApUpdate.AddOne : ApUpdate.Regular,
        }, result.Immediate);
    }

    private static CodeWords JumpNotZero(Instruction instruction, JumpNotZeroInstruction body)
    {
        var (dstIsFp, dst) = OperandForms.RegisterOffset(OperandForms.Address(body.Condition));
        if (!OperandForms.TrySecond(body.Offset, out var second))
        {
            throw new InstructionException("Invalid expression for jmp offset.", body.Offset.Location);
        }

        return Words(
            new DecodedInstruction(
                dst, -1, second.Offset, dstIsFp, true, second.Source, ResLogic.Unconstrained, PcUpdate.JumpNonZero,
                instruction.IncrementsAp ? ApUpdate.AddOne : ApUpdate.Regular, Opcode.Nop),
            second.Immediate);
    }

    private static CodeWords Call(Instruction instruction, CallInstruction body)
    {
        if (!OperandForms.TrySecond(body.Target, out var second))
        {
            throw new InstructionException("Invalid offset for call.", body.Target.Location);
        }

        RefuseIncrement(instruction, "call");
        return Words(
            new DecodedInstruction(
                0, 1, second.Offset, false, false, second.Source, ResLogic.Op1,
                body.IsRelative ? PcUpdate.JumpRelative : PcUpdate.Jump, ApUpdate.AddTwo, Opcode.Call),
            second.Immediate);
    }

    private static CodeWords Return(Instruction instruction)
    {
        RefuseIncrement(instruction, "ret");
        return Words(
            new DecodedInstruction(-2, -1, -1, true, true, Op1Source.FP, ResLogic.Op1, PcUpdate.Jump, ApUpdate.Regular, Opcode.Ret), null);
    }

    private static CodeWords AddAp(Instruction instruction, AddApInstruction body)
    {
        var result = OperandForms.Result(body.Value);
        RefuseIncrement(instruction, "addap");
        return Words(Shape(result) with { Ap = ApUpdate.AddResult }, result.Immediate);
    }

    private static CodeWords DataWord(Instruction instruction, DataWordInstruction body)
    {
        RefuseIncrement(instruction, "dw");
        return body.Value is ConstantExpression word
            ? new CodeWords(FieldIntegers.Mod(word.Value), null)
            : throw new InstructionException("dw must be followed by a constant expression.", body.Value.Location);
    }

    private static void RefuseIncrement(Instruction instruction, string opcode)
    {
        if (instruction.IncrementsAp)
        {
            throw new InstructionException($"ap++ may not be used with the {opcode} opcode.", instruction.Location);
        }
    }

    // Where dst is not involved it is [fp - 1].
    private static DecodedInstruction Shape(ResultOperand result) => new(
        -1, result.First, result.Second, true, result.FirstIsFp,
        result.Source, result.Logic, PcUpdate.Regular, ApUpdate.Regular, Opcode.Nop);

    private static CodeWords Words(in DecodedInstruction instruction, BigInteger? immediate) =>
        new((BigInteger)InstructionWord.Encode(instruction), immediate is { } value ? FieldIntegers.Mod(value) : null);
}
