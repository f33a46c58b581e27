using System;
using System.Text;
using System.Text.Json;
using Kraken.Cairo.Air.Proofs;
using Kraken.Fields;

namespace Kraken.Cairo.Prover.Input;

/// <summary>The values that prover inputs are made of, read from a stream of tokens that may be any.</summary>
internal static class InputJson
{
    /// <summary>The bound of addresses and registers.</summary>
    public const uint MaxAddress = 1u << 29;

    private const int MaxShownBytes = 64;

    // Of the Stark prime 2^251 + 17 2^192 + 1, whose other limbs are 0, 0 and 1.
    private static readonly ulong TopLimb = (ulong)(Felt.Modulus >> 192);

    private static readonly MemberNames Registers = MemberNames.Exactly("pc", "ap", "fp");

    /// <summary>Reads the value of a member, on which the reader stands.</summary>
    public delegate void MemberReader(ref Utf8JsonReader reader, string name);

    /// <summary>Reads an item, on which the reader stands.</summary>
    public delegate void ItemReader(ref Utf8JsonReader reader);

    /// <summary>Reads an object: every required member, none twice, others as the names say.</summary>
    /// <exception cref="MemberException">It is none.</exception>
    public static void Members(ref Utf8JsonReader reader, MemberNames names, MemberReader read)
    {
        Expect(reader.TokenType == JsonTokenType.StartObject, "an object");
        ulong seen = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            int place = names.Find(ref reader);
            string name = place < 0 ? Start(ref reader, MaxShownBytes) : names[place];
            reader.Read();
            if (place < 0 && names.Refusal is null)
            {
                reader.Skip();
                continue;
            }

            try
            {
                Expect(place >= 0, names.Refusal!);
                Expect(((seen >> place) & 1) == 0, "the member once");
                seen |= 1UL << place;
                read(ref reader, name);
            }
            catch (MemberException error)
            {
                throw error.Within(name);
            }
        }

        string? missing = names.Missing(seen);
        Expect(missing is null, $"a member {missing}");
    }

    /// <summary>Reads an array of at most so many items.</summary>
    /// <exception cref="MemberException">It is none.</exception>
    public static void Items(ref Utf8JsonReader reader, int most, ItemReader item)
    {
        Expect(reader.TokenType == JsonTokenType.StartArray, "an array");
        int index = 0;
        try
        {
            for (; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
            {
                Expect(index < most, $"at most {most} items");
                item(ref reader);
            }
        }
        catch (MemberException error)
        {
            throw error.Within($"[{index}]");
        }
    }

    /// <summary>Refuses what does not hold.</summary>
    public static void Expect(bool holds, string expected)
    {
        if (!holds)
        {
            throw new MemberException(expected);
        }
    }

    /// <summary>The token that a reader stands on, shortened.</summary>
    public static string Token(ref Utf8JsonReader reader) => Start(ref reader, 32);

    /// <summary>A number below a bound.</summary>
    public static uint Word(ref Utf8JsonReader reader, uint bound)
    {
        uint value = 0;
        Expect(reader.TokenType == JsonTokenType.Number && reader.TryGetUInt32(out value) && value < bound, $"an integer below {bound}");
        return value;
    }

    /// <summary>Three registers.</summary>
    public static PublicState State(ref Utf8JsonReader reader)
    {
        uint pc = 0, ap = 0, fp = 0;
        Members(ref reader, Registers, (ref Utf8JsonReader r, string name) =>
        {
            uint value = Word(ref r, MaxAddress);
            (pc, ap, fp) = name switch
            {
                "pc" => (value, ap, fp),
                "ap" => (pc, value, fp),
                _ => (pc, ap, value),
            };
        });
        return new(pc, ap, fp);
    }

    /// <summary>A value below 2^72.</summary>
    public static UInt128 Small(ref Utf8JsonReader reader)
    {
        UInt128 value = 0;
        Expect(
            reader.TokenType == JsonTokenType.Number
                && !reader.HasValueSequence && UInt128.TryParse(reader.ValueSpan, null, out value) && value >> 72 == 0,
            "an integer below 2^72");
        return value;
    }

    /// <summary>An element as eight words of 32 bits, the lowest first.</summary>
    public static Felt Big(ref Utf8JsonReader reader)
    {
        ulong[] limbs = new ulong[4];
        int count = 0;
        Items(ref reader, int.MaxValue, (ref Utf8JsonReader r) =>
        {
            uint word = FullWord(ref r);
            Expect(count < 8, "eight words");
            limbs[count / 2] |= (ulong)word << (32 * (count & 1));
            count++;
        });
        Expect(count == 8, "eight words");
        Expect(
            limbs[3] < TopLimb || (limbs[3] == TopLimb && (limbs[0] | limbs[1] | limbs[2]) == 0),
            "a value below the Stark prime");
        return Felt.FromCanonicalLimbs(limbs[0], limbs[1], limbs[2], limbs[3]);
    }

    private static uint FullWord(ref Utf8JsonReader reader)
    {
        uint value = 0;
        Expect(reader.TokenType == JsonTokenType.Number && reader.TryGetUInt32(out value), "a 32-bit integer");
        return value;
    }

    private static string Start(ref Utf8JsonReader reader, int bytes) =>
        reader.HasValueSequence
            ? reader.TokenType.ToString()
            : Encoding.UTF8.GetString(reader.ValueSpan[..Math.Min(bytes, reader.ValueSpan.Length)]);
}
