using System.Collections.Immutable;

namespace Kraken.Node.Configuration.Yaml;

/// <summary>A list.</summary>
internal sealed record YamlList(YamlPlace Place, ImmutableArray<YamlNode> Entries) : YamlNode(Place)
{
    public override string Shown => "a list";
}
