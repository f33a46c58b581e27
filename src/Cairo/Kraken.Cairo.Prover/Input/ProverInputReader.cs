using System;
using System.Collections.Generic;
using System.Text;
using System.Text.Json;
using Kraken.Cairo.Air.Proofs;
using Kraken.Fields;

namespace Kraken.Cairo.Prover.Input;

/// <summary>Reads the JSON form of a prover input (stwo-cairo, adapter).</summary>
public static class ProverInputReader
{
    private const uint MaxAddress = 1u << 29;
    private const ulong TopLimb = 0x0800_0000_0000_0011; // of the Stark prime 2^251 + 17 2^192 + 1

    private static readonly Dictionary<string, BuiltinSegment> SegmentNames = new(StringComparer.Ordinal)
    {
        ["output"] = BuiltinSegment.Output,
        ["pedersen_builtin"] = BuiltinSegment.Pedersen,
        ["range_check_builtin"] = BuiltinSegment.RangeCheck128,
        ["bitwise_builtin"] = BuiltinSegment.Bitwise,
        ["ec_op_builtin"] = BuiltinSegment.EcOp,
        ["poseidon_builtin"] = BuiltinSegment.Poseidon,
        ["range_check96_builtin"] = BuiltinSegment.RangeCheck96,
        ["add_mod_builtin"] = BuiltinSegment.AddMod,
        ["mul_mod_builtin"] = BuiltinSegment.MulMod,
    };

    /// <summary>Decodes a file's bytes.</summary>
    /// <param name="json">UTF-8 JSON.</param>
    /// <param name="input">The input, null on error.</param>
    /// <returns>Null, or why the bytes were refused.</returns>
    public static ProverInputError? TryRead(ReadOnlySpan<byte> json, out ProverInput? input)
    {
        input = null;
        Parts parts = new();
        Utf8JsonReader reader = new(json, new JsonReaderOptions { MaxDepth = 16 });
        try
        {
            reader.Read();
            Object(ref reader, "input", parts.ReadTop);
            input = parts.Build();
            return null;
        }
        catch (FormatException error)
        {
            return new($"byte {reader.TokenStartIndex}", error.Message, Token(ref reader));
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a property name that is not UTF-8.
            return new($"byte {reader.TokenStartIndex}", "JSON", error.Message);
        }
    }

    private delegate void PropertyReader(ref Utf8JsonReader reader, string name);

    private delegate void ItemReader(ref Utf8JsonReader reader);

    private static string Token(ref Utf8JsonReader reader) =>
        reader.HasValueSequence
            ? reader.TokenType.ToString()
            : Encoding.UTF8.GetString(reader.ValueSpan[..Math.Min(32, reader.ValueSpan.Length)]);

