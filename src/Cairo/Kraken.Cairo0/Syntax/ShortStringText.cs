using System;
using System.Globalization;
using System.Numerics;

namespace Kraken.Cairo0.Syntax;

/// <summary>The number that a short string stands for.</summary>
internal static class ShortStringText
{
    /// <summary>Big-endian; <c>\x</c> and two hex digits are one byte, every other backslash stands for itself.</summary>
    public static BigInteger Value(ReadOnlySpan<char> text)
    {
        var value = BigInteger.Zero;
        for (var i = 0; i < text.Length; i++)
        {
            var isEscape = i + 3 < text.Length && text[i] == '\\' && text[i + 1] == 'x'
                && char.IsAsciiHexDigit(text[i + 2]) && char.IsAsciiHexDigit(text[i + 3]);
            var next = isEscape ? byte.Parse(text.Slice(i + 2, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) : (byte)text[i];
            value = (value << 8) + next;
            i += isEscape ? 3 : 0;
        }

        return value;
    }
}
