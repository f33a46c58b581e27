using System.Collections.Generic;
using System.Linq;
using Kraken.Cairo0.Diagnostics;
using Kraken.Cairo0.Names;
using Kraken.Cairo0.Syntax;

namespace Kraken.Cairo0.Expressions;

/// <summary>
/// Finds the type of an expression without names, and takes types, members and subscripts out of it: what stays is felts.
/// </summary>
internal sealed class TypeChecker(NameResolver names, CastRules casts)
{
    /// <summary>The expression without types, and its type.</summary>
    /// <exception cref="CairoException">The types do not fit.</exception>
    public (Expression Value, CairoType Type) Check(Expression expression) => expression switch
    {
        ConstantExpression or HintExpression or RegisterExpression => (expression, Felt(expression)),
        FutureLabelExpression e =>
            (e with { IsTyped = false }, e.IsTyped ? new CodeOffsetType { Location = e.Location } : Felt(e)),
        OperatorExpression e => Operator(e),
        PowerExpression e => Power(e),
        AddressOfExpression e => Check(e.Operand) is var (value, type) ? (AddressOf(value), new PointerType(type)) : default,
        NegationExpression e => Negation(e),
        ParenthesesExpression e => Check(e.Inner),
        DerefExpression e => Deref(e),
        CallExpression e => Call(e),
        SubscriptExpression e => Subscript(e),
        DotExpression e => Dot(e),
        CastExpression e => Cast(e),
        TupleExpression e => Tuple(e),
        NewExpression e => New(e),
        _ => throw new CairoException(
            $"Identifier '{SyntaxText.Write(expression)}' is not allowed in this context.", expression.Location),
    };

    /// <summary>The address of an expression that is a memory cell.</summary>
    /// <exception cref="CairoException">It is none.</exception>
    public static Expression AddressOf(Expression expression) => expression is DerefExpression deref
        ? deref.Address
        : throw new CairoException("Expression has no address.", expression.Location);

    private static FeltType Felt(Expression e) => new() { Location = e.Location };

    private static OperatorExpression Sum(Expression a, Expression b, Location? location) =>
        new(a, BinaryOperator.Add, b) { Location = location };

    private static ConstantExpression Number(int value, Location? location) => new(value) { Location = location };

    private static string SignOf(BinaryOperator op) => op switch
    {
        BinaryOperator.Add => "+",
        BinaryOperator.Subtract => "-",
        BinaryOperator.Multiply => "*",
        _ => "/",
    };

    private static void RequireFeltOffset(CairoType type, Location? location)
    {
        if (type is not FeltType)
        {
            throw new CairoException(
                $"Cannot apply subscript-operator with offset of non-felt type '{SyntaxText.Write(type)}'.", location);
        }
    }

    private (Expression, CairoType) Operator(OperatorExpression e)
    {
        var (a, left) = Check(e.Left);
        var (b, right) = Check(e.Right);
        var op = e.Operator;
        CairoType type = (left, right) switch
        {
            (FeltType, FeltType) => Felt(e),
            (PointerType, FeltType) when op is BinaryOperator.Add or BinaryOperator.Subtract => left,
            (FeltType, PointerType) when op == BinaryOperator.Add => right,
            (PointerType or CodeOffsetType, _) when op == BinaryOperator.Subtract && left == right => Felt(e),
            _ => throw new CairoException(
                $"Operator '{SignOf(op)}' is not implemented for types '{SyntaxText.Write(left)}' and '{SyntaxText.Write(right)}'.",
                e.Location),
        };
        return (e with { Left = a, Right = b }, type);
    }

    private (Expression, CairoType) Power(PowerExpression e)
    {
        var (a, left) = Check(e.Base);
        var (b, right) = Check(e.Exponent);
        if (left is not FeltType && right is FeltType)
        {
            throw new CairoException(
                $"Operator '**' is not implemented for types '{SyntaxText.Write(left)}' and '{SyntaxText.Write(right)}'.", e.Location);
        }

        return (e with { Base = a, Exponent = b }, Felt(e));
    }

    private (Expression, CairoType) Negation(NegationExpression e)
    {
        var (value, type) = Check(e.Operand);
        return type is FeltType
            ? (e with { Operand = value }, Felt(e))
            : throw new CairoException($"Unary '-' is not supported for type '{SyntaxText.Write(type)}'.", e.Location);
    }

    private (Expression, CairoType) Deref(DerefExpression e)
    {
        var (address, type) = Check(e.Address);
        return type switch
        {
            FeltType => (e with { Address = address }, Felt(e)),
            PointerType pointer => (e with { Address = address }, pointer.Pointee),
            _ => throw new CairoException($"Cannot dereference type '{SyntaxText.Write(type)}'.", e.Location),
        };
    }

    private (Expression, CairoType) Call(CallExpression e) => names.ReturnType(e.Call) is var type
        and (FeltType or CodeOffsetType or PointerType)
        ? (e, type)
        : throw new CairoException(
            "Only functions with a simple return type are supported inside an expression. "
            + $"Got: '{SyntaxText.Write(names.ReturnType(e.Call))}'.",
            e.Location);

