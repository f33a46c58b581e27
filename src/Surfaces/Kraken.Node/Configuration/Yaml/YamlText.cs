using Kraken.Serialization;

namespace Kraken.Node.Configuration.Yaml;

/// <summary>A scalar, as it is written: what it stands for is for the reader to say.</summary>
internal sealed record YamlText(YamlPlace Place, string Value) : YamlNode(Place)
{
    public override string Shown => Value.Length == 0 ? "nothing" : $"'{ForeignText.Short(Value)}'";
}
