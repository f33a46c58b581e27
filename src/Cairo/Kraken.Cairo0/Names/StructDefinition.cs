using System.Collections.Generic;
using System.Collections.Immutable;
using Kraken.Cairo0.Diagnostics;
using Kraken.Cairo0.Syntax;

namespace Kraken.Cairo0.Names;

/// <summary>A struct; a function's arguments and implicit arguments are structs too.</summary>
internal sealed class StructDefinition(
    ScopedName fullName,
    ImmutableArray<KeyValuePair<string, MemberDefinition>> members,
    int size,
    Location? location) : IdentifierDefinition
{
    private readonly ImmutableDictionary<string, MemberDefinition> byName = ImmutableDictionary.CreateRange(members);

    public ScopedName FullName { get; } = fullName;

    /// <summary>The members, by offset.</summary>
    public ImmutableArray<KeyValuePair<string, MemberDefinition>> Members { get; } = members;

    /// <summary>Felts it takes.</summary>
    public int Size { get; } = size;

    /// <summary>Where it stands in the source.</summary>
    public Location? Location { get; } = location;

    /// <inheritdoc/>
    public override IdentifierKind Kind => IdentifierKind.Struct;

    /// <summary>The member of a name, or null.</summary>
    public MemberDefinition? Member(string name) => byName.GetValueOrDefault(name);
}
