using System.Collections.Generic;

namespace Kraken.Cairo0.Syntax;

/// <summary>The only modifier there is: <c>local</c>.</summary>
internal sealed record Modifier(string Name) : SyntaxNode
{
    public override IEnumerable<SyntaxNode> Children => [];
}

/// <summary><c>[local] name [: type]</c>.</summary>
internal sealed record TypedIdentifier(IdentifierExpression Identifier, CairoType? DeclaredType) : SyntaxNode
{
    public Modifier? Modifier { get; init; }

    public string Name => Identifier.Name;

    /// <summary>The declared type, or felt.</summary>
    public CairoType Type => DeclaredType ?? new FeltType { Location = Location };

    public override IEnumerable<SyntaxNode> Children => Present(Identifier, DeclaredType, Modifier);
}

/// <summary>Arguments of a function, or the names that an unpacking binds.</summary>
internal sealed record IdentifierList(NodeList<TypedIdentifier> Identifiers) : SyntaxNode
{
    public override IEnumerable<SyntaxNode> Children => Identifiers;
}

/// <summary><c>name</c> or <c>name as local</c>.</summary>
internal sealed record AliasedIdentifier(IdentifierExpression Original, IdentifierExpression? LocalName) : SyntaxNode
{
    /// <summary>The name that is bound.</summary>
    public IdentifierExpression Identifier => LocalName ?? Original;

    public override IEnumerable<SyntaxNode> Children => Present(Original, LocalName);
}
