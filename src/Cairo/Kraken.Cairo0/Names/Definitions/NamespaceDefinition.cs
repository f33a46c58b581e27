namespace Kraken.Cairo0.Names;

/// <summary>A namespace.</summary>
internal sealed class NamespaceDefinition : IdentifierDefinition
{
    /// <inheritdoc/>
    public override IdentifierKind Kind => IdentifierKind.Namespace;
}
