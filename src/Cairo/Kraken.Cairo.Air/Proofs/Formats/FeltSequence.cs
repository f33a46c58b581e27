using System;
using System.Collections.Generic;
using System.Text.Json;
using Kraken.Fields;

namespace Kraken.Cairo.Air.Proofs.Formats;

/// <summary>A JSON array of hexadecimal felts, read from front to back. Nearly all are small, so only large ones are kept as field elements.</summary>
internal sealed class FeltSequence
{
    private readonly List<ulong> _small = [];
    private readonly Dictionary<int, Felt> _large = [];
    private int _position;

    /// <summary>Reads the array.</summary>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    /// <exception cref="ProofFormatException">The text is not an array of hexadecimal strings.</exception>
    internal FeltSequence(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = new(json);
        reader.Read();
        Expect(reader.TokenType == JsonTokenType.StartArray, "an array");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            Expect(reader.TokenType == JsonTokenType.String, "a string");
            Add(reader.ValueSpan);
        }

        Expect(!reader.Read(), "the end after the array");
    }

    /// <summary>True once all felts are read.</summary>
    internal bool AtEnd => _position == _small.Count;

    /// <summary>How many felts are left.</summary>
    internal int Left => _small.Count - _position;

    /// <summary>The name that errors give to the part being read.</summary>
    internal string Where { get; set; } = "proof";

    /// <summary>True if the next felt exists and is below 2^32.</summary>
    internal bool NextIsWord => !AtEnd && _small[_position] <= uint.MaxValue && !_large.ContainsKey(_position);

    /// <summary>The next felt.</summary>
    internal Felt Felt()
    {
        int place = Advance();
        return _large.TryGetValue(place, out Felt value) ? value : _small[place];
    }

    /// <summary>The next felt as an integer at most max.</summary>
    internal ulong Integer(ulong max)
    {
        int place = Advance();
        return _small[place] <= max && !_large.ContainsKey(place)
            ? _small[place]
            : throw new ProofFormatException(Where, $"an integer from 0 to {max} at felt {place}", _large.TryGetValue(place, out Felt value) ? $"{value}" : $"{_small[place]}");
    }

    /// <summary>The next felt as a 32-bit word.</summary>
    internal uint Word() => (uint)Integer(uint.MaxValue);

    /// <summary>The next felt as a non-negative int.</summary>
    internal int Int(int max = int.MaxValue) => (int)Integer((ulong)max);

    /// <summary>The next felt as a canonical base field element.</summary>
    internal M31 Base() => M31.FromCanonical((uint)Integer(M31.Modulus - 1));

    /// <summary>The next four felts as a secure field element.</summary>
    internal QM31 Secure()
    {
        M31 a = Base();
        M31 b = Base();
        M31 c = Base();
        return new(a, b, c, Base());
    }

    /// <summary>A length followed by that many elements, each of at least one felt.</summary>
    internal T[] Array<T>(Func<FeltSequence, T> element)
    {
        // A length larger than what is left would only allocate.
        T[] values = new T[Int(Left)];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = element(this);
        }

        return values;
    }

    private static void Expect(bool condition, string what)
    {
        if (!condition)
        {
            throw new ProofFormatException("felt array", what, "something else");
        }
    }

    private int Advance() => AtEnd ? throw new ProofFormatException(Where, "another felt", "the end") : _position++;

    private void Add(ReadOnlySpan<byte> text)
    {
        Expect(text.Length > 2 && text[0] == '0' && text[1] == 'x', "a hexadecimal felt");
        ReadOnlySpan<byte> digits = text[2..];
        ulong value = 0;
        foreach (byte digit in digits.Length <= 16 ? digits : [])
        {
            int nibble = HexDigit(digit);
            Expect(nibble >= 0, "hexadecimal digits");
            value = (value << 4) | (uint)nibble;
        }

        if (digits.Length > 16)
        {
            Expect(Fields.Felt.TryParse(System.Text.Encoding.ASCII.GetString(text), out Felt felt), "a felt");
            if (!felt.TryToUInt64(out value))
            {
                _large.Add(_small.Count, felt);
            }
        }

        _small.Add(value);
    }

    private static int HexDigit(byte digit) => digit switch
    {
        >= (byte)'0' and <= (byte)'9' => digit - '0',
        >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => digit - 'A' + 10,
        _ => -1,
    };
}
