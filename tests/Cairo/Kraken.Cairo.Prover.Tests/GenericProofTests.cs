using System.Linq;
using Kraken.Cairo.Air.Proofs;
using Kraken.Cairo.Air.Verification;
using Kraken.Cairo.Prover.Input;
using Kraken.Cairo.Prover.Tests.Constraints;
using Xunit;

namespace Kraken.Cairo.Prover.Tests;

/// <summary>The run of instructions that no compiler writes.</summary>
[Collection(LargeProofs.Name)]
public sealed class GenericProofTests
{
    [Fact]
    public void EachInstructionGoesToTheGenericComponent()
    {
        ProverInput input = GenericProgram.Run();
        Assert.Equal(8, input.StatesByOpcode["generic_opcode"].Count);
        Assert.Equal(5 + 11, input.StatesByOpcode["assert_eq_opcode_imm"].Count + input.StatesByOpcode["assert_eq_opcode"].Count);
        Assert.Equal(1, input.StatesByOpcode["ret_opcode"].Count);
        Assert.Equal(input.Steps, input.StatesByOpcode.Values.Sum(states => (long)states.Count));
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void TheRunIsProvedAndVerified()
    {
        CairoProof proof = CairoProver.Prove(
            GenericProgram.Run(), ProverParameters.Default, cancellation: TestContext.Current.CancellationToken);
        Assert.Null(CairoVerifier.Verify(proof));
    }
}
