using System;
using System.Text.Json;
using Kraken.Fields;

namespace Kraken.Serialization.Json;

/// <summary>Felts and integers as "0x..." in JSON, without intermediate strings.</summary>
public static class Hexadecimal
{
    /// <summary>The longest text: "0x" and 64 digits.</summary>
    internal const int MaxLength = MaxDigits + 2;

    private const int MaxDigits = 64;

    /// <summary>Parses "0x", its letter small as in the specification, and 1 to 64 digits of an integer below P, as UTF-8.</summary>
    /// <returns>False when the text is anything else.</returns>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out Felt value)
    {
        if (utf8.Length > 2 && utf8[0] == '0' && utf8[1] == 'x')
        {
            return Felt.TryParseHexadecimal(utf8[2..], out value);
        }

        value = default;
        return false;
    }

    /// <summary>Writes a felt as a JSON string: lower case, no leading zeros.</summary>
    public static void WriteFelt(this Utf8JsonWriter writer, string name, Felt value)
    {
        writer.WritePropertyName(name);
        writer.WriteFeltValue(value);
    }

    /// <summary>Writes a felt as a JSON string value.</summary>
    public static void WriteFeltValue(this Utf8JsonWriter writer, Felt value)
    {
        Span<byte> text = stackalloc byte[MaxLength];
        writer.WriteStringValue(text[..Format(value, text)]);
    }

    /// <summary>Writes an array of felts.</summary>
    public static void WriteFelts(this Utf8JsonWriter writer, string name, ReadOnlySpan<Felt> values)
    {
        writer.WriteStartArray(name);
        foreach (Felt value in values)
        {
            writer.WriteFeltValue(value);
        }

        writer.WriteEndArray();
    }

    /// <summary>Writes the text of a felt, "0x" and at least one digit, and returns its length.</summary>
    /// <param name="value">The felt.</param>
    /// <param name="destination">At least 66 bytes.</param>
    public static int Format(Felt value, Span<byte> destination)
    {
        Span<byte> bytes = stackalloc byte[Felt.ByteCount];
        value.WriteBigEndian(bytes);
        destination[0] = (byte)'0';
        destination[1] = (byte)'x';
        Span<byte> digits = destination.Slice(2, MaxDigits);
        Convert.TryToHexStringLower(bytes, digits, out _);

        // One digit stays.
        int zeros = digits[..^1].IndexOfAnyExcept((byte)'0');
        zeros = zeros < 0 ? MaxDigits - 1 : zeros;
        digits[zeros..].CopyTo(digits);
        return MaxLength - zeros;
    }

    /// <summary>Parses the raw text of a JSON string, with its quotes.</summary>
    internal static bool TryParseQuoted(ReadOnlySpan<byte> quoted, out Felt value)
    {
        value = default;
        return quoted.Length >= 2 && TryParse(quoted[1..^1], out value);
    }
}
