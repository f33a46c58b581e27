using System.Collections.Generic;
using System.Linq;

namespace Kraken.Cairo0.Syntax;

/// <summary>A type; <see cref="SyntaxText"/> writes it.</summary>
internal abstract record CairoType : SyntaxNode;

/// <summary>A field element.</summary>
internal sealed record FeltType : CairoType
{
    public override IEnumerable<SyntaxNode> Children => [];
}

/// <summary><c>codeoffset</c>.</summary>
internal sealed record CodeOffsetType : CairoType
{
    public override IEnumerable<SyntaxNode> Children => [];
}

/// <summary><c>T*</c>.</summary>
internal sealed record PointerType(CairoType Pointee) : CairoType
{
    public override IEnumerable<SyntaxNode> Children => [Pointee];
}

/// <summary>A name as it is written: of a struct or an alias, not resolved yet.</summary>
internal sealed record NamedType(ScopedName Name) : CairoType
{
    public override IEnumerable<SyntaxNode> Children => [];
}

/// <summary>A struct by its full name.</summary>
internal sealed record StructType(ScopedName Scope) : CairoType
{
    public override IEnumerable<SyntaxNode> Children => [];
}

/// <summary>A function by its full name.</summary>
internal sealed record FunctionType(ScopedName Scope) : CairoType
{
    public override IEnumerable<SyntaxNode> Children => [];
}

/// <summary>A member of a tuple type.</summary>
/// <param name="Name">Null in tuples without names.</param>
/// <param name="Type">Of the member.</param>
internal sealed record TupleMember(string? Name, CairoType Type) : SyntaxNode
{
    public override IEnumerable<SyntaxNode> Children => [Type];
}

/// <summary><c>(felt, T*)</c> or <c>(a: felt, b: T*)</c>.</summary>
internal sealed record TupleType(NodeList<TupleMember> Members) : CairoType
{
    /// <summary>Between the members; the text of a type has no place for their comments.</summary>
    public NodeList<Notes> Notes { get; init; } = [];

    public IEnumerable<CairoType> Types => Members.Select(member => member.Type);

    public bool IsNamed => Members.All(member => member.Name is not null);

    public override IEnumerable<SyntaxNode> Children => Members;

    public bool Equals(TupleType? other) => other is not null && Members.Equals(other.Members);

    public override int GetHashCode() => Members.GetHashCode();
}
