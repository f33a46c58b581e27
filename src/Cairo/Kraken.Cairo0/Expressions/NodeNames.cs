using Kraken.Cairo0.Syntax;

namespace Kraken.Cairo0.Expressions;

/// <summary>The names that the reference compiler gives the kinds of expressions in a few of its messages.</summary>
internal static class NodeNames
{
    /// <summary>The name of an expression's kind.</summary>
    public static string Of(Expression expression) => expression switch
    {
        ConstantExpression => "ExprConst",
        HintExpression => "ExprHint",
        IdentifierExpression => "ExprIdentifier",
        FutureLabelExpression => "ExprFutureLabel",
        RegisterExpression => "ExprReg",
        OperatorExpression => "ExprOperator",
        PowerExpression => "ExprPow",
        NegationExpression => "ExprNeg",
        DerefExpression => "ExprDeref",
        TupleExpression => "ExprTuple",
        CallExpression => "ExprFuncCall",
        NewExpression => "ExprNewOperator",
        _ => expression.GetType().Name,
    };
}
