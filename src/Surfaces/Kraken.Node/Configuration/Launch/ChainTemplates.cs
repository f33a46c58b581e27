using System;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Reflection;

namespace Kraken.Node.Configuration.Launch;

/// <summary>Chain files to begin from, with every member explained.</summary>
public static class ChainTemplates
{
    private const string Prefix = "templates/";
    private const string Suffix = ".yaml";

    /// <summary>What they are called: appchain (for production, with places to fill), devnet, test.</summary>
    public static ImmutableArray<string> Names { get; } =
    [
        .. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..^Suffix.Length])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The text of a template.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static string Text(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"{Prefix}{name}{Suffix}")
            ?? throw new ArgumentException($"expected one of {string.Join(", ", Names)}, got '{name}'", nameof(name));
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
