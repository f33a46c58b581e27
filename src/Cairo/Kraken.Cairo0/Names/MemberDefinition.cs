using Kraken.Cairo0.Diagnostics;
using Kraken.Cairo0.Syntax;

namespace Kraken.Cairo0.Names;

/// <summary>A member of a struct.</summary>
internal sealed class MemberDefinition(int offset, CairoType type, Location? location) : IdentifierDefinition
{
    /// <summary>Felts from the struct's beginning.</summary>
    public int Offset { get; } = offset;

    /// <summary>The type, all names in it full.</summary>
    public CairoType Type { get; } = type;

    /// <summary>Where it stands in the source.</summary>
    public Location? Location { get; } = location;

    /// <inheritdoc/>
    public override IdentifierKind Kind => IdentifierKind.Member;
}
