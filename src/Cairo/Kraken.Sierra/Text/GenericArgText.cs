using System;
using System.Collections.Generic;
using System.Globalization;
using System.Numerics;

namespace Kraken.Sierra.Text;

/// <summary>
/// Resolves a written long id such as <c>Struct&lt;ut@core::integer::u256, u128, u128&gt;</c> against the declared names.
/// </summary>
internal sealed class GenericArgText(Dictionary<string, int> types, Dictionary<string, int> libfuncs, Dictionary<string, int> functions)
{
    // Numbers of a program stay below the prime, which has 76 digits; reading many more takes long.
    private const int MaximumDigits = 1000;

    public T Resolve<T>(string longId, Func<string, GenericArg[], T> build)
    {
        int open = longId.IndexOf('<', StringComparison.Ordinal);
        if (open < 0)
        {
            return build(longId, []);
        }

        if (open == 0 || longId[^1] != '>')
        {
            throw new SierraException(SierraErrorKind.MalformedText, "generic arguments", -1, "name<..>", longId);
        }

        List<string> parts = Split(longId[(open + 1)..^1]);
        return build(longId[..open], [.. parts.ConvertAll(ResolveArg)]);
    }

    /// <summary>Splits at the commas outside of all brackets.</summary>
    internal static List<string> Split(string text)
    {
        List<string> parts = [];
        int depth = 0;
        int start = 0;
        for (int i = 0; i < text.Length; i++)
        {
            depth += text[i] switch
            {
                '<' or '(' or '[' or '{' => 1,
                '>' or ')' or ']' or '}' => -1,
                _ => 0,
            };
            if (text[i] == ',' && depth == 0)
            {
                parts.Add(text[start..i].Trim());
                start = i + 1;
            }
        }

        string last = text[start..].Trim();
        if (last.Length > 0)
        {
            parts.Add(last);
        }

        return parts;
    }

    private GenericArg ResolveArg(string text)
    {
        if (text.StartsWith("user@", StringComparison.Ordinal))
        {
            return GenericArg.UserFunc(SierraTextParser.Lookup(functions, text[5..], "function"));
        }

        if (text.StartsWith("ut@", StringComparison.Ordinal))
        {
            return UserType(text[3..]);
        }

        if (text.StartsWith("lib@", StringComparison.Ordinal))
        {
            return GenericArg.Libfunc(SierraTextParser.Lookup(libfuncs, text[4..], "libfunc"));
        }

        if (TryNumber(text, NumberStyles.AllowLeadingSign, out BigInteger value))
        {
            return GenericArg.Integer(value);
        }

        return GenericArg.Type(SierraTextParser.Lookup(types, text, "type"));
    }

    private static GenericArg UserType(string name)
    {
        bool numeric = name.Length > 2 && name[0] == '[' && name[^1] == ']';
        return numeric
            && TryNumber(name.AsSpan(1, name.Length - 2), NumberStyles.None, out BigInteger id)
            ? GenericArg.UserType(id)
            : GenericArg.UserType(UserTypeNames.Identity(name), name);
    }

    private static bool TryNumber(ReadOnlySpan<char> text, NumberStyles styles, out BigInteger value)
    {
        value = default;
        return text.Length <= MaximumDigits && BigInteger.TryParse(text, styles, CultureInfo.InvariantCulture, out value);
    }
}
