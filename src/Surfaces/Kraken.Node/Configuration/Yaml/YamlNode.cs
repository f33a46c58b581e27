using System;
using System.IO;

namespace Kraken.Node.Configuration.Yaml;

/// <summary>A value of a YAML file with its place: a text, a list or a mapping.</summary>
/// <param name="Place">Where it stands.</param>
internal abstract record YamlNode(YamlPlace Place)
{
    /// <summary>What it is, in words and with its text, for errors.</summary>
    public abstract string Shown { get; }

    /// <summary>The error that a value is not as expected.</summary>
    public InvalidDataException Refuse(string expected) => Place.Refuse($"expected {expected}, got {Shown}");

    /// <summary>The value as a mapping of some members.</summary>
    /// <exception cref="InvalidDataException">It is none, or has a member of another name.</exception>
    public YamlMap Map(params ReadOnlySpan<string> members)
    {
        YamlMap map = this as YamlMap ?? throw Refuse("a mapping");
        map.RequireOnly(members);
        return map;
    }

    /// <summary>The value as a list.</summary>
    /// <param name="most">The most entries.</param>
    /// <exception cref="InvalidDataException">It is none, or longer.</exception>
    public YamlList List(int most)
    {
        YamlList list = this as YamlList ?? throw Refuse("a list");
        return list.Entries.Length <= most ? list : throw Place.Refuse($"expected at most {most} entries, got {list.Entries.Length}");
    }

    /// <summary>The value as a text.</summary>
    /// <exception cref="InvalidDataException">It is none, or empty.</exception>
    public string Text() => this is YamlText { Value.Length: > 0 } text ? text.Value : throw Refuse("a text");
}
