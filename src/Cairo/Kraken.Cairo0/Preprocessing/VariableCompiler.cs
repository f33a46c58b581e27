using System.Linq;
using Kraken.Cairo0.Diagnostics;
using Kraken.Cairo0.Expressions;
using Kraken.Cairo0.Names;
using Kraken.Cairo0.Syntax;

namespace Kraken.Cairo0.Preprocessing;

/// <summary>Constants, references, temporaries and assertions.</summary>
internal sealed class VariableCompiler(StatementCompiler statements)
{
    private static readonly IdentifierExpression GetAp = new("starkware.cairo.lang.compiler.lib.registers.get_ap");
    private readonly Compilation compilation = statements.Compilation;

    private NameResolver Names => compilation.Names;

    private ExpressionReader Reader => statements.Reader;

    /// <summary>const x = e;</summary>
    /// <exception cref="CairoException">The value is no constant.</exception>
    public void Const(ConstElement e)
    {
        var name = Names.Current + e.Identifier.Name;
        var value = Reader.ReadFelt(e.Value) as ConstantExpression
            ?? throw new CairoException("Expected a constant expression.", e.Value.Location);
        compilation.Define(name, new ConstDefinition(value.Value), e.Identifier.Location);
    }

    /// <summary>let x = e;</summary>
    /// <exception cref="CairoException">The value cannot be a reference's, or has another type.</exception>
    public void Reference(ReferenceElement e)
    {
        var (value, valueType) = Reader.Read(e.Value);
        e.TypedIdentifier.RefuseModifier();
        ReferenceRules.Check(value);
        var type = e.TypedIdentifier.DeclaredType is { } declared ? Names.Resolve(declared) : valueType;
        if (!Reader.Casts.Allows(valueType, type, CastKind.Assignment, type.Location))
        {
            throw new CairoException(
                $"Cannot assign an expression of type '{SyntaxText.Write(valueType)}' to a reference of type '{SyntaxText.Write(type)}'.",
                type.Location);
        }

        // Types were taken out of the value; the reference's own is put back, within the brackets of a cell.
        var location = value.Location;
        Expression typed = value is DerefExpression cell
            ? new DerefExpression(
                new CastExpression(cell.Address, new PointerType(type) { Location = location }) { Location = cell.Address.Location })
            {
                Location = location,
            }
            : new CastExpression(value, type, CastKind.Forced) { Location = location };
        compilation.Bind(Names.Current + e.TypedIdentifier.Name, typed, type, e.TypedIdentifier.Location);
    }

    /// <summary>tempvar x = e;</summary>
    /// <exception cref="CairoException">The value cannot be computed, or has another type.</exception>
    public void TempVar(TempVarElement e)
    {
        e.TypedIdentifier.RefuseModifier();
        CairoType type;
        int size;
        if (e.Value is null or HintExpression)
        {
            type = Names.Resolve(e.TypedIdentifier.Type);
            size = Names.Size(type);
            if (e.Value is HintExpression hint)
            {
                Nondet(type, hint, "memory[ap]", e.Location);
            }

            AddApInstruction move = new(new ConstantExpression(size) { Location = e.Location }) { Location = e.Location };
            statements.Instructions.Emit(move, e.Location);
        }
        else
        {
            var (value, valueType) = Reader.Read(e.Value is NewExpression made ? New(made) : e.Value);
            size = Names.Size(valueType);
            type = e.TypedIdentifier.DeclaredType is { } declared ? Names.Resolve(declared) : valueType;
            if (e.TypedIdentifier.DeclaredType is not null
                && !Reader.Casts.Allows(valueType, type, CastKind.Assignment, e.Location))
            {
                throw new CairoException(
                    $"Cannot assign an expression of type '{SyntaxText.Write(valueType)}' "
                    + $"to a temporary variable of type '{SyntaxText.Write(type)}'.",
                    type.Location);
            }

            statements.Stack.Push(Reader.Felts(value, valueType));
        }

        compilation.BindCells(
            Names.Current + e.TypedIdentifier.Name, Register.Ap, -size, type, e.TypedIdentifier.Identifier.Location);
    }

    /// <summary>assert a = b;, felt by felt.</summary>
    /// <exception cref="CairoException">The sides have different types or cannot be computed.</exception>
    public void Assert(AssertEqualElement e)
    {
        var (left, leftType) = Reader.Read(e.Left);
        var (right, rightType) = Reader.Read(e.Right);
        if (leftType != rightType)
        {
            throw new CairoException(
                $"Cannot compare '{SyntaxText.Write(leftType)}' and '{SyntaxText.Write(rightType)}'.", e.Location);
        }

        var start = compilation.Flow.State.Ap;
        foreach (var (a, b) in Reader.Felts(left, leftType).Zip(Reader.Felts(right, rightType)))
        {
            var moved = compilation.Flow.State.Ap.Since(start);
            var (target, value) = CompoundExpressions.ReduceAssert(statements, Moved(a, moved), Moved(b, moved));
            statements.Instructions.Emit(new AssertEqualInstruction(target, value) { Location = e.Location }, e.Location);
        }
    }

    /// <summary>static_assert a == b;</summary>
    /// <exception cref="CairoException">The sides are not the same expression.</exception>
    public void StaticAssert(StaticAssertElement e)
    {
        var left = Reader.ReadFelt(e.Left);
        var right = Reader.ReadFelt(e.Right);
        if (left != right)
        {
            throw new CairoException($"Static assert failed: {SyntaxText.Write(left)} != {SyntaxText.Write(right)}.", e.Location);
        }
    }

    /// <summary>A hint that writes a value.</summary>
    /// <exception cref="CairoException">The value takes no or several felts.</exception>
    public static HintElement NondetHint(CairoType type, HintExpression hint, string target, Location? location) =>
        type is FeltType or PointerType
            ? new HintElement(new HintExpression($"{target} = to_felt_or_relocatable({hint.Code})", 0) { Location = location })
            {
                Location = location,
            }
            : throw new CairoException("Only a felt or a pointer can be initialized using nondet.", hint.Location);

    private static Expression Moved(Expression expression, Flow.ApChange change) =>
        Simplifier.Field.Simplify(ApTranslation.TryTranslate(expression, change)
            ?? throw new CairoException("Failed to deduce ap.", expression.Location));

    private void Nondet(CairoType type, HintExpression hint, string target, Location? location) =>
        statements.Instructions.Hint(NondetHint(type, hint, target, location));

    // The value is pushed; get_ap then tells where it ends.
    private Expression New(NewExpression made)
    {
        var location = made.Location;
        var (value, type) = Reader.Read(made.Operand);
        statements.Stack.Push(Reader.Felts(value, type));
        statements.Instructions.Emit(new CallLabelInstruction(GetAp with { Location = location }, true) { Location = location }, location);
        var top = Compilation.Cells(Register.Ap, -1, new FeltType { Location = location }, location);
        ConstantExpression size = new(Names.Size(type)) { Location = location };
        OperatorExpression address = new(top, BinaryOperator.Subtract, size) { Location = location };
        return made.IsTyped
            ? new CastExpression(address, new PointerType(type) { Location = location }) { Location = location }
            : address;
    }
}