    private static void Object(ref Utf8JsonReader reader, string what, PropertyReader property)
    {
        Expect(reader.TokenType == JsonTokenType.StartObject, what, "an object");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            reader.Read();
            property(ref reader, name);
        }
    }

    private static void Array(ref Utf8JsonReader reader, string what, ItemReader item)
    {
        Expect(reader.TokenType == JsonTokenType.StartArray, what, "an array");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            item(ref reader);
        }
    }

    private static void Expect(bool holds, string what, string expected)
    {
        if (!holds)
        {
            throw new FormatException($"{what}: {expected}");
        }
    }

    private static uint Word(ref Utf8JsonReader reader, string what, uint bound)
    {
        uint value = 0;
        Expect(
            reader.TokenType == JsonTokenType.Number && reader.TryGetUInt32(out value) && value < bound, what, $"an integer below {bound}");
        return value;
    }

    private static uint FullWord(ref Utf8JsonReader reader)
    {
        uint value = 0;
        Expect(reader.TokenType == JsonTokenType.Number && reader.TryGetUInt32(out value), "word", "a 32-bit integer");
        return value;
    }

    private static PublicState State(ref Utf8JsonReader reader)
    {
        uint pc = 0, ap = 0, fp = 0;
        Object(ref reader, "state", (ref Utf8JsonReader r, string name) =>
        {
            uint value = Word(ref r, name, MaxAddress);
            (pc, ap, fp) = name switch
            {
                "pc" => (value, ap, fp),
                "ap" => (pc, value, fp),
                _ => (pc, ap, value),
            };
        });
        return new(pc, ap, fp);
    }

    /// <summary>What has been read so far.</summary>
    private sealed class Parts
    {
        private readonly Dictionary<string, CasmStates> states = new(StringComparer.Ordinal);
        private readonly Dictionary<BuiltinSegment, (uint Begin, uint Stop)> segments = [];
        private readonly List<uint> ids = [];
        private readonly List<UInt128> small = [];
        private readonly List<Felt> big = [];
        private readonly List<uint> publicAddresses = [];
        private PublicState? initial;
        private PublicState? final;

        public ProverInput Build()
        {
            Expect(initial is not null && final is not null, "state_transitions", "initial and final state");
            Expect(ids.Count > 1, "address_to_id", "at least one cell");
            return new()
            {
                InitialState = initial!.Value,
                FinalState = final!.Value,
                StatesByOpcode = states,
                Memory = new([.. ids], [.. small], [.. big]),
                PublicAddresses = publicAddresses,
                Segments = segments,
            };
        }

        public void ReadTop(ref Utf8JsonReader reader, string name)
        {
            switch (name)
            {
                case "state_transitions":
                    Object(ref reader, name, ReadTransitions);
                    break;
                case "memory":
                    Object(ref reader, name, ReadMemory);
                    break;
                case "public_memory_addresses":
                    Array(ref reader, name, (ref Utf8JsonReader r) => publicAddresses.Add(Word(ref r, "public address", MaxAddress)));
                    break;
                case "builtin_segments":
                    Object(ref reader, name, ReadSegment);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        private void ReadTransitions(ref Utf8JsonReader reader, string name)
        {
            if (name == "initial_state")
            {
                initial = State(ref reader);
            }
            else if (name == "final_state")
            {
                final = State(ref reader);
            }
            else
            {
                Object(ref reader, name, (ref Utf8JsonReader r, string opcode) =>
                {
                    CasmStates states = new();
                    Array(ref r, opcode, (ref Utf8JsonReader item) =>
                    {
                        PublicState state = State(ref item);
                        states.Add(state.Pc, state.Ap, state.Fp);
                    });
                    this.states[opcode] = states;
                });
            }
        }

        private void ReadMemory(ref Utf8JsonReader reader, string name)
        {
            switch (name)
            {
                case "address_to_id":
                    Array(ref reader, name, (ref Utf8JsonReader r) => ids.Add(Word(ref r, "id", 1u << 31)));
                    break;
                case "small_values":
                    Array(ref reader, name, (ref Utf8JsonReader r) => small.Add(Small(ref r)));
                    break;
                case "f252_values":
                    Array(ref reader, name, (ref Utf8JsonReader r) => big.Add(Big(ref r)));
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        private void ReadSegment(ref Utf8JsonReader reader, string name)
        {
            if (reader.TokenType == JsonTokenType.Null)
            {
                return;
            }

            Expect(SegmentNames.TryGetValue(name, out BuiltinSegment segment), name, "the name of a builtin");
            uint begin = 0, stop = 0;
            Object(ref reader, name, (ref Utf8JsonReader r, string property) =>
            {
                uint value = Word(ref r, property, MaxAddress);
                (begin, stop) = property == "begin_addr" ? (value, stop) : (begin, value);
            });
            segments[segment] = (begin, stop);
        }

        private static UInt128 Small(ref Utf8JsonReader reader)
        {
            UInt128 value = 0;
            Expect(
                reader.TokenType == JsonTokenType.Number
                    && !reader.HasValueSequence && UInt128.TryParse(reader.ValueSpan, null, out value) && value >> 72 == 0,
                "small value",
                "an integer below 2^72");
            return value;
        }

        private static Felt Big(ref Utf8JsonReader reader)
        {
            ulong[] limbs = new ulong[4];
            int count = 0;
            Array(ref reader, "big value", (ref Utf8JsonReader r) =>
            {
                uint word = FullWord(ref r);
                Expect(count < 8, "big value", "eight words");
                limbs[count / 2] |= (ulong)word << (32 * (count & 1));
                count++;
            });
            Expect(count == 8, "big value", "eight words");
            Expect(
                limbs[3] < TopLimb || (limbs[3] == TopLimb && (limbs[0] | limbs[1] | limbs[2]) == 0),
                "big value",
                "a value below the Stark prime");
            return Felt.FromCanonicalLimbs(limbs[0], limbs[1], limbs[2], limbs[3]);
        }
    }
}
