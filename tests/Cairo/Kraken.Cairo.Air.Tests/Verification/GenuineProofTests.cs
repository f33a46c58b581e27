using System.Linq;
using Kraken.Cairo.Air.Proofs;
using Kraken.Cairo.Air.Proofs.Formats;
using Kraken.Cairo.Air.Tests.Proofs;
using Kraken.Cairo.Air.Verification;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Stark;
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

    [Fact]
    public void ACorruptFileHasAReport()
    {
        VerificationReport report = ProofFileVerifier.Verify([1, 2, 3]);
        Assert.Equal(VerifyErrorKind.Malformed, report.Error?.Kind);
        Assert.Null(report.Statement);
        Assert.Null(report.Format);
    }
}
