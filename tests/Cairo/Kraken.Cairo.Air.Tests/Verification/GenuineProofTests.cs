using System;
using System.Linq;
using Kraken.Cairo.Air.Proofs;
using Kraken.Cairo.Air.Proofs.Formats;
using Kraken.Cairo.Air.Tests.Proofs;
using Kraken.Cairo.Air.Verification;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Stark;
using Kraken.Stark.Channels;
using Xunit;

namespace Kraken.Cairo.Air.Tests.Verification;

/// <summary>The reference prover's proofs are valid.</summary>
public sealed class GenuineProofTests
{
    [Theory]
    [InlineData("all_opcode_components.proof.cairo_serde.json", ProofFormat.CairoSerde, 96)]
    [InlineData("all_opcode_components.canonical_small.proof.cairo_serde.json", ProofFormat.CairoSerde, 96)]
    [InlineData("ret_opcode.poseidon252.proof.cairo_serde.json", ProofFormat.CairoSerde, 110)]
    [InlineData("ret_opcode.canonical_small.proof.cairo_serde.json", ProofFormat.CairoSerde, 96)]
    [InlineData("ret_opcode.canonical_small.proof.json", ProofFormat.Json, 96)]
    [InlineData("ret_opcode.canonical_small.proof.bin.bz2", ProofFormat.Binary, 96)]
    [InlineData("all_builtins.canonical_small.proof.cairo_serde.json", ProofFormat.CairoSerde, 96)]
    [InlineData("fib_16.canonical_small.proof.cairo_serde.json", ProofFormat.CairoSerde, 96)]
    public void IsAccepted(string name, ProofFormat format, int securityBits)
    {
        VerificationReport report = ProofFileVerifier.Verify(SharedProofs.ReadBytes(name));
        Assert.Null(report.Error);
        Assert.True(report.IsValid);
        Assert.Equal(format, report.Format);
        Assert.Equal(securityBits, report.Statement!.SecurityBits);
        Assert.NotEqual(Felt.Zero, report.Statement.ProgramHash);
    }

    [Fact]
    public void TheProgramHashIsThatOfTheChannel()
    {
        ProofStatement small = ProofStatement.Of(SharedProofs.Read("ret_opcode.canonical_small.proof.json"));
        CairoProof read = SharedProofs.Read("ret_opcode.poseidon252.proof.cairo_serde.json");
        ProofStatement poseidon = ProofStatement.Of(read);
        Felt[] program = [.. read.Claim.PublicData.Program.Select(cell => cell.Value)];
        Assert.Equal(BlakeFelt.HashMany(program), small.ProgramHash);
        Assert.Equal(Poseidon.HashMany(program), poseidon.ProgramHash);
        Assert.NotEqual(
            small.ProgramHash, ProofStatement.Of(SharedProofs.Read("fib_16.canonical_small.proof.cairo_serde.json")).ProgramHash);
    }

    /// <summary>The known answer of the tests of the verifier written in Cairo.</summary>
    [Fact]
    public void PoseidonHashesProgramsAsTheCairoVerifier()
    {
        Felt[] cells = [.. Enumerable.Range(1, 3).Select(first => OfLimbs([.. Enumerable.Range(first, 8).Select(limb => (uint)limb)]))];
        Felt expected = OfLimbs([2433336977, 2153250057, 881002283, 2835163344, 2300811583, 376217666, 1436681392, 91789842]);
        Assert.Equal(expected, Poseidon.HashMany(cells));
    }

    private static Felt OfLimbs(uint[] limbs) => limbs.Reverse().Aggregate(Felt.Zero, (value, limb) => (value * (1UL << 32)) + (ulong)limb);

    [Fact]
    public void APolicyMayDemandMore()
    {
        VerificationReport report = ProofFileVerifier.Verify(
            SharedProofs.ReadBytes("ret_opcode.canonical_small.proof.json"), new VerifierPolicy(MinSecurityBits: 100));
        Assert.Equal(VerifyErrorKind.SecurityTooLow, report.Error?.Kind);
    }

    /// <summary>
    /// The generic opcode of the reference leaves the prover a choice (GenericJumpTests): its proofs say so, and who depends on what they
    /// state can refuse them.
    /// </summary>
    [Theory]
    [InlineData("all_opcode_components.proof.cairo_serde.json", true)]
    [InlineData("all_opcode_components.canonical_small.proof.cairo_serde.json", true)]
    [InlineData("ret_opcode.poseidon252.proof.cairo_serde.json", false)]
    [InlineData("all_builtins.canonical_small.proof.cairo_serde.json", false)]
    public void APolicyMayDemandThatJumpsAreBound(string name, bool isUnbound)
    {
        byte[] file = SharedProofs.ReadBytes(name);
        Assert.Equal(isUnbound, ProofFileVerifier.Verify(file).Statement!.LeavesJumpsUnbound);
        VerificationReport strict = ProofFileVerifier.Verify(file, VerifierPolicy.Strict);
        Assert.Equal(!isUnbound, strict.IsValid);
        Assert.Equal(isUnbound ? VerifyErrorKind.UnsupportedConfig : null, strict.Error?.Kind);
        Assert.Equal(isUnbound ? "generic_opcode" : null, strict.Error?.Where);
    }

    /// <summary>
    /// A proof over a tree whose root is not known may be genuine: it is refused by the name of what is missing, before any root would be
    /// computed, and is never called invalid.
    /// </summary>
    [Theory]
    [InlineData("ret_opcode.poseidon252.proof.cairo_serde.json", "canonical_without_pedersen", "poseidon252", 29)]
    [InlineData("ret_opcode.poseidon252.proof.cairo_serde.json", "canonical_without_pedersen", "poseidon252", 30)]
    public void AKindWithoutAKnownRootIsRefusedByName(string name, string variant, string hash, int height)
    {
        CairoProof<Felt> genuine = Assert.IsType<CairoProof<Felt>>(SharedProofs.Read(name));
        byte[] file = ProofEncoder.Encode(Lifted(genuine, height), ProofFormat.Json);
        TimeSpan before = ThreadTime.Now;
        VerificationReport report = ProofFileVerifier.Verify(file);
        Assert.InRange((ThreadTime.Now - before).TotalSeconds, 0, 10);
        Assert.Equal(VerifyErrorKind.UnsupportedConfig, report.Error!.Kind);
        Assert.Equal($"preprocessed tree of {hash} over {variant} with blowup 2^1 and height {height}", report.Error.Where);
        Assert.Contains("root is known", report.Error.Expected, StringComparison.Ordinal);
    }

    private static CairoProof<THash> Lifted<THash>(CairoProof<THash> proof, int height)
        where THash : unmanaged, IEquatable<THash> =>
        proof with { Stark = proof.Stark with { Config = proof.Stark.Config with { MinLiftingLogSize = height } } };

    [Fact]
    public void ACorruptFileHasAReport()
    {
        VerificationReport report = ProofFileVerifier.Verify([1, 2, 3]);
        Assert.Equal(VerifyErrorKind.Malformed, report.Error?.Kind);
        Assert.Null(report.Statement);
        Assert.Null(report.Format);
    }
}
