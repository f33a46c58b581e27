using System.Collections.Generic;
using System.Linq;
using Kraken.Cairo0.Code;
using Kraken.Cairo0.Diagnostics;
using Kraken.Cairo0.Expressions;
using Kraken.Cairo0.Flow;
using Kraken.Cairo0.Syntax;

namespace Kraken.Cairo0.Preprocessing;

/// <summary>
/// Breaks expressions down to what instructions can hold; what is too much becomes a temporary. Every expression that comes in or goes out
/// of a step is meant as of the beginning, though the steps move ap.
/// </summary>
internal sealed class CompoundExpressions
{
    private readonly Compilation compilation;
    private readonly StatementCompiler statements;
    private readonly ApTracking start;

    private CompoundExpressions(StatementCompiler statements)
    {
        this.statements = statements;
        compilation = statements.Compilation;
        start = compilation.Flow.State.Ap;
    }

    private ApChange Moved => compilation.Flow.State.Ap.Since(start);

    /// <summary>Breaks expressions down to one simplicity each.</summary>
    /// <returns>The simple expressions, as of the place behind all temporaries.</returns>
    /// <exception cref="CairoException">An expression cannot be computed.</exception>
    public static IReadOnlyList<Expression> Reduce(
        StatementCompiler statements,
        IEnumerable<(Expression Expression, Simplicity Simplicity)> expressions)
    {
        CompoundExpressions work = new(statements);
        var simple = expressions.Select(e => work.Rewrite(e.Expression, e.Simplicity)).ToList();
        return [.. simple.Select(work.ToHere)];
    }

    /// <summary>
    /// Breaks down the sides of an assertion: a left cell leaves the operation to the right side, else the left side has it.
    /// </summary>
    public static (Expression Left, Expression Right) ReduceAssert(StatementCompiler statements, Expression left, Expression right)
    {
        var (ofLeft, ofRight) = OperandForms.IsCell(left)
            ? (Simplicity.Cell, Simplicity.Operation)
            : (Simplicity.Operation, Simplicity.Cell);
        var simple = Reduce(statements, [(left, ofLeft), (right, ofRight)]);
        return (simple[0], simple[1]);
    }

    private Expression Rewrite(Expression expression, Simplicity simplicity) => expression switch
    {
        ConstantExpression or FutureLabelExpression =>
            simplicity is Simplicity.CellConstant or Simplicity.Operation ? expression : Temporary(expression),
        RegisterExpression e => Rewrite(e, simplicity),
        OperatorExpression e => Rewrite(e, simplicity),
        NegationExpression e => Rewrite(
            new OperatorExpression(e.Operand, BinaryOperator.Multiply, new ConstantExpression(-1) { Location = e.Location })
            {
                Location = e.Location,
            },
            simplicity),
        DerefExpression e => Rewrite(e, simplicity),
        HintExpression or NewExpression => Temporary(expression),
        CallExpression e => Call(e),
        PowerExpression => throw new CairoException("Operator '**' is only supported for constant values.", expression.Location),
        _ => throw new CairoException($"Expression '{SyntaxText.Write(expression)}' is not supported here.", expression.Location),
    };

    // Of the registers fp alone has a value that can be had, where the source names it.
    private Expression Rewrite(RegisterExpression e, Simplicity simplicity)
    {
        if (e.Register == Register.Ap)
        {
            throw new CairoException("ap may only be used in an expression of the form [ap + <const>].", e.Location);
        }

        return Rewrite(ToStart(ValueOfFp(e.Location), e), simplicity);
    }

    private Expression ValueOfFp(Location? location)
    {
        try
        {
            return statements.Reader.ReadFelt(new IdentifierExpression("__fp__") { Location = location });
        }
        catch (CairoException error) when (error.Error.Message.Contains("Unknown identifier", System.StringComparison.Ordinal))
        {
            throw new CairoException(
                "Using the value of fp directly, requires defining a variable named __fp__.", error.Error.Location);
        }
    }

    private Expression Rewrite(OperatorExpression e, Simplicity simplicity)
    {
        var left = Rewrite(e.Left, Simplicity.Cell);
        OperatorExpression simple = new(left, e.Operator, Rewrite(e.Right, Simplicity.CellConstant)) { Location = e.Location };
        return simplicity == Simplicity.Operation || (simplicity == Simplicity.CellOffset && OperandForms.HasOffset(simple))
            ? simple
            : Temporary(simple);
    }

    private Expression Rewrite(DerefExpression e, Simplicity simplicity)
    {
        if (OperandForms.IsCell(e))
        {
            return e;
        }

        DerefExpression simple = new(Rewrite(e.Address, Simplicity.CellOffset)) { Location = e.Location };
        return simplicity == Simplicity.Operation ? simple : Temporary(simple);
    }

    // The result of a function lies on top of the stack. The implicit arguments are names, which need no translation.
    private Expression Call(CallExpression e)
    {
        var arguments = e.Call.Arguments;
        var call = e.Call with
        {
            Arguments = arguments with { Items = arguments.Items.Select(i => i with { Value = ToHere(i.Value) }).ToNodeList() },
        };
        statements.Calls.Call(call);
        ConstantExpression distance = new(-1) { Location = e.Location };
        OperatorExpression address = new(new RegisterExpression(Register.Ap) { Location = e.Location }, BinaryOperator.Add, distance)
        {
            Location = e.Location,
        };
        return ToStart(new DerefExpression(address) { Location = e.Location }, e);
    }

    private IdentifierExpression Temporary(Expression expression)
    {
        IdentifierExpression name = new(compilation.NewTemporary()) { Location = expression.Location };
        TypedIdentifier typed = new(name, new FeltType { Location = expression.Location });
        statements.Variables.TempVar(new TempVarElement(typed, ToHere(expression)) { Location = expression.Location });
        return name;
    }

    private Expression ToHere(Expression expression) => ApTranslation.TryTranslate(expression, Moved) ?? throw LostAp(expression);

    private Expression ToStart(Expression expression, Expression origin)
    {
        var back = start.Since(compilation.Flow.State.Ap);
        return ApTranslation.TryTranslate(expression, back) is { } translated
            ? Simplifier.Integers.Simplify(translated)
            : throw (origin is CallExpression { Call.Function.Name: var function }
                ? new CairoException(
                    "Only functions with known ap change may be used in an expression. "
                    + $"Consider calling '{function}' in a separate line.",
                    origin.Location)
                : LostAp(origin));
    }

    private static CairoException LostAp(Expression expression) => new("Failed to deduce ap.", expression.Location);
}
