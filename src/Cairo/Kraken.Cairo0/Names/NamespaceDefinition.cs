namespace Kraken.Cairo0.Names;

internal sealed class NamespaceDefinition : IdentifierDefinition
{
    /// <inheritdoc/>
    public override IdentifierKind Kind => IdentifierKind.Namespace;
}
