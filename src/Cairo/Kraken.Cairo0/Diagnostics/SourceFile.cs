using System;
using System.Collections.Immutable;
using System.Threading;

namespace Kraken.Cairo0.Diagnostics;

/// <summary>The text of one source with the name that messages give it.</summary>
/// <param name="name">As given on the command line, an absolute path for imported modules, empty for text without a file.</param>
/// <param name="text">Line breaks are LF alone; <see cref="Normalize"/> makes them so.</param>
public sealed class SourceFile(string name, string text)
{
    private readonly Lazy<ImmutableArray<string>> lines = new(() => SourceLines.Split(text), LazyThreadSafetyMode.PublicationOnly);

    /// <summary>Empty where the text stands in no file.</summary>
    public string Name { get; } = name;

    /// <summary>The whole text, lines ended by LF.</summary>
    public string Text { get; } = text;

    /// <summary>The lines as messages count them, without their ends: other separators of Unicode than LF also end a line here.</summary>
    public ImmutableArray<string> Lines => lines.Value;

    /// <summary>Turns CR LF and lone CR into LF, as a text file is read.</summary>
    public static string Normalize(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Contains('\r', StringComparison.Ordinal)
            ? text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n')
            : text;
    }
}
