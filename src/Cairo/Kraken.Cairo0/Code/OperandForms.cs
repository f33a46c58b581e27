using System.Numerics;
using Kraken.Cairo0.Syntax;
using Kraken.Casm.Instructions;

namespace Kraken.Cairo0.Code;

/// <summary>The forms of expressions that instructions have as operands.</summary>
internal static class OperandForms
{
    private const int OffsetLimit = 1 << 15;

    /// <summary>True for [reg + offset].</summary>
    public static bool IsCell(Expression expression)
    {
        try
        {
            RegisterOffset(Address(expression));
            return true;
        }
        catch (InstructionException)
        {
            return false;
        }
    }

    /// <summary>True for x and for x + offset with an offset that an instruction can hold.</summary>
    public static bool HasOffset(Expression expression)
    {
        try
        {
            Offset(expression);
            return true;
        }
        catch (InstructionException)
        {
            return false;
        }
    }

    /// <summary>True for expressions of constants, of known and unknown value, alone.</summary>
    public static bool IsConstant(Expression expression) => expression switch
    {
        ConstantExpression or FutureLabelExpression => true,
        OperatorExpression e => IsConstant(e.Left) && IsConstant(e.Right),
        NegationExpression e => IsConstant(e.Operand),
        _ => false,
    };

    /// <summary>x of [x].</summary>
    /// <exception cref="InstructionException">No such form.</exception>
    public static Expression Address(Expression expression) => expression is DerefExpression deref
        ? deref.Address
        : throw new InstructionException("Expected a dereference expression.", expression.Location);

    /// <summary>The parts of reg, reg + offset and reg - offset.</summary>
    /// <exception cref="InstructionException">No such form.</exception>
    public static (bool IsFp, short Offset) RegisterOffset(Expression expression)
    {
        var (inner, offset) = Offset(expression);
        return inner is RegisterExpression register
            ? (register.Register == Register.Fp, offset)
            : throw new InstructionException($"Expected a register. Found: {SyntaxText.Write(inner)}.", inner.Location);
    }

    /// <summary>The parts of x, x + offset and x - offset.</summary>
    /// <exception cref="InstructionException">Another operation, or the offset is not in [-2^15, 2^15).</exception>
    public static (Expression Inner, short Offset) Offset(Expression expression)
    {
        if (expression is not OperatorExpression operation)
        {
            return (expression, 0);
        }

        BigInteger? offset = operation.Operator switch
        {
            BinaryOperator.Add => (operation.Right as ConstantExpression)?.Value,
            BinaryOperator.Subtract => -(operation.Right as ConstantExpression)?.Value,
            _ => throw new InstructionException($"Expected '+' or '-', found: '{Sign(operation.Operator)}'.", expression.Location),
        };
        return offset is { } value && value >= -OffsetLimit && value < OffsetLimit
            ? (operation.Left, (short)value)
            : throw new InstructionException("Expected a constant offset in the range [-2^15, 2^15).", operation.Right.Location);
    }

    /// <summary>The right side of an instruction: a cell, a cell's cell, a constant, or a sum or product.</summary>
    /// <exception cref="InstructionException">No such form.</exception>
    public static ResultOperand Result(Expression expression) => expression switch
    {
        DerefExpression e => Cell(e.Address),
        ConstantExpression e => new ResultOperand(-1, 1, e.Value, true, Op1Source.Immediate, ResLogic.Op1),
        OperatorExpression e => Operation(e),
        _ => throw new InstructionException("Invalid RHS expression.", expression.Location),
    };

    /// <summary>A cell or a constant as the second operand.</summary>
    /// <exception cref="InstructionException">No such form.</exception>
    public static bool TrySecond(Expression expression, out (short Offset, BigInteger? Immediate, Op1Source Source) operand)
    {
        switch (expression)
        {
            case ConstantExpression e:
                operand = (1, e.Value, Op1Source.Immediate);
                return true;
            case DerefExpression e:
                var (isFp, offset) = RegisterOffset(e.Address);
                operand = (offset, null, isFp ? Op1Source.FP : Op1Source.AP);
                return true;
            default:
                operand = default;
                return false;
        }
    }

    private static ResultOperand Cell(Expression address)
    {
        if (address is DerefExpression or OperatorExpression { Left: DerefExpression })
        {
            var (inner, second) = Offset(address);
            var (isFp, first) = RegisterOffset(Address(inner));
            return new ResultOperand(first, second, null, isFp, Op1Source.Op0, ResLogic.Op1);
        }

        var (fromFp, offset) = RegisterOffset(address);
        return new ResultOperand(-1, offset, null, true, fromFp ? Op1Source.FP : Op1Source.AP, ResLogic.Op1);
    }

    private static ResultOperand Operation(OperatorExpression e)
    {
        var logic = e.Operator switch
        {
            BinaryOperator.Add => ResLogic.Add,
            BinaryOperator.Multiply => ResLogic.Mul,
            _ => throw new InstructionException($"Expected '+' or '*', found: '{Sign(e.Operator)}'.", e.Location),
        };
        var (isFp, first) = RegisterOffset(Address(e.Left));
        return TrySecond(e.Right, out var second)
            ? new ResultOperand(first, second.Offset, second.Immediate, isFp, second.Source, logic)
            : throw new InstructionException("Expected a constant expression or a dereference expression.", e.Right.Location);
    }

    private static string Sign(BinaryOperator op) => op switch
    {
        BinaryOperator.Add => "+",
        BinaryOperator.Subtract => "-",
        BinaryOperator.Multiply => "*",
        _ => "/",
    };
}
