using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using Kraken.Cairo.Air.Preprocessed;
using Kraken.Cairo.Air.Proofs;
using Kraken.Cairo.Air.Proofs.Formats;
using Kraken.Cairo.Air.Verification;
using Kraken.Stark;
using Kraken.Stark.Channels;
using Kraken.Stark.Pcs;
using Xunit;

namespace Kraken.Cairo.Prover.Tests;

/// <summary>
/// Proofs whose root the verifier does not know: refused by the name of their kind, or checked against a root that is computed. The table
/// is taken away from the verifier, so that a genuine proof is of such a kind.
/// </summary>
[Collection(LargeProofs.Name)]
public sealed class ComputedRootTests
{
    private static readonly PreprocessedTree Tree = new(Blake2sChannel.Name, PreprocessedVariant.CanonicalSmall, 1, 21);
    private static readonly Lazy<CairoProof<Blake2sHash>> Genuine = new(() => Read("ret_opcode.canonical_small.proof.json"));

    [Fact]
    public void WithoutThePermissionTheKindIsRefusedByName()
    {
        VerifyError? error = Verify(Genuine.Value, null);
        Assert.Equal(VerifyErrorKind.UnsupportedConfig, error?.Kind);
        Assert.Equal($"{Tree}", error?.Where);
        Assert.Contains("--compute-root", error?.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void TheRootIsComputedAndRemembered()
    {
        Reports reports = new();
        ComputedRoots roots = new(null, true, tree => reports.Of(tree), TestContext.Current.CancellationToken);
        Assert.Null(Verify(Genuine.Value, roots));
        Assert.Equal([Tree], reports.Trees);
        Assert.Equal([new(0, 2), new(1, 2), new(2, 2)], reports.Values);
        Assert.True(PreprocessedRoots.TryGet(Tree, out string? known));
        Assert.Equal(known, roots.Roots.Find(Tree));

        // What was computed is not computed again.
        Assert.Null(Verify(Genuine.Value, new ComputedRoots(roots.Roots, false)));
        Assert.Equal(VerifyErrorKind.UnsupportedConfig, Verify(Genuine.Value, new ComputedRoots(null, false))?.Kind);
    }

    /// <summary>The table stands before any other source; and against another root than the proof's nothing holds.</summary>
    [Fact]
    public void AProofOverOtherTablesIsRefused()
    {
        PreprocessedRoots.TryGet(Tree, out string? known);
        ComputedRoots roots = new(RootFile.Empty.With(Tree, known!.Replace('0', '1')), false);
        VerifyError? error = Verify(Genuine.Value, roots);
        Assert.Equal(VerifyErrorKind.PreprocessedRoot, error?.Kind);
        Assert.Equal(known, error?.Got);
        Assert.Null(CairoVerifier.Verify(Genuine.Value, roots: roots));
    }

    [Fact]
    public void NothingIsComputedForAProofThatFailsOtherwise()
    {
        StarkProof<Blake2sHash> stark = Genuine.Value.Stark;
        CairoProof[] altered =
        [
            Genuine.Value with { InteractionPow = Genuine.Value.InteractionPow + 1 },
            Genuine.Value with { Stark = stark with { ProofOfWork = stark.ProofOfWork + 1 } },
            Genuine.Value with { Stark = stark with { Fri = stark.Fri with { LastLayer = [] } } },
            WithConfig(stark.Config with { MinLiftingLogSize = 24 }),
            WithConfig(stark.Config with { Fri = stark.Config.Fri with { LogBlowup = 11 } }),
        ];
        foreach (CairoProof proof in altered)
        {
            Unasked source = new();
            Assert.NotNull(Verify(proof, source));
            Assert.False(source.WasAsked);
        }
    }

    [Fact]
    public void TheReducedHashIsToldByTheWords()
    {
        ProverParameters reduced = ProverParameters.Default with { Hash = Blake2sM31Channel.Name };
        CairoProof<Blake2sHash> proof = (CairoProof<Blake2sHash>)CairoProver.Prove(
            SharedData.Run("test_prove_verify_ret_opcode.compiled.json"), reduced, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(Blake2sM31Channel.Name, proof.HashName);
        Assert.Null(Verify(proof, new ComputedRoots(null, true, cancellation: TestContext.Current.CancellationToken)));

        // Of a kind that the table lacks, for both hashes.
        PcsConfig config = proof.Config with { Fri = proof.Config.Fri with { LogBlowup = 7 } };
        Assert.Equal(Blake2sM31Channel.Name, (proof with { Stark = proof.Stark with { Config = config } }).HashName);
        Assert.Equal(Blake2sChannel.Name, WithConfig(config).HashName);
    }

    [Fact]
    public void ComputingEndsWhenItIsToldTo()
    {
        using CancellationTokenSource stop = new();
        Reports reports = new() { OnReport = value => { if (value.Done == 1) { stop.Cancel(); } } };
        ComputedRoots roots = new(null, true, tree => reports.Of(tree), stop.Token);
        Assert.Throws<OperationCanceledException>(() => Verify(Genuine.Value, roots));
        Assert.Equal(2, reports.Values.Count);
        Assert.Equal(0, roots.Roots.Count);
    }

    [Fact]
    public void OneHeightAloneIsAsAmongTheOthers()
    {
        PreprocessedTree lifted = Tree with { Height = 23 };
        IReadOnlyList<string> roots = PreprocessedRootComputation.Compute(lifted, 24, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(2, roots.Count);
        for (int i = 0; i < roots.Count; i++)
        {
            Assert.True(PreprocessedRoots.TryGet(lifted with { Height = 23 + i }, out string? known));
            Assert.Equal(known, roots[i]);
        }

        Assert.Throws<ArgumentException>(() => PreprocessedRootComputation.Compute(Tree with { Height = 20 }, 21));
        Assert.Throws<ArgumentException>(() => PreprocessedRootComputation.Compute(lifted, 22));
        Assert.Throws<ArgumentException>(() => PreprocessedRootComputation.Compute(Tree with { HashName = "keccak" }, 21));
    }

    /// <summary>A kind outside the table from the prover to the verifier: blowup 64, whose tree has 2^26 leaves.</summary>
    /// <remarks>The prover takes 18 GiB and half a minute of processor time, the root 266 MiB and eight seconds.</remarks>
    [Theory]
    [Trait("Speed", "Slow")]
    [InlineData("blake2s")]
    [InlineData("blake2s_m31")]
    public void AKindOutsideTheTableIsProvedAndVerified(string hash)
    {
        ProverParameters parameters = ProverParameters.Default with { Hash = hash, Config = new(26, new(6, 0, 12, 3)) };
        Assert.Equal("preprocessed_trace", parameters.FindError()?.Where);
        CairoProof proof = CairoProver.Prove(
            SharedData.Run("test_prove_verify_ret_opcode.compiled.json"),
            parameters with { AllowsUnknownRoot = true },
            cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(hash, proof.HashName);
        Assert.Equal(VerifyErrorKind.UnsupportedConfig, CairoVerifier.Verify(proof)?.Kind);
        ComputedRoots roots = new(null, true, cancellation: TestContext.Current.CancellationToken);
        Assert.Null(ProofFileVerifier.Verify(ProofEncoder.Encode(proof, ProofFormat.ExtendedBinary), roots: roots).Error);
        Assert.Equal(1, roots.Roots.Count);
    }

    private static CairoProof<Blake2sHash> WithConfig(PcsConfig config) =>
        Genuine.Value with { Stark = Genuine.Value.Stark with { Config = config } };

    private static VerifyError? Verify(CairoProof proof, IPreprocessedRootSource? other) =>
        CairoVerifier.Verify(proof, VerifierPolicy.Default, new VerifierRoots(new NoTable(), other));

    private static CairoProof<Blake2sHash> Read(string name) =>
        ProofDecoder.TryDecode(File.ReadAllBytes(Path.Combine(SharedData.Folder, name)), out CairoProof? proof, out VerifyError? error)
            ? (CairoProof<Blake2sHash>)proof
            : throw new InvalidDataException(error.ToString());

    private sealed class NoTable : IPreprocessedRootSource
    {
        public string? Find(PreprocessedTree tree) => null;
    }

    private sealed class Unasked : IPreprocessedRootSource
    {
        public bool WasAsked { get; private set; }

        public string? Find(PreprocessedTree tree)
        {
            WasAsked = true;
            return null;
        }
    }

    private sealed class Reports : IProgress<RootProgress>
    {
        public List<PreprocessedTree> Trees { get; } = [];

        public List<RootProgress> Values { get; } = [];

        public Action<RootProgress>? OnReport { get; init; }

        public Reports Of(PreprocessedTree tree)
        {
            Trees.Add(tree);
            return this;
        }

        public void Report(RootProgress value)
        {
            Values.Add(value);
            OnReport?.Invoke(value);
        }
    }
}
