using System.Collections.Immutable;

namespace Kraken.Node.Configuration.Yaml;

/// <summary>Values in the order of the file.</summary>
internal sealed record YamlList(YamlPlace Place, ImmutableArray<YamlNode> Entries) : YamlNode(Place)
{
    public override string Shown => "a list";
}
