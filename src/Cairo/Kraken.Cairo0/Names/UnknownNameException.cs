using Kraken.Cairo0.Syntax;

namespace Kraken.Cairo0.Names;

/// <summary>Nothing of this full name is known.</summary>
internal sealed class UnknownNameException(ScopedName name) : NameException($"Unknown identifier '{name}'.")
{
    /// <summary>The full name up to the part that is unknown.</summary>
    public ScopedName Name { get; } = name;
}
