namespace Kraken.Cairo0.Names;

/// <summary>What a name stands for.</summary>
internal abstract class IdentifierDefinition
{
    public abstract IdentifierKind Kind { get; }
}
