using Kraken.Casm.Operands;

namespace Kraken.Casm.Building;

/// <summary>Cell expressions as the operands of hints.</summary>
public static class CellExpressionOperands
{
    /// <summary>The operand that reads the expression; null for differences and quotients.</summary>
    public static ResOperand? ToOperand(this CellExpression expression)
    {
        switch (expression.Kind)
        {
            case CellExpressionKind.Deref:
                return new Deref(expression.Cell);
            case CellExpressionKind.DoubleDeref:
                return new DoubleDeref(expression.Cell, expression.Offset);
            case CellExpressionKind.Immediate:
                return new Immediate(expression.Value);
            default:
                if (expression.Operator is CellOperator.Sub or CellOperator.Div)
                {
                    return null;
                }

                CellOperation operation = expression.Operator == CellOperator.Add ? CellOperation.Add : CellOperation.Mul;
                DerefOrImmediate right = expression.Right is { } cell ? new Deref(cell) : new Immediate(expression.Value);
                return new BinOp(operation, expression.Cell, right);
        }
    }
}
