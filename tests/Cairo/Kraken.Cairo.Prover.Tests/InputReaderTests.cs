using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using Kraken.Cairo.Prover.Input;
using Xunit;

namespace Kraken.Cairo.Prover.Tests;

/// <summary>Input files are untrusted: whatever they hold, the reader answers with an input or an error.</summary>
public sealed class InputReaderTests
{
    private static readonly string Path = System.IO.Path.Combine(SharedData.Folder, "all_opcode_components.prover_input.json");

    [Fact]
    public void TheFileIsReadWhole()
    {
        ProverInput input = SharedData.Input("all_opcode_components");
        Assert.Equal(1498, input.Steps);
        Assert.Equal((1u, 1343u, 1343u), (input.InitialState.Pc, input.InitialState.Ap, input.InitialState.Fp));
        Assert.Equal(2779, input.Memory.AddressCount);
        Assert.Equal(430, input.Memory.SmallCount);
        Assert.Equal(19, input.Memory.BigCount);
        Assert.Equal(1366, input.PublicAddresses.Count);
    }

    [Fact]
    public void TruncationsAreErrors()
    {
        byte[] json = File.ReadAllBytes(Path);
        for (int length = 0; length < json.Length - 1; length += 1 + (json.Length / 97))
        {
            Assert.NotNull(ProverInputReader.TryRead(json.AsSpan(0, length), out ProverInput? input));
            Assert.Null(input);
        }
    }

    [Theory]
    [InlineData("[]", "input: expected an object, got [ at byte 0")]
    [InlineData("{\"builtin_segments\":{\"\":{}}}", "builtin_segments.: expected the name of a builtin, got { at byte 24")]
    public void APlaceWithoutANameIsAPlaceToo(string json, string expected)
    {
        // A name of no letters was a finding of the fuzzer.
        Assert.Equal(expected, ProverInputReader.TryRead(Encoding.UTF8.GetBytes(json), out _)!.ToString());
    }

    [Theory]
    [InlineData(
        "\"initial_state\"",
        "\"initial_state\":{\"pc\":1,\"ap\":9,\"fp\":9},",
        "state_transitions.initial_state: expected the member once")]
    [InlineData("\"pc\"", "\"pc\":7,", "state_transitions.initial_state.pc: expected the member once")]
    [InlineData("\"ret_opcode\"", "\"ret_opcode\":[],", "state_transitions.casm_states_by_opcode.ret_opcode: expected the member once")]
    [InlineData(
        "\"memory\"",
        "\"memory\":{\"address_to_id\":[1,2],\"small_values\":[],\"f252_values\":[]},",
        "memory: expected the member once")]
    [InlineData("\"address_to_id\"", "\"address_to_id\":[1,2],", "memory.address_to_id: expected the member once")]
    [InlineData("\"public_memory_addresses\"", "\"public_memory_addresses\":[],", "public_memory_addresses: expected the member once")]
    [InlineData("\"output\"", "\"output\":{\"begin_addr\":1,\"stop_ptr\":2},", "builtin_segments.output: expected the member once")]
    public void AMemberThatStandsTwiceIsNamed(string member, string before, string expected)
    {
        string json = File.ReadAllText(Path);
        int at = json.IndexOf(member, StringComparison.Ordinal);
        Assert.StartsWith(expected, Refused(json.Insert(at, before)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("state_transitions", "input: expected a member state_transitions")]
    [InlineData("state_transitions.initial_state", "state_transitions: expected a member initial_state")]
    [InlineData("state_transitions.final_state.fp", "state_transitions.final_state: expected a member fp")]
    [InlineData("state_transitions.casm_states_by_opcode", "state_transitions: expected a member casm_states_by_opcode")]
    [InlineData(
        "state_transitions.casm_states_by_opcode.ret_opcode.0.ap",
        "state_transitions.casm_states_by_opcode.ret_opcode[0]: expected a member ap")]
    [InlineData("memory", "input: expected a member memory")]
    [InlineData("memory.address_to_id", "memory: expected a member address_to_id")]
    [InlineData("memory.small_values", "memory: expected a member small_values")]
    [InlineData("memory.f252_values", "memory: expected a member f252_values")]
    [InlineData("public_memory_addresses", "input: expected a member public_memory_addresses")]
    [InlineData("builtin_segments", "input: expected a member builtin_segments")]
    [InlineData("builtin_segments.output.stop_ptr", "builtin_segments.output: expected a member stop_ptr")]
    public void AMemberThatIsMissingIsNamed(string path, string expected)
    {
        JsonNode root = JsonNode.Parse(File.ReadAllBytes(Path))!;
        string[] names = path.Split('.');
        JsonNode parent = names[..^1].Aggregate(
            root, (node, name) => node is JsonArray list ? list[int.Parse(name, CultureInfo.InvariantCulture)]! : node[name]!);
        Assert.True(parent.AsObject().Remove(names[^1]));
        Assert.StartsWith(expected, Refused(root.ToJsonString()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("x")]
    [InlineData("\0")]
    public void WhatFollowsIsRefused(string behind)
    {
        string json = File.ReadAllText(Path);
        Assert.Matches("^byte [0-9]+: expected JSON, got ", Refused(json + behind));
        Assert.Null(ProverInputReader.TryRead(Encoding.UTF8.GetBytes(json + " \n"), out _));
    }

    [Fact]
    public void ASegmentThatEndsBeforeItBeginsIsRefused()
    {
        JsonNode root = JsonNode.Parse(File.ReadAllBytes(Path))!;
        root["builtin_segments"]!["pedersen_builtin"] = new JsonObject { ["begin_addr"] = 9, ["stop_ptr"] = 8 };
        Assert.Equal(
            "builtin_segments.pedersen_builtin.stop_ptr: expected at least begin_addr, which is 9, got 8", Refused(root.ToJsonString()));
    }

    /// <summary>The file holds 430 small values, 19 others, 2779 addresses and at most 388 steps of an opcode.</summary>
    [Theory]
    [InlineData(429, 19, 2779, 388, "memory.small_values[429]: expected at most 429 items")]
    [InlineData(430, 18, 2779, 388, "memory.f252_values[18]: expected at most 18 items")]
    [InlineData(430, 19, 2778, 388, "memory.address_to_id[2778]: expected at most 2778 items")]
    [InlineData(
        430, 19, 2779, 387, "state_transitions.casm_states_by_opcode.assert_eq_opcode_double_deref[387]: expected at most 387 items")]
    public void OneItemPastABoundIsRefused(int small, int big, int addresses, int steps, string expected)
    {
        byte[] json = File.ReadAllBytes(Path);
        Assert.Null(ProverInputReader.TryRead(json, out _, new(430, 19, 2779, 388)));
        ProverInputError error = ProverInputReader.TryRead(json, out ProverInput? input, new(small, big, addresses, steps))!;
        Assert.Null(input);
        Assert.StartsWith(expected, error.ToString(), StringComparison.Ordinal);
    }

    private static string Refused(string json)
    {
        ProverInputError? error = ProverInputReader.TryRead(Encoding.UTF8.GetBytes(json), out ProverInput? input);
        Assert.Null(input);
        return error!.ToString();
    }

    [Fact]
    public void FlippedBytesNeverThrow()
    {
        byte[] json = File.ReadAllBytes(Path);
        Random random = new(1);
        for (int i = 0; i < 60; i++)
        {
            int at = random.Next(json.Length);
            byte before = json[at];
            json[at] = (byte)random.Next(256);
            ProverInputError? error = ProverInputReader.TryRead(json, out ProverInput? input);
            Assert.True(error is null != (input is null));
            json[at] = before;
        }
    }
}
