using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Text;
using Kraken.Serialization;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Kraken.Node.Configuration.Yaml;

/// <summary>
/// Reads a YAML file within <see cref="YamlLimits"/>: one document of mappings, lists and texts. Anchors, aliases, tags, merged and
/// repeated keys are refused: a file says each thing once, where it stands.
/// </summary>
internal sealed class YamlFile
{
    private readonly string name;
    private readonly IParser parser;
    private int nodes;

    private YamlFile(string name, string text)
    {
        this.name = name;
        parser = new Parser(new StringReader(text));
    }

    /// <summary>Reads a file.</summary>
    /// <param name="utf8">Its content.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="InvalidDataException">It is none, or too large; the message says where and why.</exception>
    public static YamlNode Parse(byte[] utf8, string name)
    {
        ArgumentNullException.ThrowIfNull(utf8);
        YamlPlace start = new(name, 1, 1, "");
        if (utf8.Length > YamlLimits.MaxBytes)
        {
            throw start.Refuse($"expected a file of at most {YamlLimits.MaxBytes} bytes, got {utf8.Length}");
        }

        YamlFile file;
        try
        {
            file = new YamlFile(name, StrictUtf8.Encoding.GetString(utf8));
        }
        catch (DecoderFallbackException)
        {
            throw start.Refuse("expected UTF-8, got other bytes");
        }

        try
        {
            return file.Document();
        }
        catch (YamlException exception)
        {
            throw new YamlPlace(name, exception.Start.Line, exception.Start.Column, "").Refuse($"expected YAML: {exception.Message}");
        }
        catch (InvalidOperationException)
        {
            // What the parser's states have no word for: brackets that the file ends in, or a list that ends in another's indentation.
            YamlPlace last = file.parser.Current is { } current ? file.At(current, start) : start;
            throw last.Refuse("expected YAML, got something that does not go on after this");
        }
    }

    private YamlNode Document()
    {
        parser.Consume<StreamStart>();
        if (parser.Accept<StreamEnd>(out StreamEnd? empty))
        {
            throw At(empty, default).Refuse("expected a mapping, got nothing");
        }

        parser.Consume<DocumentStart>();
        YamlNode root = Node(new YamlPlace(name, 1, 1, ""), depth: 0);
        parser.Consume<DocumentEnd>();
        return parser.Accept<StreamEnd>(out _)
            ? root
            : throw At(parser.Current!, default).Refuse("expected one document, got another");
    }

    private YamlNode Node(YamlPlace place, int depth)
    {
        ParsingEvent current = parser.Consume<ParsingEvent>();
        YamlPlace here = At(current, place);
        if (++nodes > YamlLimits.MaxNodes)
        {
            throw here.Refuse($"expected at most {YamlLimits.MaxNodes} values, got more");
        }

        if (depth >= YamlLimits.MaxDepth && current is (SequenceStart or MappingStart))
        {
            throw here.Refuse($"expected at most {YamlLimits.MaxDepth} levels, got more");
        }

        if (current is AnchorAlias || current is NodeEvent { Anchor.IsEmpty: false } or NodeEvent { Tag.IsEmpty: false })
        {
            throw here.Refuse("expected a value, got an anchor, an alias or a tag");
        }

        return current switch
        {
            Scalar scalar => new YamlText(here, scalar.Value),
            SequenceStart => List(here, depth),
            MappingStart => Map(here, depth),
            _ => throw here.Refuse($"expected a value, got {current.GetType().Name}"),
        };
    }

    private YamlList List(YamlPlace place, int depth)
    {
        ImmutableArray<YamlNode>.Builder entries = ImmutableArray.CreateBuilder<YamlNode>();
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            entries.Add(Node(place.Entry(entries.Count), depth + 1));
        }

        return new YamlList(place, entries.ToImmutable());
    }

    private YamlMap Map(YamlPlace place, int depth)
    {
        Dictionary<string, YamlMember> members = new(StringComparer.Ordinal);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            YamlNode key = Node(place, depth + 1);
            string member = key is YamlText { Value.Length: > 0 and <= YamlLimits.MaxKeyLength } text
                ? text.Value
                : throw key.Refuse($"a name of 1 to {YamlLimits.MaxKeyLength} characters");
            if (members.TryGetValue(member, out YamlMember? first))
            {
                throw key.Place.Refuse($"expected each name once, got '{member}' again, which stands in line {first.Key.Line}");
            }

            members.Add(member, new YamlMember(key.Place, Node(place.Member(member), depth + 1)));
        }

        return new YamlMap(place, members);
    }

    private YamlPlace At(ParsingEvent parsed, YamlPlace place) =>
        new(name, parsed.Start.Line, parsed.Start.Column, place.Path ?? "");
}
