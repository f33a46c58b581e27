using System;
using System.Collections.Generic;
using Kraken.Cairo.Air.Preprocessed;
using Kraken.Cairo.Air.Proofs;
using Kraken.Cairo.Air.Proofs.Formats;
using Kraken.Cairo.Air.Verification;
using Kraken.Cairo.Prover.Input;
using Kraken.Fields;
using Kraken.Stark.Channels;
using Kraken.Stark.Fri;
using Kraken.Stark.Pcs;
using Xunit;

namespace Kraken.Cairo.Prover.Tests;

/// <summary>Every kind of parameters gives a proof that verifies, survives the formats and is refused when it is altered.</summary>
[Collection(LargeProofs.Name)]
public sealed class ProofKindTests
{
    private static readonly ProverParameters Plain = ProverParameters.Default;
    private static readonly Lazy<ProverInput> Ret = new(() => SharedData.Run("test_prove_verify_ret_opcode.compiled.json"));

    private static readonly Dictionary<string, ProverParameters> Kinds = new()
    {
        ["last_layer"] = Plain with { Config = new(26, new(1, 4, 70, 3)) },
        ["blowup_2"] = Plain with { Config = new(26, new(2, 0, 35, 2)) },
        ["blowup_4"] = Plain with { Config = new(28, new(4, 0, 17, 3)) },
        ["blowup_5"] = Plain with { Config = new(26, new(5, 0, 14, 3)) },
        ["blowup_3"] = Plain with { Config = new(27, new(3, 1, 23, 4)) },
        ["lifting"] = Plain with { Config = Plain.Config with { MinLiftingLogSize = 23 } },
        ["raised_lifting"] = Plain with { RaisesLifting = true },
        ["all_columns"] = Plain with { SamplesAllFixedColumns = true },
        ["big_components"] = Plain with { BigComponents = 3 },
        ["m31"] = Plain with { Hash = Blake2sM31Channel.Name },
        ["everything"] = new(Blake2sM31Channel.Name, 7, new(26, new(2, 2, 35, 1), 23), PreprocessedVariant.CanonicalSmall)
        {
            SamplesAllFixedColumns = true,
            BigComponents = 2,
        },
        ["poseidon"] = Poseidon(new(20, new(1, 0, 76, 3)), PreprocessedVariant.CanonicalSmall),
        ["poseidon_lifting"] = Poseidon(new(20, new(1, 0, 76, 3), 24), PreprocessedVariant.CanonicalSmall),
        ["poseidon_canonical"] = Poseidon(new(20, new(1, 0, 76, 3)), PreprocessedVariant.Canonical),
        ["poseidon_without_pedersen"] = Poseidon(new(20, new(1, 0, 76, 3)), PreprocessedVariant.CanonicalWithoutPedersen),
        ["canonical"] = Plain with { Variant = PreprocessedVariant.Canonical },
        ["m31_canonical"] = Plain with { Hash = Blake2sM31Channel.Name, Variant = PreprocessedVariant.Canonical },
        ["poseidon_blowup_2"] = Poseidon(new(20, new(2, 1, 38, 2)), PreprocessedVariant.CanonicalSmall),
    };

    [Theory]
    [InlineData("last_layer")]
    [InlineData("blowup_2")]
    [InlineData("lifting")]
    [InlineData("raised_lifting")]
    [InlineData("all_columns")]
    [InlineData("big_components")]
    [InlineData("m31")]
    [InlineData("everything")]
    public void IsProvedAndVerified(string kind) => Check(Kinds[kind]);

    [Theory]
    [Trait("Speed", "Slow")]
    [InlineData("blowup_3")]
    [InlineData("blowup_4")]
    [InlineData("blowup_5")]
    public void LargeBlowupsAreProvedAndVerified(string kind) => Check(Kinds[kind]);

    [Theory]
    [Trait("Speed", "Slow")]
    [InlineData("poseidon")]
    [InlineData("poseidon_lifting")]
    [InlineData("poseidon_blowup_2")]
    public void PoseidonProofsAreMadeAndVerified(string kind) => Check(Kinds[kind]);

    /// <summary>The columns that the original commits to by default; their tree has 2^26 leaves.</summary>
    /// <remarks>
    /// Over Poseidon: 437 seconds of processor time and 10.1 GiB, ten minutes where other work takes the rest of two cores. Alone:
    /// <c>Kraken.Cairo.Prover.Tests -method "*PoseidonOverCanonicalIsProvedAndVerified"</c>.
    /// </remarks>
    [Fact]
    [Trait("Speed", "Slow")]
    public void BlakeOverCanonicalIsProvedAndVerified() => Check(Kinds["canonical"]);

    /// <inheritdoc cref="BlakeOverCanonicalIsProvedAndVerified"/>
    [Fact]
    [Trait("Speed", "Slow")]
    public void ReducedBlakeOverCanonicalIsProvedAndVerified() => Check(Kinds["m31_canonical"]);

