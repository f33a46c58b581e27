using System;
using System.Collections.Immutable;
using System.Linq;
using Kraken.BlockProof.Program;
using Kraken.BlockProof.Runs;
using Kraken.Cairo.Air.Proofs;
using Kraken.Cairo.Air.Proofs.Formats;
using Kraken.Cairo.Air.Verification;
using Kraken.Cairo.Prover;
using Kraken.Cairo.Prover.Adapter;
using Kraken.Execution.Classes;
using Kraken.Execution.Constants;
using Kraken.Fields;
using Kraken.Sequencer;
using Kraken.Starknet.Genesis;
using Xunit;

namespace Kraken.Watcher.Tests.Proving;

public sealed class CallProverTests
{
    [Fact]
    [Trait("Speed", "Slow")]
    public void A_call_of_fib_is_proved_and_verified()
    {
        Assert.True(new ClassCompiler().TryCompile(ChainContracts.Demo.Class, out CompiledContract? demo, out string? error), error);
        Felt fib = Felt.Parse("0x112e35f48499939272000bd72eb840e502ca4c3aefa8800992e8defb746e0c9");
        VersionedConstants constants = VersionedConstants.ForVersion("0.14.4")!;
        InvokeProgram program = InvokeProgram.Build(demo!.ClassHash, demo.Casm, fib, constants);
        Assert.True(InvokeRun.TryRun(program, new(10_000_000, [10]), new ContractStorage(_ => 3), constants, out InvokeRun? run, out error), error);

        CairoProof proof = CairoProver.Prove(ProverInputAdapter.Adapt(run!.Runner), ProverParameters.Default);
        byte[] file = ProofEncoder.Encode(proof, ProofFormat.CairoSerde);
        VerificationReport report = ProofFileVerifier.Verify(file);
        Assert.True(report.IsValid, report.Error?.ToString());
        Assert.Equal(program.Hash, report.Statement!.ProgramHash);
        Assert.Equal(run.OutputFelts, report.Statement.Output);
    }
}
