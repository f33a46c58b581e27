using System.Collections.Generic;
using System.Linq;
using Kraken.Cairo0.Diagnostics;
using Kraken.Cairo0.Expressions;
using Kraken.Cairo0.Flow;
using Kraken.Cairo0.Names;
using Kraken.Cairo0.Syntax;

namespace Kraken.Cairo0.Preprocessing;

/// <summary>Expressions as they are meant here: names replaced, types checked and taken out, constants computed.</summary>
internal sealed class ExpressionReader
{
    private readonly Compilation compilation;
    private readonly IdentifierSubstitution substitution;
    private readonly TypeChecker types;

    /// <summary>A reader of the expressions of a compilation.</summary>
    public ExpressionReader(Compilation compilation)
    {
        this.compilation = compilation;
        substitution = new IdentifierSubstitution(compilation.Names, ValueOf);
        Casts = new CastRules(compilation.Names);
        types = new TypeChecker(compilation.Names, Casts);
    }

    /// <summary>Which values may stand where which type is expected.</summary>
    public CastRules Casts { get; }

    /// <summary>An expression without names and types, and its type.</summary>
    /// <exception cref="CairoException">It has no meaning here.</exception>
    public (Expression Value, CairoType Type) Read(Expression expression)
    {
        var substituted = substitution.Apply(expression);
        ExpressionSize.Check(substituted, expression.Location);
        var (value, type) = types.Check(substituted);
        return (Simplifier.Field.Simplify(value), compilation.Names.Resolve(type));
    }

    /// <summary>An expression that takes one felt.</summary>
    /// <exception cref="CairoException">It has no meaning here, or takes no or several felts.</exception>
    public Expression ReadFelt(Expression expression)
    {
        var (value, type) = Read(expression);
        return type is FeltType or PointerType or CodeOffsetType
            ? value
            : throw new CairoException($"Expected a 'felt' or a pointer type. Got: '{SyntaxText.Write(type)}'.", value.Location);
    }

    /// <summary>The felts of an expression where a type is expected.</summary>
    /// <exception cref="CairoException">It has no meaning here, or another type.</exception>
    public IReadOnlyList<Expression> ReadFelts(Expression expression, CairoType expected)
    {
        var (value, type) = Read(expression);
        return Casts.Allows(type, expected, CastKind.Assignment, expression.Location)
            ? Felts(value, type)
            : throw new CairoException(
                $"Expected expression of type '{SyntaxText.Write(expected)}', got '{SyntaxText.Write(type)}'.", expression.Location);
    }

    /// <summary>Splits what <see cref="Read"/> gave into parts of one felt each: structs and tuples into their members.</summary>
    public IReadOnlyList<Expression> Felts(Expression value, CairoType type)
    {
        List<Expression> felts = [];
        Split(value, type, felts);
        return felts;
    }

    /// <summary>What a label leads to.</summary>
    /// <returns>Its word, null if it is not known yet, and its full name.</returns>
    /// <exception cref="CairoException">The name is that of something else.</exception>
    public (int? Pc, ScopedName Name) Label(IdentifierExpression label, bool isFullName)
    {
        var result = isFullName ? FullName(label) : compilation.Names.SearchWhole(label.ScopedName, label.Location);
        return result.Definition switch
        {
            FutureDefinition => (null, result.CanonicalName),
            LabelDefinition known => (known.Pc, result.CanonicalName),
            var other => throw new CairoException(
                $"Expected a label name. Identifier '{label.Name}' is of type {other.Kind.Text()}.", label.Location),
        };
    }

    private IdentifierSearch FullName(IdentifierExpression label)
    {
        try
        {
            return compilation.Names.Identifiers.Get(label.ScopedName).Whole();
        }
        catch (NameException e)
        {
            throw new CairoException(e.Message, label.Location);
        }
    }

    private void Split(Expression value, CairoType type, List<Expression> felts)
    {
        if ((value, type) is (NewExpression made, PointerType pointer))
        {
            var place = made.Operand.Location;
            var inner = Felts(made.Operand, pointer.Pointee);
            ArgumentList members = new(inner.Select(e => new Argument(null, e) { Location = e.Location }).ToNodeList(), true)
            {
                Notes = Enumerable.Repeat(Notes.None, inner.Count + 1).ToNodeList(),
                Location = place,
            };
            felts.Add(new NewExpression(new TupleExpression(members) { Location = place }, false) { Location = made.Location });
            return;
        }

        if (type is FeltType or PointerType or CodeOffsetType)
        {
            felts.Add(value);
            return;
        }

        var memberTypes = type switch
        {
            TupleType tuple => tuple.Types,
            StructType known => compilation.Names.StructByFullName(known.Scope, value.Location).Members.Select(m => m.Value.Type),
            _ => throw new CairoException($"Unexpected type {SyntaxText.Write(type)}.", type.Location),
        };
        if (value is TupleExpression given)
        {
            foreach (var (member, memberType) in given.Members.Items.Zip(memberTypes))
            {
                Split(member.Value, memberType, felts);
            }

            return;
        }

        var address = TypeChecker.AddressOf(value);
        var offset = 0;
        foreach (var memberType in memberTypes)
        {
            ConstantExpression distance = new(offset) { Location = value.Location };
            OperatorExpression place = new(address, BinaryOperator.Add, distance) { Location = value.Location };
            Split(Simplifier.Field.Simplify(new DerefExpression(place) { Location = value.Location }), memberType, felts);
            offset = NameResolver.Total([offset, compilation.Names.Size(memberType)], value.Location);
        }
    }

