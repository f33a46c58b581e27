using System.Linq;
using Kraken.Cairo.Air.Proofs;
using Kraken.Cairo.Air.Tests.Proofs;
using Kraken.Cairo.Air.Verification;
using Kraken.Fields;
using Xunit;

namespace Kraken.Cairo.Air.Tests.Verification;

/// <summary>A program that is known before saves work and changes no verdict.</summary>
public sealed class KnownProgramTests
{
    [Theory]
    [InlineData("ret_opcode.canonical_small.proof.json")]
    [InlineData("ret_opcode.poseidon252.proof.cairo_serde.json")]
    public void GenuineProofsAreValidWithTheirProgramAndWithAnother(string name)
    {
        CairoProof proof = SharedProofs.Read(name);
        Felt[] words = [.. proof.Claim.PublicData.Program.Select(cell => cell.Value)];
        Felt[] others = [.. words[..^1], words[^1] + 1];
        ProofStatement expected = ProofStatement.Of(proof);
        foreach (KnownProgram known in (KnownProgram[])[new(words), new(others), new([]), new([.. words, 1])])
        {
            Assert.Null(CairoVerifier.Verify(proof, program: known));
            Assert.Equal(expected.ProgramHash, ProofStatement.Of(proof, known).ProgramHash);
        }
    }

    [Fact]
    public void AnAlteredProgramIsNotHiddenByTheGenuineOne()
    {
        CairoProof proof = SharedProofs.Read("ret_opcode.canonical_small.proof.json");
        PublicCell[] program = proof.Claim.PublicData.Program;
        KnownProgram genuine = new(program.Select(cell => cell.Value));
        Assert.Equal(ProofStatement.Of(proof).ProgramHash, genuine.Hash);
        PublicCell[] altered = [.. program[..^1], program[^1] with { Value = program[^1].Value + 1 }];
        CairoProof forged = proof with { Claim = proof.Claim with { PublicData = proof.Claim.PublicData with { Program = altered } } };
        Assert.NotNull(CairoVerifier.Verify(forged, program: genuine));
        Assert.NotNull(CairoVerifier.Verify(forged, program: new KnownProgram(altered.Select(cell => cell.Value))));
        Assert.NotEqual(genuine.Hash, ProofStatement.Of(forged, genuine).ProgramHash);
    }
}
