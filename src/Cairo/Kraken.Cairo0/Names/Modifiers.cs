using Kraken.Cairo0.Diagnostics;
using Kraken.Cairo0.Syntax;

namespace Kraken.Cairo0.Names;

/// <summary>Where the modifier local may not stand.</summary>
internal static class Modifiers
{
    /// <summary>Refuses a modifier.</summary>
    /// <exception cref="CairoException">There is one, and it is not the allowed one.</exception>
    public static void RefuseModifier(this TypedIdentifier identifier, string? allowed = null)
    {
        if (identifier.Modifier is { } modifier && modifier.Name != allowed)
        {
            throw new CairoException($"Unexpected modifier '{modifier.Name}'.", modifier.Location);
        }
    }
}
