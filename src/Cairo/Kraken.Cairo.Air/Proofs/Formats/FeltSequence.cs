using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Text;
using System.Text.Json;
using Kraken.Fields;

namespace Kraken.Cairo.Air.Proofs.Formats;

/// <summary>
/// A JSON array of hexadecimal felts, read from front to back. Nearly all are small, so only large ones are kept as field elements.
/// </summary>
internal sealed class FeltSequence
{
    // A felt of the most digits, and a little of what is longer.
    private const int MaxShown = 70;

    private readonly List<ulong> small = [];
    private readonly List<(int Place, Felt Value)> large = [];
    private int position;
    private int nextLarge;

    /// <summary>Reads the array.</summary>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    /// <exception cref="ProofFormatException">The text is not an array of hexadecimal strings.</exception>
    internal FeltSequence(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = new(json);
        reader.Read();
        Expect(reader.TokenType == JsonTokenType.StartArray, "an array", reader.ValueSpan);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            Expect(reader.TokenType == JsonTokenType.String, "a string", reader.ValueSpan);
            Add(reader.ValueSpan);
        }

        bool hasMore = reader.Read();
        Expect(!hasMore, "the end after the array", reader.ValueSpan);
    }

    /// <summary>True once all felts are read.</summary>
    internal bool AtEnd => position == small.Count;

    /// <summary>How many felts are still to be read.</summary>
    internal int Left => small.Count - position;

    /// <summary>The name that errors give to the part being read.</summary>
    internal string Where { get; set; } = "proof";

    /// <summary>True if the next felt exists and is below 2^32.</summary>
    internal bool NextIsWord => !AtEnd && small[position] <= uint.MaxValue && !IsLarge(position, out _);

    /// <summary>The next felt.</summary>
    internal Felt Felt()
    {
        int place = Advance();
        return IsLarge(place, out Felt value) ? value : small[place];
    }

    /// <summary>The next felt as an integer at most max.</summary>
    internal ulong Integer(ulong max)
    {
        int place = Advance();
        bool isLarge = IsLarge(place, out Felt large);
        return small[place] <= max && !isLarge
            ? small[place]
            : throw new ProofFormatException(
                Where, $"an integer from 0 to {max} at felt {place}", isLarge ? $"{large}" : $"{small[place]}");
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

    /// <summary>A length, at most what is left and a limit, followed by that many elements.</summary>
    /// <param name="felts">The felts that each element takes at least.</param>
    /// <param name="element">Reads an element.</param>
    /// <param name="max">The most elements.</param>
    internal T[] Array<T>(int felts, Func<FeltSequence, T> element, int max = int.MaxValue)
    {
        // A length larger than what is left behind it would only allocate.
        int count = Int();
        int most = Math.Min(max, Left / felts);
        if (count > most)
        {
            throw new ProofFormatException(Where, $"at most {most} elements at felt {position - 1}", $"{count}");
        }

        return Elements(count, element);
    }

    /// <summary>A length that must be the one given, followed by that many elements.</summary>
    internal T[] Exactly<T>(int count, Func<FeltSequence, T> element)
    {
        int stated = Int();
        return stated == count ? Elements(count, element)
            : throw new ProofFormatException(Where, $"{count} elements at felt {position - 1}", $"{stated}");
    }

    private void Expect(bool condition, string what, ReadOnlySpan<byte> got)
    {
        if (!condition)
        {
            string shown = Encoding.ASCII.GetString(got[..Math.Min(got.Length, MaxShown)]);
            throw new ProofFormatException(
                "felt array", $"{what} at felt {small.Count}", got.Length <= MaxShown ? $"'{shown}'" : $"'{shown} ...'");
        }
    }

    private T[] Elements<T>(int count, Func<FeltSequence, T> element)
    {
        T[] values = count == 0 ? [] : new T[count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = element(this);
        }

        return values;
    }

    /// <summary>Whether the felt at a place needs more than 64 bits. Places are asked for in ascending order.</summary>
    private bool IsLarge(int place, out Felt value)
    {
        while (nextLarge < large.Count && large[nextLarge].Place < place)
        {
            nextLarge++;
        }

        bool found = nextLarge < large.Count && large[nextLarge].Place == place;
        value = found ? large[nextLarge].Value : default;
        return found;
    }

    private int Advance() => AtEnd ? throw new ProofFormatException(Where, "another felt", "the end") : position++;

    private void Add(ReadOnlySpan<byte> text)
    {
        Expect(text.Length > 2 && text[0] == '0' && text[1] == 'x', "a hexadecimal felt", text);
        ReadOnlySpan<byte> digits = text[2..];
        Expect(digits.Length <= ProofLimits.MaxFeltDigits, "at most 64 digits", text);
        Span<byte> bytes = stackalloc byte[Fields.Felt.ByteCount];
        bytes.Clear();
        for (int i = 0; i < digits.Length; i++)
        {
            int nibble = HexDigit(digits[^(i + 1)]);
            Expect(nibble >= 0, "hexadecimal digits", text);
            bytes[^((i / 2) + 1)] |= (byte)(nibble << (4 * (i % 2)));
        }

        if (bytes[..^sizeof(ulong)].ContainsAnyExcept((byte)0))
        {
            Expect(Fields.Felt.TryFromBytesBigEndian(bytes, out Felt felt), "an element below the Stark prime", text);
            large.Add((small.Count, felt));
        }

        small.Add(BinaryPrimitives.ReadUInt64BigEndian(bytes[^sizeof(ulong)..]));
    }

    private static int HexDigit(byte digit) => digit switch
    {
        >= (byte)'0' and <= (byte)'9' => digit - '0',
        >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => digit - 'A' + 10,
        _ => -1,
    };
}
