namespace Kraken.Cairo0.Names;

internal class LabelDefinition(int pc) : IdentifierDefinition
{
    /// <summary>The word it stands before.</summary>
    public int Pc { get; } = pc;

    /// <inheritdoc/>
    public override IdentifierKind Kind => IdentifierKind.Label;
}
