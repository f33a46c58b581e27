using Kraken.Cairo0.Syntax;

namespace Kraken.Cairo0.Names;

/// <summary>What a name leads to.</summary>
/// <param name="CanonicalName">Its full name, aliases followed.</param>
/// <param name="Rest">What follows it: members of a reference or struct.</param>
internal readonly record struct IdentifierSearch(IdentifierDefinition Definition, ScopedName CanonicalName, ScopedName Rest)
{
    /// <summary>This result, if nothing follows the definition.</summary>
    /// <exception cref="NameException">Something follows it.</exception>
    public IdentifierSearch Whole() =>
        Rest.IsRoot ? this : throw new NameException($"Unexpected '.' after '{CanonicalName}' which is {Definition.Kind.Text()}.");
}
