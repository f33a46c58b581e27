using System.Collections.Generic;
using System.Linq;
using Kraken.Cairo0.Diagnostics;
using Kraken.Cairo0.Expressions;
using Kraken.Cairo0.Flow;
using Kraken.Cairo0.Names;
using Kraken.Cairo0.Syntax;

namespace Kraken.Cairo0.Preprocessing;

/// <summary>Pushes values: arguments of calls, results, temporaries.</summary>
internal sealed class StackPusher(StatementCompiler statements)
{
    /// <summary>Pushes felts in order; those that already lie on top in this order stay there.</summary>
    /// <exception cref="CairoException">One of them cannot be computed.</exception>
    public void Push(IReadOnlyList<Expression> felts)
    {
        var simple = SkipThoseOnTop(CompoundExpressions.Reduce(statements, felts.Select(e => (e, Simplicity.Operation))));
        for (var i = 0; i < simple.Count; i++)
        {
            var location = felts[felts.Count - simple.Count + i].Location;
            DerefExpression top = new(new RegisterExpression(Register.Ap) { Location = location }) { Location = location };
            var value = ApTranslation.TryTranslate(simple[i], ApChange.Known(i))!;
            statements.Instructions.Emit(new AssertEqualInstruction(top, value) { Location = location }, location, true);
        }
    }

    /// <summary>Pushes implicit and then explicit arguments of a call, or the results of a function.</summary>
    /// <param name="arguments">As written.</param>
    /// <param name="bindings">By implicit argument the name that is bound to it; null where that of the argument itself is.</param>
    /// <param name="members">What the arguments must be.</param>
    /// <param name="location">Of the call.</param>
    /// <exception cref="CairoException">The arguments are not what they must be.</exception>
    public void PushArguments(
        IReadOnlyList<Argument> arguments,
        IReadOnlyList<IdentifierExpression?>? bindings,
        IReadOnlyList<(string? Name, CairoType Type)> members,
        StructDefinition implicitArguments,
        Location? location)
    {
        var felts = Arguments(arguments, members, location);

        // Calls among the arguments move the implicit ones on, which so are read after them.
        var simple = CompoundExpressions.Reduce(statements, felts.Select(e => (e, Simplicity.Operation)));
        var explicitFelts = simple.Select(statements.Reader.ReadFelt).ToList();
        Push([.. Implicit(implicitArguments, bindings, location), .. explicitFelts]);
    }

    private List<Expression> Arguments(
        IReadOnlyList<Argument> arguments,
        IReadOnlyList<(string? Name, CairoType Type)> members,
        Location? location)
    {
        if (arguments.Count != members.Count)
        {
            throw new CairoException($"Expected exactly {members.Count} expressions, got {arguments.Count}.", location);
        }

        List<Expression> felts = [];
        var named = false;
        foreach (var ((name, type), argument) in members.Zip(arguments))
        {
            if (argument.Name is null && named)
            {
                throw new CairoException("Positional arguments must not appear after named arguments.", argument.Location);
            }

            if (argument.Name is { } given)
            {
                named = true;
                if (given.Name != name)
                {
                    throw new CairoException(
                        name is null
                            ? $"Expected unnamed argument, found: '{given.Name}'."
                            : $"Expected named argument: '{name}', found: '{given.Name}'.",
                        given.Location);
                }
            }

            felts.AddRange(statements.Reader.ReadFelts(argument.Value, type));
        }

        return felts;
    }

    private List<Expression> Implicit(
        StructDefinition implicitArguments,
        IReadOnlyList<IdentifierExpression?>? bindings,
        Location? location)
    {
        List<Expression> felts = [];
        for (var i = 0; i < implicitArguments.Members.Length; i++)
        {
            var (name, member) = implicitArguments.Members[i];
            var value = bindings?[i] ?? AddedParent.To(
                new IdentifierExpression(name) { Location = member.Location },
                location,
                $"While trying to retrieve the implicit argument '{name}' in:");
            felts.AddRange(statements.Reader.ReadFelts(value, member.Type));
        }

        return felts;
    }

    private IReadOnlyList<Expression> SkipThoseOnTop(IReadOnlyList<Expression> felts)
    {
        List<Expression> simple = [.. felts.Select(statements.Reader.ReadFelt)];
        if (simple.Count == 0 || CellsBelowTop(simple[0]) is not { } depth || depth <= 0 || depth > simple.Count)
        {
            return simple;
        }

        for (var i = 1; i < depth; i++)
        {
            if (CellsBelowTop(simple[i]) != depth - i)
            {
                return simple;
            }
        }

        return simple[(int)depth..];
    }

    // n of [ap + (-n)].
    private static System.Numerics.BigInteger? CellsBelowTop(Expression expression) => expression is DerefExpression
    {
        Address: OperatorExpression
        {
            Left: RegisterExpression { Register: Register.Ap },
            Operator: BinaryOperator.Add,
            Right: ConstantExpression { Value: var offset },
        },
    }
        ? -offset
        : null;
}
