namespace Kraken.Node.Configuration.Yaml;

/// <summary>A member of a mapping.</summary>
/// <param name="Key">Where its name stands.</param>
internal sealed record YamlMember(YamlPlace Key, YamlNode Value);
