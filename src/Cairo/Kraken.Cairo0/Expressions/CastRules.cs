using System.Collections.Generic;
using System.Linq;
using Kraken.Cairo0.Diagnostics;
using Kraken.Cairo0.Names;
using Kraken.Cairo0.Syntax;

namespace Kraken.Cairo0.Expressions;

/// <summary>Which values may stand where which type is expected; each kind of cast allows what the narrower kinds allow.</summary>
internal sealed class CastRules(NameResolver names)
{
    private static readonly PointerType FeltPointer = new(new FeltType());

    /// <summary>Whether a value of one type may be taken as one of another.</summary>
    /// <param name="source">Its type, resolved.</param>
    /// <param name="target">The other type, resolved.</param>
    /// <param name="kind">What the cast is for.</param>
    /// <param name="location">The place of errors where the value has none.</param>
    /// <param name="value">The value, if it is at hand.</param>
    /// <exception cref="CairoException">It may not, and there is more to say about members.</exception>
    public bool Allows(CairoType source, CairoType target, CastKind kind, Location? location, Expression? value = null)
    {
        location = value?.Location ?? location;
        if (source == target || (source is PointerType && target == FeltPointer))
        {
            return true;
        }

        if ((source, target) is (TupleType from, TupleType to))
        {
            CheckMembers(from, from.Members, to, to.Members, kind, location, value);
            return true;
        }

        if (kind == CastKind.Assignment)
        {
            return false;
        }

        if ((source, target) is (FeltType or PointerType, FeltType or PointerType))
        {
            return true;
        }

        if (kind == CastKind.Unpacking)
        {
            return false;
        }

        if ((source, target) is (FeltType or CodeOffsetType, FeltType or CodeOffsetType))
        {
            return true;
        }

        if ((source, target) is (TupleType tuple, StructType { Scope: var scope }))
        {
            var members = names.StructByFullName(scope, location).Members.Select(m => new TupleMember(m.Key, m.Value.Type));
            CheckMembers(tuple, tuple.Members, target, [.. members], kind, location, value);
            return true;
        }

        return kind == CastKind.Forced && (source, target, value) is (FeltType, StructType, DerefExpression);
    }

    private void CheckMembers(
        CairoType source,
        IReadOnlyList<TupleMember> from,
        CairoType target,
        IReadOnlyList<TupleMember> to,
        CastKind kind,
        Location? location,
        Expression? value)
    {
        if (from.Count != to.Count)
        {
            throw new CairoException(
                $"Cannot cast an expression of type '{SyntaxText.Write(source)}' to '{SyntaxText.Write(target)}'.\n"
                + $"The former has {from.Count} members while the latter has {to.Count} members.",
                location);
        }

        for (var i = 0; i < from.Count; i++)
        {
            var member = (value as TupleExpression)?.Members.Items[i].Value;
            var place = member?.Location ?? location;
            if (from[i].Name is { } found && to[i].Name is { } expected && found != expected)
            {
                throw new CairoException(
                    $"Cannot cast '{SyntaxText.Write(source)}' to '{SyntaxText.Write(target)}'.\n"
                    + $"Expected argument name '{expected}'. Found: '{found}'.",
                    place);
            }

            var inner = kind == CastKind.Forced ? CastKind.Forced : CastKind.Assignment;
            if (!Allows(from[i].Type, to[i].Type, inner, place, member))
            {
                throw new CairoException($"Cannot cast '{SyntaxText.Write(from[i].Type)}' to '{SyntaxText.Write(to[i].Type)}'.", place);
            }
        }
    }
}
