using Kraken.Cairo0.Syntax;

namespace Kraken.Cairo0.Names;

/// <summary>A member of a reference, such as x.y.z of a reference x.</summary>
internal sealed class OffsetReferenceDefinition(ReferenceDefinition parent, ScopedName members) : IdentifierDefinition
{
    public ReferenceDefinition Parent { get; } = parent;

    /// <summary>The members, outermost first.</summary>
    public ScopedName Members { get; } = members;

    /// <inheritdoc/>
    public override IdentifierKind Kind => IdentifierKind.OffsetReference;
}
