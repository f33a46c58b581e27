using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Kraken.Cairo.Air.Proofs;
using Kraken.Cairo.Air.Proofs.Formats;
using Kraken.Cairo.Prover.Input;
using Kraken.Cairo.Prover.Witness;
using Kraken.Casm.Builtins;
using Xunit;

namespace Kraken.Cairo.Prover.Tests;

/// <summary>What a proof will take is told before it is begun, and a limit below that refuses it.</summary>
[Collection(LargeProofs.Name)]
public sealed class MemoryNeedTests
{
    private const long Mebibyte = 1 << 20;

    [Theory]
    [InlineData("all_opcode_components")]
    [InlineData("all_builtins")]
    public void SizesAreThoseOfTheReferencesTraces(string name)
    {
        using JsonDocument expected = SharedData.Json(name + ".canonical_small.columns.json");
        IEnumerable<(string?, int)> traces = expected.RootElement.GetProperty("components").EnumerateArray()
            .Select(component => (component.GetProperty("component").GetString(), component.GetProperty("log_size").GetInt32()));
        Assert.Equal(traces, Sizes(SharedData.Input(name), null));
    }

    [Theory]
    [InlineData("fib_16.json", "fib_16")]
    [InlineData("test_prove_verify_ret_opcode.compiled.json", "ret_opcode")]
    public void SizesAreThoseOfTheReferencesClaims(string program, string proof)
    {
        byte[] file = File.ReadAllBytes(Path.Combine(SharedData.Folder, proof + ".canonical_small.proof.cairo_serde.json"));
        Assert.True(ProofDecoder.TryDecode(file, out CairoProof? genuine, out _));
        Assert.Equal(
            genuine.Claim.Instances().Select(instance => ((string?)instance.Layout.Name, instance.LogSize)),
            Sizes(SharedData.Run(program), null));
    }

    [Fact]
    public void PartsThatAreAskedForAreCounted()
    {
        ProverInput input = SharedData.Input("all_opcode_components");
        Assert.Equal(3, Sizes(input, 3).Count(size => size.Name == "memory_id_to_big"));
    }

    [Fact]
    public void ASegmentBeyondTheMemoryIsRefusedAsByTheProver()
    {
        ProverInput input = SharedData.Input("all_builtins");
        uint end = (uint)input.Memory.AddressCount;
        Dictionary<BuiltinName, (uint Begin, uint Stop)> segments =
            new(input.Segments) { [BuiltinName.Bitwise] = (end - 5, end + 5) };
        ProvingException refused = Assert.Throws<ProvingException>(
            () => MemoryNeed.BytesOf(input with { Segments = segments }, ProverParameters.Default));
        Assert.Equal(
            $"bitwise_builtin: expected a segment of the memory, which ends before {end}, got {end - 5}..{end + 5}", refused.Message);
    }

    [Fact]
    public void ALargerBlowupNeedsMore()
    {
        ProverInput input = SharedData.Run("fib_16.json");
        long two = MemoryNeed.BytesOf(input, ProverParameters.Default);
        ProverParameters four = ProverParameters.Default with
        {
            Config = ProverParameters.Default.Config with { Fri = ProverParameters.Default.Config.Fri with { LogBlowup = 2 } },
        };

        // Only what is extended at once, and the layers of the low-degree test; for the channel that extends all of it, more.
        Assert.InRange(MemoryNeed.BytesOf(input, four), two * 11 / 10, two * 3 / 2);
        Assert.InRange(MemoryNeed.BytesOf(input, four with { Hash = "poseidon252" }), two * 3 / 2, two * 4);
    }

    /// <summary>The need is never less than what was taken, and not much more.</summary>
    [Fact]
    public void AProofTakesWhatItNeedsAndIsRefusedWithLess()
    {
        ProverInput input = SharedData.Run("fib_16.json");
        long need = MemoryNeed.BytesOf(input, ProverParameters.Default);
        using ProverSession small = new() { MemoryLimit = need };
        ProvingException refused = Assert.Throws<ProvingException>(() => small.Prove(input, ProverParameters.Default));
        Assert.StartsWith(
            $"memory: expected a run that is proved within {need / Mebibyte} MiB, got one that needs about ", refused.Message);
        Assert.Equal(0, small.HeldBytes);

        using ProverSession session = new() { MemoryLimit = need + Environment.WorkingSet + (256 * Mebibyte) };
        CairoProof proof = session.Prove(input, ProverParameters.Default, cancellation: TestContext.Current.CancellationToken);
        byte[] expected = File.ReadAllBytes(Path.Combine(SharedData.Folder, "fib_16.canonical_small.proof.cairo_serde.json"));
        Assert.True(expected.AsSpan().SequenceEqual(ProofEncoder.Encode(proof, ProofFormat.CairoSerde)), "the proof differs");
        Assert.InRange(session.HeldBytes, need / 2, need);

        // A second proof needs nothing beyond what the session holds.
        session.Prove(input, ProverParameters.Default, cancellation: TestContext.Current.CancellationToken);
    }

    private static (string? Name, int LogSize)[] Sizes(ProverInput input, int? bigComponents) =>
    [
        .. TraceSizes.Of(input, 20, bigComponents)
            .OrderBy(size => size.Component.Order)
            .Select(size => ((string?)size.Component.Name, size.LogSize)),
    ];
}