    private (Expression, CairoType) Subscript(SubscriptExpression e)
    {
        var (inner, type) = Check(e.Operand);
        var (offset, offsetType) = Check(e.Offset);
        switch (type)
        {
            case TupleType tuple:
                RequireFeltOffset(offsetType, offset.Location);
                return TupleItem(e, inner, tuple, Simplifier.Integers.Simplify(offset));
            case PointerType pointer:
                RequireFeltOffset(offsetType, offset.Location);
                var size = Number(SizeOf(pointer.Pointee, e.Location), e.Location);
                var scaled = new OperatorExpression(offset, BinaryOperator.Multiply, size) { Location = e.Location };
                return (new DerefExpression(Sum(inner, scaled, e.Location)) { Location = e.Location }, pointer.Pointee);
            default:
                throw new CairoException(
                    $"Cannot apply subscript-operator to non-pointer, non-tuple type '{SyntaxText.Write(type)}'.", e.Location);
        }
    }

    // Whatever is wrong with the size is told at the subscript.
    private int SizeOf(CairoType type, Location? location)
    {
        try
        {
            return names.Size(type);
        }
        catch (CairoException inner)
        {
            throw new CairoException(inner.Error.Text, location);
        }
    }

    private (Expression, CairoType) TupleItem(SubscriptExpression e, Expression inner, TupleType tuple, Expression offset)
    {
        if (offset is not ConstantExpression { Value: var index })
        {
            throw new CairoException(
                $"Subscript-operator for tuples supports only constant offsets, found '{NodeNames.Of(offset)}'.", offset.Location);
        }

        if (index.Sign < 0 || index >= tuple.Members.Count)
        {
            throw new CairoException($"Tuple index {index} is out of range [0, {tuple.Members.Count}).", e.Location);
        }

        var at = (int)index;
        return inner switch
        {
            TupleExpression value => (value.Members.Items[at].Value with { Location = e.Location }, tuple.Members[at].Type),
            DerefExpression cell => (
                new DerefExpression(Sum(cell.Address, Number(Before(tuple, at, e.Location), offset.Location), e.Location))
                {
                    Location = e.Location,
                },
                tuple.Members[at].Type),
            _ => throw new CairoException(
                "Unexpected expression typed as TypeTuple. Expected ExprTuple or ExprDeref, "
                + $"found '{NodeNames.Of(inner)}'.",
                e.Location),
        };
    }

    private int Before(TupleType tuple, int member, Location? location) =>
        NameResolver.Total(tuple.Types.Take(member).Select(names.Size), location);

    private (Expression, CairoType) Dot(DotExpression e)
    {
        var (inner, type) = Check(e.Operand);
        switch (type)
        {
            case PointerType { Pointee: StructType or TupleType } pointer:
                type = pointer.Pointee;
                break;
            case PointerType:
                throw new CairoException(
                    $"Cannot apply dot-operator to pointer-to-non-struct type '{SyntaxText.Write(type)}'.", e.Location);
            case StructType or TupleType when inner is TupleExpression:
                throw new CairoException("Accessing struct/tuple members for r-value structs is not supported yet.", e.Location);
            case StructType or TupleType:
                inner = AddressOf(inner);
                break;
            default:
                throw new CairoException($"Cannot apply dot-operator to non-struct type '{SyntaxText.Write(type)}'.", e.Location);
        }

        var (offset, memberType) = type is StructType known
            ? StructMember(e, known)
            : TupleMember(e, (TupleType)type);
        var address = offset == 0 ? inner : Sum(inner, Number(offset, e.Location), e.Location);
        return (new DerefExpression(address) { Location = e.Location }, memberType);
    }

    private (int Offset, CairoType Type) StructMember(DotExpression e, StructType type) =>
        names.StructByFullName(type.Scope, e.Location).Member(e.Member.Name) is { } member
            ? (member.Offset, member.Type)
            : throw new CairoException(
                $"Member '{e.Member.Name}' does not appear in definition of struct '{SyntaxText.Write(type)}'.", e.Location);

    private (int Offset, CairoType Type) TupleMember(DotExpression e, TupleType type)
    {
        if (!type.IsNamed)
        {
            throw new CairoException($"Cannot apply dot-operator to unnamed tuple type '{SyntaxText.Write(type)}'.", e.Location);
        }

        var offset = 0;
        foreach (var member in type.Members)
        {
            if (member.Name == e.Member.Name)
            {
                return (offset, member.Type);
            }

            offset = NameResolver.Total([offset, names.Size(member.Type)], e.Location);
        }

        throw new CairoException(
            $"Member '{e.Member.Name}' does not appear in definition of tuple type '{SyntaxText.Write(type)}'.", e.Location);
    }

    private (Expression, CairoType) Cast(CastExpression e)
    {
        var (inner, source) = Check(e.Operand);
        return casts.Allows(source, e.Type, e.Kind, e.Location, inner)
            ? (inner with { Location = e.Location }, e.Type)
            : throw new CairoException($"Cannot cast '{SyntaxText.Write(source)}' to '{SyntaxText.Write(e.Type)}'.", e.Location);
    }

    private (Expression, CairoType) Tuple(TupleExpression e)
    {
        List<Argument> values = [];
        List<TupleMember> members = [];
        foreach (var item in e.Members.Items)
        {
            var (value, type) = Check(item.Value);
            values.Add(item with { Name = null, Value = value });
            members.Add(new TupleMember(item.Name?.Name, type) { Location = item.Location });
        }

        return (
            e with { Members = e.Members with { Items = values.ToNodeList() } },
            new TupleType(members.ToNodeList()) { Location = e.Location });
    }

    private (Expression, CairoType) New(NewExpression e)
    {
        if (!e.IsTyped)
        {
            return (e, Felt(e));
        }

        var (inner, type) = Check(e.Operand);
        return (new NewExpression(inner, false) { Location = e.Location }, new PointerType(type) { Location = e.Location });
    }
}
