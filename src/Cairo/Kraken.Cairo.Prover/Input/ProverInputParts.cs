using System;
using System.Collections.Generic;
using System.Text.Json;
using Kraken.Cairo.Air.Proofs;
using Kraken.Casm.Builtins;
using Kraken.Fields;
using static Kraken.Cairo.Prover.Input.InputJson;

namespace Kraken.Cairo.Prover.Input;

/// <summary>What has been read of a prover input.</summary>
internal sealed class ProverInputParts(ProverInputLimits limits)
{
    private static readonly MemberNames Top = new(
        ["state_transitions", "memory", "public_memory_addresses", "builtin_segments"], ["public_segment_context"], refusal: null);

    private static readonly MemberNames Transitions = MemberNames.Exactly("initial_state", "final_state", "casm_states_by_opcode");
    private static readonly MemberNames Opcodes = new([], OpcodeNames.All, "the name of an opcode");
    private static readonly MemberNames MemoryTables = new(["address_to_id", "small_values", "f252_values"], [], refusal: null);
    private static readonly MemberNames Builtins = new([], [.. ProverInputWriter.Segments], "the name of a builtin");
    private static readonly MemberNames Range = MemberNames.Exactly("begin_addr", "stop_ptr");
    private static readonly MemberNames Context = new([], ["present"], refusal: null);

    private readonly Dictionary<string, CasmStates> states = new(StringComparer.Ordinal);
    private readonly Dictionary<BuiltinName, (uint Begin, uint Stop)> segments = [];
    private readonly List<uint> ids = [];
    private readonly List<UInt128> small = [];
    private readonly List<Felt> big = [];
    private readonly List<uint> publicAddresses = [];
    private readonly List<bool> present = [];
    private PublicState initial;
    private PublicState final;

    /// <summary>Reads the whole.</summary>
    /// <exception cref="MemberException">It is no prover input.</exception>
    public void Read(ref Utf8JsonReader reader) => Members(ref reader, Top, ReadTop);

    /// <summary>Makes the input of what was read; every required member was.</summary>
    public ProverInput Build() => new()
    {
        InitialState = initial,
        FinalState = final,
        StatesByOpcode = states,
        Memory = new([.. ids], [.. small], [.. big]),
        PublicAddresses = publicAddresses,
        Segments = segments,
        PresentSegments = [.. present],
    };

    private void ReadTop(ref Utf8JsonReader reader, string name)
    {
        switch (name)
        {
            case "state_transitions":
                Members(ref reader, Transitions, ReadTransitions);
                break;
            case "memory":
                Members(ref reader, MemoryTables, ReadMemory);
                break;
            case "public_memory_addresses":
                Items(ref reader, limits.Addresses, (ref Utf8JsonReader r) => publicAddresses.Add(Word(ref r, MaxAddress)));
                break;
            case "builtin_segments":
                Members(ref reader, Builtins, ReadSegment);
                break;
            default:
                Members(ref reader, Context, ReadPresent);
                break;
        }
    }

    private void ReadTransitions(ref Utf8JsonReader reader, string name)
    {
        switch (name)
        {
            case "initial_state":
                initial = State(ref reader);
                break;
            case "final_state":
                final = State(ref reader);
                break;
            default:
                Members(ref reader, Opcodes, ReadStates);
                break;
        }
    }

    private void ReadStates(ref Utf8JsonReader reader, string opcode)
    {
        CasmStates steps = new();
        Items(ref reader, limits.Steps, (ref Utf8JsonReader item) =>
        {
            PublicState state = State(ref item);
            steps.Add(state.Pc, state.Ap, state.Fp);
        });
        states.Add(opcode, steps);
    }

    private void ReadPresent(ref Utf8JsonReader reader, string name)
    {
        Items(ref reader, int.MaxValue, (ref Utf8JsonReader r) =>
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
                Items(ref reader, limits.Addresses, (ref Utf8JsonReader r) => ids.Add(Word(ref r, 1u << 31)));
                Expect(ids.Count > 1, "at least one cell");
                break;
            case "small_values":
                Items(ref reader, limits.SmallValues, (ref Utf8JsonReader r) => small.Add(Small(ref r)));
                break;
            default:
                Items(ref reader, limits.BigValues, (ref Utf8JsonReader r) => big.Add(Big(ref r)));
                break;
        }
    }

    private void ReadSegment(ref Utf8JsonReader reader, string name)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return;
        }

        uint begin = 0, stop = 0;
        Members(ref reader, Range, (ref Utf8JsonReader r, string property) =>
        {
            uint value = Word(ref r, MaxAddress);
            (begin, stop) = property == "begin_addr" ? (value, stop) : (begin, value);
        });
        if (stop < begin)
        {
            throw new MemberException($"at least begin_addr, which is {begin}", $"{stop}").Within("stop_ptr");
        }

        segments[ProverInputWriter.SegmentOf(name)!.Value] = (begin, stop);
    }
}
