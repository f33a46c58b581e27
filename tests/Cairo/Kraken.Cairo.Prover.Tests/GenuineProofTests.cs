using System;
using System.IO;
using Kraken.Cairo.Air.Proofs;
using Kraken.Cairo.Air.Proofs.Formats;
using Kraken.Cairo.Air.Verification;
using Kraken.Cairo.Prover.Input;
using Xunit;

namespace Kraken.Cairo.Prover.Tests;

/// <summary>Proofs equal to those of the reference prover, byte for byte.</summary>
[Collection(LargeProofs.Name)]
public sealed class GenuineProofTests
{
    [Fact]
    public void AllOpcodesGiveTheGenuineProof() => ProofAgrees("all_opcode_components", SharedData.Input("all_opcode_components"));

    [Fact]
    public void TheSmallestRunGivesTheGenuineProof() =>
        ProofAgrees("ret_opcode", SharedData.Run("test_prove_verify_ret_opcode.compiled.json"));

    [Fact]
    public void APlainRunOfManyStepsGivesTheGenuineProof() => ProofAgrees("fib_16", SharedData.Run("fib_16.json"));

    [Fact]
    [Trait("Speed", "Slow")]
    public void AllBuiltinsGiveTheGenuineProof() => ProofAgrees("all_builtins", SharedData.Input("all_builtins"));

    private static void ProofAgrees(string name, ProverInput input)
    {
        Assert.Null(ProverParameters.TryRead(
            File.ReadAllBytes(Path.Combine(SharedData.Folder, "params.canonical_small.json")), out ProverParameters? parameters));
        Progress log = new();
        CairoProof proof = CairoProver.Prove(input, parameters!, log);
        TestContext.Current.TestOutputHelper?.WriteLine(log.ToString());
        Assert.Null(CairoVerifier.Verify(proof));
        byte[] expected = File.ReadAllBytes(Path.Combine(SharedData.Folder, name + ".canonical_small.proof.cairo_serde.json"));
        Assert.True(expected.AsSpan().SequenceEqual(ProofEncoder.Encode(proof, ProofFormat.CairoSerde)), "the proof differs");
    }

    private sealed class Progress : IProgress<ProvePhase>
    {
        private string text = string.Empty;

        public void Report(ProvePhase value) => text += $"{value.Elapsed.TotalSeconds:F3} {value.Step}\n";

        public override string ToString() => text;
    }
}
