using System.Collections.Generic;
using Kraken.Cairo0.Flow;
using Kraken.Cairo0.Syntax;

namespace Kraken.Cairo0.Names;

/// <summary>A reference and everything it was bound to.</summary>
internal sealed class ReferenceDefinition(ScopedName fullName, CairoType type) : IdentifierDefinition
{
    public ScopedName FullName { get; } = fullName;

    /// <summary>The type, which no rebinding changes.</summary>
    public CairoType Type { get; } = type;

    /// <summary>
    /// Every binding, in order. What a discarded attempt at a function bound to a name from outside of it, an argument, stays here: the
    /// reference compiler leaves it, and its JSON shows it.
    /// </summary>
    public List<Reference> References { get; } = [];

    /// <inheritdoc/>
    public override IdentifierKind Kind => IdentifierKind.Reference;
}