    /// <inheritdoc cref="BlakeOverCanonicalIsProvedAndVerified"/>
    [Fact]
    [Trait("Speed", "Slow")]
    public void PoseidonOverCanonicalIsProvedAndVerified() => Check(Kinds["poseidon_canonical"]);

    [Fact]
    [Trait("Speed", "Slow")]
    public void PoseidonWithoutPedersenIsProvedAndVerified() => Check(Kinds["poseidon_without_pedersen"]);

    [Fact]
    public void RunsOfAllOpcodesTakeEveryParameter()
    {
        ProverInput input = SharedData.Input("all_opcode_components");
        CairoProof proof = CairoProver.Prove(input, Kinds["everything"], cancellation: TestContext.Current.CancellationToken);
        Assert.Null(CairoVerifier.Verify(proof));
        Assert.Equal(2, proof.Claim.BigLogSizes?.Length);
    }

    private static ProverParameters Poseidon(PcsConfig config, PreprocessedVariant variant) =>
        Plain with { Hash = Poseidon252Channel.Name, Config = config, Variant = variant };

    private static void Check(ProverParameters parameters)
    {
        CairoProof proof = CairoProver.Prove(Ret.Value, parameters, cancellation: TestContext.Current.CancellationToken);
        Assert.Null(CairoVerifier.Verify(proof));
        Assert.Equal(parameters.Hash, proof.HashName);
        Assert.Equal(parameters.Config.Fri, proof.Config.Fri);
        Assert.Equal(parameters.BigComponents ?? 0, proof.Claim.BigLogSizes?.Length);
        if (parameters.RaisesLifting)
        {
            Assert.Equal(21, proof.Config.MinLiftingLogSize);
        }

        CheckFormats(proof);
        if (proof is CairoProof<Blake2sHash> blake)
        {
            CheckAltered(blake);
        }
        else
        {
            CheckAltered((CairoProof<Felt>)proof);
        }
    }

    private static void CheckFormats(CairoProof proof)
    {
        byte[] json = ProofEncoder.Encode(proof, ProofFormat.Json);
        foreach (ProofFormat format in Enum.GetValues<ProofFormat>())
        {
            if (ProofEncoder.Refusal(proof.Config, format) is not null)
            {
                Assert.Equal(ProofFormat.CairoSerde, format);
                Assert.NotEqual(0, proof.Config.MinLiftingLogSize);
                Assert.Throws<NotSupportedException>(() => ProofEncoder.Encode(proof, format));
                continue;
            }

            VerificationReport report = ProofFileVerifier.Verify(ProofEncoder.Encode(proof, format));
            Assert.Null(report.Error);
            Assert.Equal(proof.HashName, report.Statement!.HashName);
            Assert.True(ProofDecoder.TryDecode(ProofEncoder.Encode(proof, format), out CairoProof? read, out _));
            Assert.True(json.AsSpan().SequenceEqual(ProofEncoder.Encode(read, ProofFormat.Json)), $"{format}");
        }
    }

    /// <summary>What the kinds add to a proof, each altered alone.</summary>
    private static void CheckAltered<THash>(CairoProof<THash> proof)
        where THash : unmanaged, IEquatable<THash>
    {
        StarkProof<THash> stark = proof.Stark;
        PcsConfig config = stark.Config;
        FriConfig fri = config.Fri;
        StarkProof<THash>[] altered =
        [
            stark with { Fri = stark.Fri with { LastLayer = [.. stark.Fri.LastLayer[..^1], stark.Fri.LastLayer[^1] + QM31.One] } },
            stark with { Fri = stark.Fri with { LastLayer = [.. stark.Fri.LastLayer, .. stark.Fri.LastLayer] } },
            stark with { Config = config with { MinLiftingLogSize = config.MinLiftingLogSize + 1 } },
            stark with { Config = config with { Fri = fri with { LogLastLayerDegreeBound = fri.LogLastLayerDegreeBound ^ 1 } } },
            stark with { Config = config with { Fri = fri with { LogBlowup = fri.LogBlowup + 1 } } },
            stark with { SampledValues = [Without(stark.SampledValues[0]), .. stark.SampledValues[1..]] },
            stark with { ProofOfWork = stark.ProofOfWork + 1 },
        ];
        foreach (StarkProof<THash> other in altered)
        {
            Assert.NotNull(CairoVerifier.Verify(proof with { Stark = other }));
        }
    }

    /// <summary>The samples without those of the last sampled column.</summary>
    private static QM31[][] Without(QM31[][] samples)
    {
        int column = Array.FindLastIndex(samples, values => values.Length > 0);
        QM31[][] result = [.. samples];
        result[column] = [];
        return result;
    }
}
