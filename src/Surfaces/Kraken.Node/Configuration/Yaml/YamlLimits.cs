namespace Kraken.Node.Configuration.Yaml;

/// <summary>How large a YAML file may be that a person writes.</summary>
internal static class YamlLimits
{
    /// <summary>The most bytes of a file.</summary>
    public const int MaxBytes = 1 << 20;

    /// <summary>The deepest nesting of lists and mappings.</summary>
    public const int MaxDepth = 12;

    /// <summary>The most values, keys among them.</summary>
    public const int MaxNodes = 100_000;

    /// <summary>The most characters of a key.</summary>
    public const int MaxKeyLength = 64;
}
