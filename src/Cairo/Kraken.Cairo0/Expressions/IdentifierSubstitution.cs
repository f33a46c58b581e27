using System;
using System.Linq;
using Kraken.Cairo0.Diagnostics;
using Kraken.Cairo0.Names;
using Kraken.Cairo0.Syntax;

namespace Kraken.Cairo0.Expressions;

/// <summary>Puts in place of every name what it stands for here, of every type its full form, of every constructor a cast.</summary>
/// <param name="names">The names of the place.</param>
/// <param name="valueOf">What a name that is a value stands for.</param>
internal sealed class IdentifierSubstitution(NameResolver names, Func<IdentifierExpression, Expression> valueOf) : ExpressionTransform
{
    /// <inheritdoc/>
    protected override Expression Identifier(IdentifierExpression e) => valueOf(e);

    /// <inheritdoc/>
    protected override Expression Cast(CastExpression e) => e with { Operand = Apply(e.Operand), Type = names.Resolve(e.Type) };

    /// <inheritdoc/>
    protected override Expression Power(PowerExpression e)
    {
        // What else a name in the exponent stands for would be reduced like the rest.
        var exponent = e.Exponent is IdentifierExpression name && Apply(name) is ConstantExpression value ? value : e.Exponent;
        return e with { Base = Apply(e.Base), Exponent = exponent };
    }

    /// <inheritdoc/>
    protected override Expression FutureLabel(FutureLabelExpression e) =>
        Apply(e.Name) is var value and not FutureLabelExpression ? value : e;

    /// <inheritdoc/>
    protected override Expression Call(CallExpression e)
    {
        var type = names.Resolve(new NamedType(e.Call.Function.ScopedName) { Location = e.Location });
        switch (type)
        {
            case FunctionType:
                // The arguments are looked at where the call is compiled.
                return e;
            case not StructType:
                throw new CairoException($"Struct constructor cannot be used for type '{SyntaxText.Write(type)}'.", e.Location);
        }

        if (e.Call.ImplicitArguments is { } hidden)
        {
            throw new CairoException("Implicit arguments cannot be used with struct constructors.", hidden.Location);
        }

        var members = names.StructByFullName(((StructType)type).Scope, e.Location).Members;
        foreach (var ((member, _), argument) in members.Zip(e.Call.Arguments.Items))
        {
            if (argument.Name is { } name && name.Name != member)
            {
                throw new CairoException(
                    $"Argument name mismatch for '{SyntaxText.Write(type)}': expected '{member}', found '{name.Name}'.", name.Location);
            }
        }

        return Apply(new CastExpression(new TupleExpression(e.Call.Arguments) { Location = e.Location }, type) { Location = e.Location });
    }
}
