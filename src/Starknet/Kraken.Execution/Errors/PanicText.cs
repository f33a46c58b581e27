using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Kraken.Fields;

namespace Kraken.Execution.Errors;

/// <summary>
/// The text of panic data, as it enters revert reasons and with them block hashes: hex with the short string
/// beside it, byte arrays in quotes.
/// </summary>
public static class PanicText
{

    // The first felt of a serialised byte array in panic data.
    private static readonly Felt ByteArrayMagic = Felt.Parse("0x46a6158a16a947e5916b2a2ca68501a45e93d7110e81aa2d6438b1c57c879a3");

    /// <summary>One item as it is; none or several as a tuple in parentheses.</summary>
    /// <param name="data">The panic data.</param>
    /// <param name="enough">The characters after which further items are left out, for who cuts the text there anyway.</param>
    public static string Format(ReadOnlySpan<Felt> data, int enough = int.MaxValue)
    {
        List<string> items = [];
        long length = 0;
        while (data.Length > 0 && length <= enough)
        {
            items.Add(TakeItem(ref data));
            length += items[^1].Length;
        }

        return items.Count == 1 && data.IsEmpty ? items[0] : $"({string.Join(", ", items)})";
    }

    private static string TakeItem(ref ReadOnlySpan<Felt> data)
    {
        Felt first = data[0];
        data = data[1..];
        if (first == ByteArrayMagic && TryTakeByteArray(ref data, out string? text))
        {
            return $"\"{text}\"";
        }

        string hex = first.ToString();
        return ShortString(first) is { } shortString ? $"{hex} ('{shortString}')" : hex;
    }

    private static bool TryTakeByteArray(ref ReadOnlySpan<Felt> data, [NotNullWhen(true)] out string? text)
    {
        text = null;
        if (data.Length == 0 || !data[0].TryToUInt64(out ulong words) || words > (ulong)data.Length || (int)words + 3 > data.Length)
        {
            return false;
        }

        StringBuilder result = new();
        ReadOnlySpan<Felt> rest = data[1..];
        for (int i = 0; i < (int)words; i++)
        {
            if (!AppendWord(result, rest[i], Felt.ShortStringLength))
            {
                return false;
            }
        }

        if (!rest[(int)words + 1].TryToUInt64(out ulong pendingLength) || !AppendWord(result, rest[(int)words], pendingLength))
        {
            return false;
        }

        data = rest[((int)words + 2)..];
        text = result.ToString();
        return true;
    }

    private static bool AppendWord(StringBuilder result, Felt word, ulong length)
    {
        if (length == 0)
        {
            return word.IsZero;
        }

        byte[] bytes = Bytes(word);
        if (length > Felt.ShortStringLength || (ulong)bytes.Length > length)
        {
            return false;
        }

        result.Insert(result.Length, "\\0", (int)length - bytes.Length);
        foreach (byte value in bytes)
        {
            result.Append(value switch
            {
                0 => "\\0",
                _ when IsPrintable(value) => ((char)value).ToString(),
                _ => FormattableString.Invariant($"\\x{value:x2}"),
            });
        }

        return true;
    }

    // A zero byte ends the string: behind it only zeros may follow.
    private static string? ShortString(Felt value)
    {
        StringBuilder result = new();
        bool ended = false;
        foreach (byte item in Bytes(value))
        {
            if (item == 0)
            {
                ended = true;
            }
            else if (ended || !IsPrintable(item))
            {
                return null;
            }
            else
            {
                result.Append((char)item);
            }
        }

        return result.ToString();
    }

    private static byte[] Bytes(Felt value) => value.ToBigInteger().ToByteArray(isUnsigned: true, isBigEndian: true);

    private static bool IsPrintable(byte value) => value is (> 0x20 and < 0x7f) or 0x20 or 0x09 or 0x0a or 0x0c or 0x0d;
}
