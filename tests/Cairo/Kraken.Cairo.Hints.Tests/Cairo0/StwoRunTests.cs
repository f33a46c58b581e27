using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Kraken.Cairo.Hints.Cairo0;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Programs;
using Kraken.Cairo.Vm.Relocation;
using Kraken.Cairo.Vm.Runs;
using Kraken.Cairo.Vm.Tests;
using Kraken.Casm.Builtins;
using Kraken.Fields;
using Xunit;

namespace Kraken.Cairo.Hints.Tests.Cairo0;

/// <summary>Runs for the prover, against what the reference adapter made of the same programs.</summary>
public sealed class StwoRunTests
{
    private const uint BigFlag = 1u << 30;
    private const uint NoId = 0x3fff_ffff;

    [Theory]
    [InlineData("all_opcode_components")]
    [InlineData("all_builtins")]
    public void EqualsThePublishedProverInput(string name)
    {
        StwoRun run = Run($"test_prove_verify_{name}.compiled.json");
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(DataFiles.Folder("s-two", $"{name}.prover_input.json")));
        JsonElement root = document.RootElement;
        CheckStates(root.GetProperty("state_transitions"), run.Trace);
        CheckMemory(root.GetProperty("memory"), run.Memory);
        Assert.Equal(
            root.GetProperty("public_memory_addresses").EnumerateArray().Select(a => a.GetUInt32()).Order(), run.PublicAddresses.Order());
        foreach (JsonProperty segment in root.GetProperty("builtin_segments")
            .EnumerateObject().Where(s => s.Value.ValueKind == JsonValueKind.Object))
        {
            Assert.True(
                BuiltinNames.TryParse(segment.Name.Replace("_builtin", string.Empty, StringComparison.Ordinal), out BuiltinName builtin));
            SegmentRange range = run.Segments[builtin];
            Assert.Equal(
                (segment.Value.GetProperty("begin_addr").GetInt64(), segment.Value.GetProperty("stop_ptr").GetInt64()),
                (range.Begin, range.Stop));
        }
    }

    [Theory]
    [InlineData("add_mod_builtin")]
    [InlineData("bitwise_builtin")]
    [InlineData("mul_mod_builtin")]
    [InlineData("pedersen_builtin")]
    [InlineData("poseidon_builtin")]
    [InlineData("range_check_bits_128_builtin")]
    [InlineData("range_check_bits_96_builtin")]
    [InlineData("ret_opcode")]
    public void EveryProgramOfTheReferenceTestsRuns(string name)
    {
        StwoRun run = Run($"test_prove_verify_{name}.compiled.json");
        Assert.Equal(5u, run.Trace[^1].Pc);
    }

    private static StwoRun Run(string file)
    {
        Assert.True(CairoProgramReader.TryRead(File.ReadAllBytes(
            DataFiles.Folder("s-two", "programs", file)), out CairoProgram? program, out ProgramError? fault), fault?.ToString());
        VmError? error =
            CairoRunner.Run(program, RunOptions.Stwo, new Cairo0HintProcessor(new Cairo0Hints(program)), out CairoRunner runner);
        Assert.True(error is null, error?.ToString());
        error = StwoRun.TryOf(runner, out StwoRun? run);
        Assert.True(error is null, error?.ToString());
        return run!;
    }

    private static void CheckStates(JsonElement transitions, RegisterState[] trace)
    {
        Assert.Equal(State(transitions.GetProperty("initial_state")), trace[0]);
        Assert.Equal(State(transitions.GetProperty("final_state")), trace[^1]);
        IEnumerable<RegisterState> steps = transitions.GetProperty("casm_states_by_opcode")
            .EnumerateObject().SelectMany(opcode => opcode.Value.EnumerateArray().Select(State));
        Assert.Equal(steps.OrderBy(Key), trace[..^1].OrderBy(Key));
    }

    private static (uint, uint, uint) Key(RegisterState state) => (state.Pc, state.Ap, state.Fp);

    private static RegisterState State(JsonElement state) =>
        new(state.GetProperty("ap").GetUInt32(), state.GetProperty("fp").GetUInt32(), state.GetProperty("pc").GetUInt32());

    private static void CheckMemory(JsonElement memory, RelocatedMemory relocated)
    {
        Felt[] small = [.. memory.GetProperty("small_values").EnumerateArray().Select(v => Felt.Parse(v.GetRawText()))];
        Felt[] big = [.. memory.GetProperty("f252_values").EnumerateArray().Select(Big)];
        uint[] ids = [.. memory.GetProperty("address_to_id").EnumerateArray().Select(id => id.GetUInt32())];
        Assert.Equal(ids.Length, relocated.Size);
        Assert.Equal(NoId, ids[0]);
        for (int address = 1; address < ids.Length; address++)
        {
            Felt expected = ids[address] >= BigFlag ? big[ids[address] - BigFlag] : small[ids[address]];
            Assert.True(expected == relocated.Values[address], $"address {address}: {expected} != {relocated.Values[address]}");
        }
    }

    private static Felt Big(JsonElement words)
    {
        Span<byte> bytes = stackalloc byte[Felt.ByteCount];
        for (int i = 0; i < 8; i++)
        {
            BitConverter.TryWriteBytes(bytes[(4 * i)..], words[i].GetUInt32());
        }

        return Felt.FromBytesLittleEndianReduced(bytes);
    }
}
