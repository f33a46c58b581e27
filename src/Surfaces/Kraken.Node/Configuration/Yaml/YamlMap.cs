using System;
using System.Collections.Generic;
using System.IO;

namespace Kraken.Node.Configuration.Yaml;

/// <summary>A mapping from names, each of which stands once.</summary>
internal sealed record YamlMap(YamlPlace Place, IReadOnlyDictionary<string, YamlMember> Members) : YamlNode(Place)
{
    public override string Shown => "a mapping";

    /// <summary>The value of a member; null when there is none.</summary>
    public YamlNode? Find(string name) => Members.GetValueOrDefault(name)?.Value;

    /// <summary>The value of a member.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public YamlNode Get(string name) => Find(name) ?? throw Place.Refuse($"expected a member '{name}', there is none");

    /// <summary>Refuses members of other names.</summary>
    /// <exception cref="InvalidDataException">There is one.</exception>
    public void RequireOnly(ReadOnlySpan<string> names)
    {
        foreach ((string name, YamlMember member) in Members)
        {
            if (!names.Contains(name))
            {
                throw member.Key.Refuse($"expected one of {string.Join(", ", names.ToArray())}, got '{name}'");
            }
        }
    }
}
