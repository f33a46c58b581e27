using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Kraken.Cairo.Air.Claims;
using Kraken.Cairo.Air.Proofs;
using Kraken.Casm.Builtins;
using Kraken.Fields;

namespace Kraken.Cairo.Prover.Input;

/// <summary>Writes the JSON form of a prover input (stwo-cairo, adapter), which <see cref="ProverInputReader"/> reads.</summary>
public static class ProverInputWriter
{
    private const int FlushAt = 1 << 16;
    private const int LogSmallCapacity = 24;
    private static readonly UInt128 SmallMax = (UInt128.One << 72) - 1;

    // Ecdsa and keccak have no segments.
    private static readonly (string Name, BuiltinName Segment)[] SegmentNames =
    [
        ("add_mod_builtin", BuiltinName.AddMod),
        ("bitwise_builtin", BuiltinName.Bitwise),
        ("output", BuiltinName.Output),
        ("mul_mod_builtin", BuiltinName.MulMod),
        ("pedersen_builtin", BuiltinName.Pedersen),
        ("poseidon_builtin", BuiltinName.Poseidon),
        ("range_check96_builtin", BuiltinName.RangeCheck96),
        ("range_check_builtin", BuiltinName.RangeCheck),
        ("ec_op_builtin", BuiltinName.EcOp),
    ];

    /// <summary>The names of the builtins that may have a segment.</summary>
    internal static IEnumerable<string> Segments => SegmentNames.Select(entry => entry.Name);

    /// <summary>Writes an input.</summary>
    /// <param name="destination">Gets UTF-8 JSON.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(ProverInput input, Stream destination)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(destination);
        using Utf8JsonWriter writer = new(destination);
        writer.WriteStartObject();
        WriteTransitions(writer, input);
        WriteMemory(writer, input.Memory);
        writer.WriteNumber("pc_count", input.StatesByOpcode.Values.SelectMany(states => states.Pc).Distinct().Count());
        WriteNumbers(writer, "public_memory_addresses", input.PublicAddresses);
        WriteSegments(writer, input.Segments);
        writer.WriteStartObject("public_segment_context");
        writer.WriteStartArray("present");
        foreach (bool isPresent in input.PresentSegments.Count == 0 ? Enumerable.Repeat(true, PublicSegments.Count) : input.PresentSegments)
        {
            writer.WriteBooleanValue(isPresent);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>The segment that the JSON calls by a name; null where there is none.</summary>
    internal static BuiltinName? SegmentOf(string name)
    {
        foreach ((string known, BuiltinName segment) in SegmentNames)
        {
            if (known == name)
            {
                return segment;
            }
        }

        return null;
    }

    private static void WriteTransitions(Utf8JsonWriter writer, ProverInput input)
    {
        writer.WriteStartObject("state_transitions");
        WriteState(writer, "initial_state", input.InitialState);
        WriteState(writer, "final_state", input.FinalState);
        writer.WriteStartObject("casm_states_by_opcode");
        foreach (string opcode in OpcodeNames.All)
        {
            writer.WriteStartArray(opcode);
            if (input.StatesByOpcode.TryGetValue(opcode, out CasmStates? states))
            {
                WriteStates(writer, states);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteStates(Utf8JsonWriter writer, CasmStates states)
    {
        for (int i = 0; i < states.Count; i++)
        {
            writer.WriteStartObject();
            WriteRegisters(writer, new(states.Pc[i], states.Ap[i], states.Fp[i]));
            Flush(writer);
        }
    }

    private static void WriteState(Utf8JsonWriter writer, string name, PublicState state)
    {
        writer.WriteStartObject(name);
        WriteRegisters(writer, state);
    }

    private static void WriteRegisters(Utf8JsonWriter writer, PublicState state)
    {
        writer.WriteNumber("pc", state.Pc);
        writer.WriteNumber("ap", state.Ap);
        writer.WriteNumber("fp", state.Fp);
        writer.WriteEndObject();
    }

    private static void WriteMemory(Utf8JsonWriter writer, ProverMemory memory)
    {
        writer.WriteStartObject("memory");
        writer.WriteStartObject("config");
        writer.WritePropertyName("small_max");
        writer.WriteRawValue($"{SmallMax}");
        writer.WriteNumber("log_small_value_capacity", LogSmallCapacity);
        writer.WriteEndObject();
        WriteNumbers(writer, "address_to_id", memory.Ids.ToArray());
        writer.WriteStartArray("f252_values");
        for (uint i = 0; i < memory.BigCount; i++)
        {
            WriteWords(writer, memory.ValueOf(ComponentParameters.FirstBigId + i));
            Flush(writer);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("small_values");
        for (uint i = 0; i < memory.SmallCount; i++)
        {
            memory.ValueOf(i).ToCanonicalLimbs(out ulong low, out ulong high, out _, out _);
            writer.WriteRawValue($"{new UInt128(high, low)}");
            Flush(writer);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteWords(Utf8JsonWriter writer, Felt value)
    {
        value.ToCanonicalLimbs(out ulong l0, out ulong l1, out ulong l2, out ulong l3);
        writer.WriteStartArray();
        foreach (ulong limb in (ReadOnlySpan<ulong>)[l0, l1, l2, l3])
        {
            writer.WriteNumberValue((uint)limb);
            writer.WriteNumberValue((uint)(limb >> 32));
        }

        writer.WriteEndArray();
    }

    private static void WriteSegments(
        Utf8JsonWriter writer, IReadOnlyDictionary<BuiltinName, (uint Begin, uint Stop)> segments)
    {
        writer.WriteStartObject("builtin_segments");
        foreach ((string name, BuiltinName segment) in SegmentNames)
        {
            if (segments.TryGetValue(segment, out (uint Begin, uint Stop) range))
            {
                writer.WriteStartObject(name);
                writer.WriteNumber("begin_addr", range.Begin);
                writer.WriteNumber("stop_ptr", range.Stop);
                writer.WriteEndObject();
            }
            else
            {
                writer.WriteNull(name);
            }
        }

        writer.WriteEndObject();
    }

    private static void WriteNumbers(Utf8JsonWriter writer, string name, IEnumerable<uint> numbers)
    {
        writer.WriteStartArray(name);
        foreach (uint number in numbers)
        {
            writer.WriteNumberValue(number);
            Flush(writer);
        }

        writer.WriteEndArray();
    }

    // The writer keeps what it has until it is told.
    private static void Flush(Utf8JsonWriter writer)
    {
        if (writer.BytesPending > FlushAt)
        {
            writer.Flush();
        }
    }
}
