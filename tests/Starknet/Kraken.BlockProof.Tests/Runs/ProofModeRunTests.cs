using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Kraken.BlockProof.Hints;
using Kraken.BlockProof.Runs;
using Kraken.BlockProof.Tests.Cairo;
using Kraken.Cairo.Air.Proofs;
using Kraken.Cairo.Air.Proofs.Formats;
using Kraken.Cairo.Air.Verification;
using Kraken.Cairo.Hints.Cairo0;
using Kraken.Cairo.Hints.Casm;
using Kraken.Cairo.Prover;
using Kraken.Cairo.Prover.Adapter;
using Kraken.Cairo.Vm.Memory;
using Kraken.Cairo.Vm.Programs;
using Kraken.Casm.Builtins;
using Kraken.Casm.Classes;
using Kraken.Fields;
using Kraken.Hashing;
using Xunit;

namespace Kraken.BlockProof.Tests.Runs;

/// <summary>
/// A Cairo 0 program in S-two's frame that calls a contract's code loaded at run time, with the code's range checks in a temporary
/// segment that is moved behind the program's own.
/// </summary>
public sealed class ProofModeRunTests
{
    private static readonly Felt ReturnWord = Felt.Parse("0x208b7fff7fff7ffe");

    [Fact]
    public void ARunIsTheCallWithTheHashesOfItsArguments()
    {
        Assert.True(TryRun(10, default, out ProofModeRun? run, out string? error), error);
        Assert.Equal([Poseidon.HashMany([10]), Pedersen.HashArray([10]), 0, 1, 55], run!.Output[..5]);
        Assert.True(run.Output[5].TryToUInt64(out ulong left) && left < 100_000_000);
        Assert.True(run.Runner.Machine.FindBuiltin(BuiltinName.RangeCheck)!.UsedCells(run.Runner.Machine.Memory) > 10);
        Assert.Equal(0, run.Runner.Machine.Memory.TemporarySegmentCount);
    }

    [Fact]
    public void ARangeCheckOutOfRangeIsFoundWhenItsSegmentIsMoved()
    {
        Assert.True(TryRun(10, UInt128.MaxValue, out _, out string? error), error);
        Assert.False(TryRun(10, BigInteger.One << 128, out _, out error));
        Assert.Contains("Range-check validation failed", error);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void ARunIsProvedAndVerified()
    {
        Assert.True(TryRun(10, default, out ProofModeRun? run, out string? error), error);
        CairoProof proof = CairoProver.Prove(
            ProverInputAdapter.Adapt(run!.Runner), ProverParameters.Default, null, TestContext.Current.CancellationToken);
        VerificationReport report = ProofFileVerifier.Verify(ProofEncoder.Encode(proof, ProofFormat.CairoSerde));
        Assert.Null(report.Error);
        Assert.Equal(run.Output, report.Statement!.Output);
        Assert.Equal(ProofModeRun.HashOf(run.Runner.Program.Data), report.Statement.ProgramHash);
    }

    // Before the code's range checks stands one of the caller's choice.
    private static bool TryRun(int n, BigInteger first, out ProofModeRun? run, out string? error)
    {
        CairoProgram program = CairoTest.Compile("proved_call.cairo", isProofMode: true);
        Assert.Equal(ProofModeRun.Builtins, program.Builtins.Select(name => name.Text()));
        Dictionary<string, HintFactory> own = new(LibraryHints.All)
        {
            ["code_under_test"] = ids => hint => Load(hint, ids, n, first),
            ["place_checks"] = ids => hint => hint.Memory.AddRelocationRule(
                ids["checks"].Pointer(hint), ids["ours"].Pointer(hint)),
        };
        return ProofModeRun.TryRun(program, new Cairo0HintProcessor(new Cairo0Hints(program, own)), 1 << 20, out run, out error);
    }

    private static void Load(HintRun hint, HintBinder ids, int n, BigInteger first)
    {
        CasmClass demo = RepositoryData.Casm("demo");
        VmMemory memory = hint.Memory;
        Relocatable code = memory.AddSegment();
        Relocatable prices = memory.AddSegment();
        memory.Load(prices, new Felt[7]);
        memory.Load(memory.Load(code, demo.Bytecode.AsSpan()), [ReturnWord, prices]);
        hint.Machine.LoadHints(code.Segment, new CasmHintProcessor(new CasmHints(demo.Hints)));
        CasmEntryPoint entry = demo.EntryPoints.External.First(candidate => candidate.Selector == Selector.FromName("fibonacci"));
        Assert.Equal(["range_check"], entry.Builtins);
        Relocatable calldata = memory.AddSegment();
        memory.Insert(calldata, (Felt)n);
        Relocatable checks = memory.AddTemporarySegment();
        ids["entry"].Set(hint, code + entry.Offset);
        ids["syscalls"].Set(hint, memory.AddSegment());
        ids["calldata"].Set(hint, calldata);
        ids["length"].Set(hint, Felt.One);
        ids["checks"].Set(hint, checks);
        ids["first"].Set(hint, first);
    }
}
