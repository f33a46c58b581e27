using Kraken.Cairo0.Syntax;

namespace Kraken.Cairo0.Names;

/// <summary>Another name, by an import.</summary>
internal sealed class AliasDefinition(ScopedName destination) : IdentifierDefinition
{
    /// <summary>The full name it leads to.</summary>
    public ScopedName Destination { get; } = destination;

    /// <inheritdoc/>
    public override IdentifierKind Kind => IdentifierKind.Alias;
}
