using Kraken.Cairo0.Syntax;

namespace Kraken.Cairo0.Names;

/// <summary>A name of a type; what a function returns is one too.</summary>
internal sealed class TypeDefinition(CairoType type) : IdentifierDefinition
{
    /// <summary>The type, all names in it full.</summary>
    public CairoType Type { get; } = type;

    /// <inheritdoc/>
    public override IdentifierKind Kind => IdentifierKind.TypeDefinition;
}