    private Expression ValueOf(IdentifierExpression name)
    {
        var definition = Resolve(name);
        switch (definition)
        {
            case FutureDefinition { Of: IdentifierKind.Label or IdentifierKind.Function }:
                return new FutureLabelExpression(name, true) { Location = name.Location };
            case FutureDefinition:
                throw new CairoException($"Identifier '{name.Name}' referenced before definition.", name.Location);
            case ConstDefinition constant:
                return new ConstantExpression(constant.Value) { Location = name.Location };
            case MemberDefinition member:
                return new ConstantExpression(member.Offset) { Location = name.Location };
            case LabelDefinition label:
                var type = new CodeOffsetType { Location = name.Location };
                return new CastExpression(new ConstantExpression(label.Pc) { Location = name.Location }, type) { Location = name.Location };
            case ReferenceDefinition reference:
                return ValueOf(name, reference, ScopedName.Root);
            case OffsetReferenceDefinition { Parent: var parent, Members: var members }:
                return ValueOf(name, parent, members);
            default:
                throw new CairoException($"Unexpected identifier {name.Name} of type {definition.Kind.Text()}.", name.Location);
        }
    }

    // What follows a name belongs to it: a member of a struct, its size, a member of a reference.
    private IdentifierDefinition Resolve(IdentifierExpression name)
    {
        var result = compilation.Names.Search(name.ScopedName, name.Location);
        if (result.Rest.IsRoot)
        {
            return result.Definition;
        }

        var definition = result.Definition is TypeDefinition { Type: StructType { Scope: var scope } }
            ? compilation.Names.StructByFullName(scope, name.Location)
            : result.Definition;
        switch (definition)
        {
            case StructDefinition when result.Rest.Text == "SIZE":
                return new ConstDefinition(((StructDefinition)definition).Size);
            case StructDefinition known:
                var member = known.Member(result.Rest.First)
                    ?? throw new CairoException($"'{result.Rest}' is not a member of '{known.FullName}'.", name.Location);
                return result.Rest.Length == 1
                    ? member
                    : throw new CairoException(
                        $"Unexpected '.' after '{known.FullName + result.Rest.First}' which is {member.Kind.Text()}.", name.Location);
            case ReferenceDefinition reference:
                return new OffsetReferenceDefinition(reference, result.Rest);
            default:
                return compilation.Names.SearchWhole(name.ScopedName, name.Location).Definition;
        }
    }

    private Expression ValueOf(IdentifierExpression name, ReferenceDefinition definition, ScopedName members)
    {
        var flow = compilation.Flow;
        if (flow.Reached?.References.Find(definition.FullName) is not { } id)
        {
            throw new CairoException($"Reference '{name.Name}' was revoked.", name.Location);
        }

        var reference = flow.References[id];
        if (reference.At(flow.Reached.Ap) is not { } value)
        {
            var error = Revoked(name, reference);
            if (compilation.Trial is not { } trial)
            {
                throw error;
            }

            // The attempt goes on with some place of the right type, to find what else is lost.
            trial.Lose(definition.FullName, reference, error);
            return WithMembers(Compilation.Cells(Register.Fp, 0, definition.Type, name.Location), members, name.Location);
        }

        return AddedParent.To(
            WithMembers(value, members, null), name.Location, $"While expanding the reference '{name.Name}' in:");
    }

    private static Expression WithMembers(Expression value, ScopedName members, Location? location)
    {
        foreach (var member in members.Path)
        {
            value = new DotExpression(value, new IdentifierExpression(member) { Location = location }) { Location = location };
        }

        return value;
    }

    private static CairoException Revoked(IdentifierExpression name, Reference reference)
    {
        var error = new CairoError($"Reference '{name.Name}' was revoked.", name.Location);
        if (reference.Locations.Length > 0)
        {
            error = error with
            {
                Notes = ["Reference was defined here:", .. reference.Locations.Select(l => l.Topmost.DescribeWithSource())],
            };
        }

        return new CairoException(error);
    }
}
