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
    private const int MaxShownName = 60;
    private const ulong TopLimb = 0x0800_0000_0000_0011; // of the Stark prime 2^251 + 17 2^192 + 1

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
            Object(ref reader, parts.ReadTop);
            input = parts.Build();
            return null;
        }
        catch (MemberException error)
        {
            return new(error.Path, error.Expected, $"{Token(ref reader)} at byte {reader.TokenStartIndex}");
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

    private static void Object(ref Utf8JsonReader reader, PropertyReader property)
    {
        Expect(reader.TokenType == JsonTokenType.StartObject, "an object");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            reader.Read();
            try
            {
                property(ref reader, name);
            }
            catch (MemberException error)
            {
                throw error.Within(name);
            }
        }
    }

    private static void Array(ref Utf8JsonReader reader, ItemReader item)
    {
        Expect(reader.TokenType == JsonTokenType.StartArray, "an array");
        int index = 0;
        try
        {
            for (; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
            {
                item(ref reader);
            }
        }
        catch (MemberException error)
        {
            throw error.Within($"[{index}]");
        }
    }

    private static void Expect(bool holds, string expected)
    {
        if (!holds)
        {
            throw new MemberException(expected);
        }
    }

    private static uint Word(ref Utf8JsonReader reader, uint bound)
    {
        uint value = 0;
        Expect(reader.TokenType == JsonTokenType.Number && reader.TryGetUInt32(out value) && value < bound, $"an integer below {bound}");
        return value;
    }

    private static uint FullWord(ref Utf8JsonReader reader)
    {
        uint value = 0;
        Expect(reader.TokenType == JsonTokenType.Number && reader.TryGetUInt32(out value), "a 32-bit integer");
        return value;
    }

    private static PublicState State(ref Utf8JsonReader reader)
    {
        uint pc = 0, ap = 0, fp = 0;
        Object(ref reader, (ref Utf8JsonReader r, string name) =>
        {
            uint value = Word(ref r, MaxAddress);
            (pc, ap, fp) = name switch
            {
                "pc" => (value, ap, fp),
                "ap" => (pc, value, fp),
                "fp" => (pc, ap, value),
                _ => throw new MemberException("one of pc, ap, fp as the name"),
            };
        });
        return new(pc, ap, fp);
    }

    /// <summary>Why a member was refused, with its path from the root, which grows on the way there.</summary>
    private sealed class MemberException(string expected) : Exception
    {
        private string? path;

        public string Expected => expected;

        public string Path => path ?? "input";

        public MemberException Within(string name)
        {
            string shown = name.Length <= MaxShownName ? name : $"{name[..MaxShownName]}...";
            path = path is null || path.StartsWith('[') ? $"{shown}{path}" : $"{shown}.{path}";
            return this;
        }
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
        private readonly List<bool> present = [];
        private PublicState? initial;
        private PublicState? final;

        public ProverInput Build()
        {
            Require(initial is not null && final is not null, "state_transitions", "initial_state and final_state");
            Require(ids.Count > 1, "memory.address_to_id", "at least one cell");
            return new()
            {
                InitialState = initial!.Value,
                FinalState = final!.Value,
                StatesByOpcode = states,
                Memory = new([.. ids], [.. small], [.. big]),
                PublicAddresses = publicAddresses,
                Segments = segments,
                PresentSegments = [.. present],
            };
        }

        private static void Require(bool holds, string path, string expected)
        {
            if (!holds)
            {
                throw new MemberException(expected).Within(path);
            }
        }

        public void ReadTop(ref Utf8JsonReader reader, string name)
        {
            switch (name)
            {
                case "state_transitions":
                    Object(ref reader, ReadTransitions);
                    break;
                case "memory":
                    Object(ref reader, ReadMemory);
                    break;
                case "public_memory_addresses":
                    Array(ref reader, (ref Utf8JsonReader r) => publicAddresses.Add(Word(ref r, MaxAddress)));
                    break;
                case "builtin_segments":
                    Object(ref reader, ReadSegment);
                    break;
                case "public_segment_context":
                    Object(ref reader, ReadContext);
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
                Expect(name == "casm_states_by_opcode", "one of initial_state, final_state, casm_states_by_opcode as the name");
                Object(ref reader, ReadStates);
            }
        }

        private void ReadStates(ref Utf8JsonReader reader, string opcode)
        {
            Expect(OpcodeNames.All.Contains(opcode), "the name of an opcode");
            CasmStates states = new();
            Array(ref reader, (ref Utf8JsonReader item) =>
            {
                PublicState state = State(ref item);
                states.Add(state.Pc, state.Ap, state.Fp);
            });
            Expect(this.states.TryAdd(opcode, states), "each opcode once");
        }

        private void ReadContext(ref Utf8JsonReader reader, string name)
        {
            if (name != "present")
            {
                reader.Skip();
                return;
            }

            Array(ref reader, (ref Utf8JsonReader r) =>
            {
                Expect(
                    r.TokenType is JsonTokenType.True or JsonTokenType.False && present.Count < PublicSegments.Count,
                    $"{PublicSegments.Count} booleans");
                present.Add(r.TokenType == JsonTokenType.True);
            });
            Expect(present.Count == PublicSegments.Count, $"{PublicSegments.Count} booleans");
        }

        private void ReadMemory(ref Utf8JsonReader reader, string name)
        {
            switch (name)
            {
                case "address_to_id":
                    Array(ref reader, (ref Utf8JsonReader r) => ids.Add(Word(ref r, 1u << 31)));
                    break;
                case "small_values":
                    Array(ref reader, (ref Utf8JsonReader r) => small.Add(Small(ref r)));
                    break;
                case "f252_values":
                    Array(ref reader, (ref Utf8JsonReader r) => big.Add(Big(ref r)));
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

            Expect(ProverInputWriter.SegmentOf(name) is not null, "the name of a builtin");
            BuiltinSegment segment = ProverInputWriter.SegmentOf(name)!.Value;
            uint begin = 0, stop = 0;
            Object(ref reader, (ref Utf8JsonReader r, string property) =>
            {
                uint value = Word(ref r, MaxAddress);
                (begin, stop) = property switch
                {
                    "begin_addr" => (value, stop),
                    "stop_ptr" => (begin, value),
                    _ => throw new MemberException("one of begin_addr, stop_ptr as the name"),
                };
            });
            segments[segment] = (begin, stop);
        }

        private static UInt128 Small(ref Utf8JsonReader reader)
        {
            UInt128 value = 0;
            Expect(
                reader.TokenType == JsonTokenType.Number
                    && !reader.HasValueSequence && UInt128.TryParse(reader.ValueSpan, null, out value) && value >> 72 == 0,
                "an integer below 2^72");
            return value;
        }

        private static Felt Big(ref Utf8JsonReader reader)
        {
            ulong[] limbs = new ulong[4];
            int count = 0;
            Array(ref reader, (ref Utf8JsonReader r) =>
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
    }
}
