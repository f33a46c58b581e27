using System;
using System.Numerics;
using Kraken.Fields;

namespace Kraken.Fuzz.Mutation;

/// <summary>Values at which decoders change their mind.</summary>
internal static class InterestingValues
{
    private static readonly string[] Texts =
    [
        "null", "true", "false", "{}", "[]", "[[]]", "{\"\":{}}", "\"\"", "\"0x\"",
        "\"0x0\"", "\"-1\"", "\"0\"", "0", "-0", "-1", "1", "0.5", "1e3", "1E400",
        "-1e-400", "255", "256", "65536", "2147483647", "2147483648", "-2147483648", "4294967295", "4294967296", "9223372036854775807",
        "9223372036854775808", "18446744073709551615", "18446744073709551616", "340282366920938463463374607431768211455",
        "340282366920938463463374607431768211456", "\"\\ud800\"", "\"\\udfff\\ud800\"",
        "\"\\u0000\"", "\"\\\"\"", "\"\\u00e9\"", "{\"\\ud800\":1}",
        "[\"\\udc00\"]", "\"../../x\"", "\"NaN\"", "\"Infinity\"", "\" 1\"", "\"1 \"", "\"0X1\"", "\"1_0\"", "\"\u0661\"",
    ];

    /// <summary>An integer of 64 bits: a power of two or near it, small, or any.</summary>
    internal static ulong Integer(Random random) => random.Next(4) switch
    {
        0 => (ulong)random.Next(-2, 3),
        1 => (1UL << random.Next(64)) + (ulong)random.Next(-2, 3),
        2 => (ulong)random.Next(1 << random.Next(1, 20)),
        _ => (ulong)random.NextInt64(),
    };

    /// <summary>An integer of at most 32 bytes that is or nearly is a field element.</summary>
    internal static BigInteger Element(Random random) => random.Next(5) switch
    {
        0 => Integer(random),
        1 => Felt.Modulus + random.Next(-2, 3),
        2 => (BigInteger.One << random.Next(256)) - random.Next(2),
        3 => (BigInteger.One << 256) - 1 - random.Next(3),
        _ => new BigInteger(Bytes(random), isUnsigned: true),
    };

    /// <summary>A field element as text in JSON, hexadecimal or decimal.</summary>
    internal static string ElementText(Random random)
    {
        BigInteger value = Element(random);
        string digits = value.ToString("x", System.Globalization.CultureInfo.InvariantCulture).TrimStart('0');
        return random.Next(8) switch
        {
            0 => $"\"{value}\"",
            1 => $"\"0x{digits.PadLeft(64, '0')}\"",
            2 => $"\"0x{digits.PadLeft(65, '0')}\"",
            3 => $"\"0x{digits.ToUpperInvariant()}\"",
            4 => value.ToString(System.Globalization.CultureInfo.InvariantCulture),
            _ => $"\"0x{(digits.Length == 0 ? "0" : digits)}\"",
        };
    }

    /// <summary>A JSON value.</summary>
    internal static string Json(Random random) => random.Next(8) switch
    {
        0 or 1 => ElementText(random),
        2 => Integer(random).ToString(System.Globalization.CultureInfo.InvariantCulture),
        3 => ((long)Integer(random)).ToString(System.Globalization.CultureInfo.InvariantCulture),
        4 when random.Next(16) == 0 => Deep(random),
        5 when random.Next(16) == 0 => $"\"{new string((char)random.Next('0', 'z'), 1 << random.Next(17)).Replace('\\', 'x')}\"",
        6 when random.Next(16) == 0 => new string('9', 1 << random.Next(13)),
        _ => Texts[random.Next(Texts.Length)],
    };

    private static string Deep(Random random)
    {
        int depth = 1 << random.Next(1, 16);
        return random.Next(2) == 0
            ? new string('[', depth) + new string(']', depth)
            : string.Concat(System.Linq.Enumerable.Repeat("{\"a\":", depth)) + "0" + new string('}', depth);
    }

    private static byte[] Bytes(Random random)
    {
        byte[] bytes = new byte[random.Next(1, 33)];
        random.NextBytes(bytes);
        return bytes;
    }
}
