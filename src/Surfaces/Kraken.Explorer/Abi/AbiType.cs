using System;
using System.Collections.Generic;
using System.Text;
using Kraken.Serialization;

namespace Kraken.Explorer.Abi;

/// <summary>A type name of an ABI, taken apart: base name and generic arguments. Tuples have the base name "()".</summary>
internal sealed record AbiType(string Name, IReadOnlyList<AbiType> Arguments)
{
    private const int MaxDepth = 16;
    private const int MaxText = 200;

    // A type takes a node for every name within.
    private const int MaxTypeLength = 4096;

    /// <summary>Parses a type; null when the text is none, or too long for one.</summary>
    public static AbiType? Parse(string text) => text.Length <= MaxTypeLength ? Parse(text.AsSpan().Trim(), 0) : null;

    /// <summary>The last part of the path: "u256" of "core::integer::u256".</summary>
    public string ShortName => Name[(Name.LastIndexOf(':') + 1)..];

    /// <summary>The type in short names, such as "Array&lt;u256&gt;".</summary>
    public override string ToString() => ForeignText.Of(Text(new StringBuilder()).ToString(), MaxText);

    private StringBuilder Text(StringBuilder text)
    {
        text.Append(Name == "()" ? "" : ForeignText.Name(ShortName)).Append(Name == "()" ? "(" : Arguments.Count == 0 ? "" : "<");
        for (int i = 0; i < Arguments.Count && text.Length <= MaxText; i++)
        {
            Arguments[i].Text(text.Append(i == 0 ? "" : ", "));
        }

        return text.Append(Name == "()" ? ")" : Arguments.Count == 0 ? "" : ">");
    }

    private static AbiType? Parse(ReadOnlySpan<char> text, int depth)
    {
        if (text.IsEmpty || depth > MaxDepth)
        {
            return null;
        }

        if (text[0] == '(' && text[^1] == ')')
        {
            return ParseList(text[1..^1], depth) is { } members ? new AbiType("()", members) : null;
        }

        if (text[0] == '@')
        {
            return Parse(text[1..].Trim(), depth + 1);
        }

        int open = text.IndexOf("::<");
        if (open < 0 || text[^1] != '>')
        {
            return new AbiType(text.ToString(), []);
        }

        return ParseList(text[(open + 3)..^1], depth) is { } arguments ? new AbiType(text[..open].ToString(), arguments) : null;
    }

    private static List<AbiType>? ParseList(ReadOnlySpan<char> text, int depth)
    {
        List<AbiType> arguments = [];
        int level = 0;
        int start = 0;
        for (int i = 0; i <= text.Length; i++)
        {
            if (i < text.Length)
            {
                level += text[i] is '<' or '(' ? 1 : text[i] is '>' or ')' ? -1 : 0;
            }

            if (i == text.Length || (text[i] == ',' && level == 0))
            {
                ReadOnlySpan<char> part = text[start..i].Trim();
                start = i + 1;
                if (part.IsEmpty)
                {
                    continue;
                }

                if (Parse(part, depth + 1) is not { } argument)
                {
                    return null;
                }

                arguments.Add(argument);
            }
        }

        return arguments;
    }
}
