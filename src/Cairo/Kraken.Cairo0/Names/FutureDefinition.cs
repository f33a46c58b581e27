namespace Kraken.Cairo0.Names;

/// <summary>A name that was seen in the source and is compiled later.</summary>
internal sealed class FutureDefinition(IdentifierKind of) : IdentifierDefinition
{
    /// <summary>What it will be.</summary>
    public IdentifierKind Of { get; } = of;

    /// <inheritdoc/>
    public override IdentifierKind Kind => IdentifierKind.Future;
}
