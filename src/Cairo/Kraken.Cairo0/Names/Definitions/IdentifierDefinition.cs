namespace Kraken.Cairo0.Names;

/// <summary>What a name stands for.</summary>
internal abstract class IdentifierDefinition
{
    /// <summary>The kind.</summary>
    public abstract IdentifierKind Kind { get; }
}
