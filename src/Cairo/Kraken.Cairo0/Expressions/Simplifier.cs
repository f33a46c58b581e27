using System.Numerics;
using Kraken.Cairo0.Diagnostics;
using Kraken.Cairo0.Syntax;

namespace Kraken.Cairo0.Expressions;

/// <summary>
/// Computes what is constant and brings the rest into the form that instructions have: constants to the right, x - c as x + (-c), sums of
/// constants folded.
/// </summary>
internal sealed class Simplifier : ExpressionTransform
{
    private readonly bool inField;

    private Simplifier(bool inField) => this.inField = inField;

    /// <summary>Constants are field elements, written within ±P/2.</summary>
    public static Simplifier Field { get; } = new(true);

    /// <summary>Constants are integers; nothing is divided. For exponents and offsets.</summary>
    public static Simplifier Integers { get; } = new(false);

    /// <summary>The simplified expression.</summary>
    /// <exception cref="CairoException">
    /// A division by zero, a negative exponent, or a number beyond <see cref="CompilerLimits"/>.
    /// </exception>
    public Expression Simplify(Expression expression) => Apply(expression);

    /// <inheritdoc/>
    protected override Expression Constant(ConstantExpression e) => Number(Reduce(e.Value), e.Location);

    /// <inheritdoc/>
    protected override Expression Parentheses(ParenthesesExpression e) => Apply(e.Inner);

    /// <inheritdoc/>
    protected override Expression Deref(DerefExpression e) => new DerefExpression(Apply(e.Address)) { Location = e.Location };

    /// <inheritdoc/>
    protected override Expression Negation(NegationExpression e)
    {
        Expression operand = Apply(e.Operand);
        return operand is ConstantExpression c
            ? Number(Reduce(-c.Value), e.Location)
            : new NegationExpression(operand) { Location = e.Location };
    }

    /// <inheritdoc/>
    protected override Expression Power(PowerExpression e)
    {
        Expression radix = Apply(e.Base);

        // Equal residues of exponents are not equal powers: an exponent is an integer even where the rest is in the field.
        Expression exponent = Integers.Apply(e.Exponent);
        if (radix is not ConstantExpression { Value: var a } || exponent is not ConstantExpression { Value: var b })
        {
            return new PowerExpression(radix, exponent) { Location = e.Location };
        }

        if (b.Sign < 0)
        {
            throw new CairoException("Power is not supported with a negative exponent.", e.Location);
        }

        if (b.GetBitLength() > CompilerLimits.IntegerBits)
        {
            throw TooLarge(e.Location);
        }

        if (inField)
        {
            return Number(FieldIntegers.Power(a, b), e.Location);
        }

        return a.IsZero || a.IsOne
            ? Number(b.IsZero ? BigInteger.One : a, e.Location)
            : b * BigInteger.Max(1, a.GetBitLength()) <= CompilerLimits.IntegerBits
                ? Number(BigInteger.Pow(a, (int)b), e.Location)
                : throw TooLarge(e.Location);
    }

    /// <inheritdoc/>
    protected override Expression Operator(OperatorExpression e)
    {
        Expression a = Apply(e.Left);
        Expression b = Apply(e.Right);
        BinaryOperator op = e.Operator;
        if (op == BinaryOperator.Divide && b is ConstantExpression { Value: var divisor }
            && (divisor.IsZero || (inField && FieldIntegers.Mod(divisor).IsZero)))
        {
            throw new CairoException("Division by zero.", b.Location);
        }

        if (a is ConstantExpression x && b is ConstantExpression y && Compute(op, x.Value, y.Value, e.Location) is { } value)
        {
            return Number(value, e.Location);
        }

        if (a is ConstantExpression && op == BinaryOperator.Add)
        {
            (a, b) = (b, a);
        }

        if (b is ConstantExpression right)
        {
            (op, right) = op switch
            {
                BinaryOperator.Subtract => (BinaryOperator.Add, Number(Reduce(-right.Value), right.Location)),
                BinaryOperator.Divide when inField =>
                    (BinaryOperator.Multiply, Number(Reduce(FieldIntegers.Divide(1, right.Value)), right.Location)),
                _ => (op, right),
            };
            b = right;
            bool nothing = op is BinaryOperator.Add ? right.Value.IsZero : right.Value.IsOne;
            if (nothing)
            {
                return a;
            }
        }

        if (a is ConstantExpression { Value.IsOne: true } && op == BinaryOperator.Multiply)
        {
            return b;
        }

        return b is ConstantExpression && a is OperatorExpression inner && Folds(op, inner.Operator)
            ? Apply(new OperatorExpression(inner.Left, inner.Operator, new OperatorExpression(inner.Right, inner.Operator, b)
            {
                Location = e.Location,
            })
            {
                Location = e.Location,
            })
            : new OperatorExpression(a, op, b) { Location = e.Location };
    }

    private static bool Folds(BinaryOperator outer, BinaryOperator inner) => outer switch
    {
        BinaryOperator.Add => inner is BinaryOperator.Add or BinaryOperator.Subtract,
        BinaryOperator.Multiply => inner is BinaryOperator.Multiply,
        _ => false,
    };

    private static ConstantExpression Number(BigInteger value, Location? location) => new(value) { Location = location };

    private static CairoException TooLarge(Location? location) =>
        new($"The number has more than {CompilerLimits.IntegerBits} bits.", location);

    private BigInteger Reduce(BigInteger value) => inField ? FieldIntegers.Centre(value) : value;

    // A quotient stays in [0, P), as the reference compiler leaves it.
    private BigInteger? Compute(BinaryOperator op, BigInteger a, BigInteger b, Location? location)
    {
        BigInteger? value = op switch
        {
            BinaryOperator.Add => Reduce(a + b),
            BinaryOperator.Subtract => Reduce(a - b),
            BinaryOperator.Multiply => Reduce(a * b),
            _ => inField ? FieldIntegers.Divide(a, b) : null,
        };
        return value is { } v && v.GetBitLength() > CompilerLimits.IntegerBits ? throw TooLarge(location) : value;
    }
}
