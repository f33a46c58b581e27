using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using Kraken.BlockProof.Binding;
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
using Kraken.Proofs.Checking.Chain;
using Kraken.Stark.Prover.Simd;
using Kraken.Watcher.Queue;

namespace Kraken.Watcher.Proving;

/// <summary>Proves with this process's prover, then verifies the file that will be stored, as anybody would.</summary>
/// <param name="classes">The node's classes.</param>
/// <param name="turn">Held by whoever proves, for one proof takes the memory of this machine; null where nothing else does.</param>
internal sealed class CallProver(RemoteClasses classes, SemaphoreSlim? turn = null) : ICallProver
{
    /// <inheritdoc/>
    public string? Obstacle => VectorHardware.IsSupported ? null : "this processor has no AVX2, which the prover needs; calls wait";

    /// <inheritdoc/>
    public ProvedCall Prove(ProofJob job, IProgress<ProvePhase> progress, CancellationToken cancellation)
    {
        turn?.Wait(cancellation);
        try
        {
            return ProveInTurn(job, progress, cancellation);
        }
        finally
        {
            turn?.Release();
        }
    }

    private ProvedCall ProveInTurn(ProofJob job, IProgress<ProvePhase> progress, CancellationToken cancellation)
    {
        CompiledContract contract = classes.Known(job.ClassHash) ?? classes.Find(job.BlockNumber, job.ClassHash, cancellation)
            ?? throw new ProofRefusedException($"class {job.ClassHash} is unknown or does not compile");
        VersionedConstants constants = VersionedConstants.ForVersion(job.StarknetVersion)
            ?? throw new ProofRefusedException($"the constants of protocol version {job.StarknetVersion} are unknown");
        long started = Stopwatch.GetTimestamp();
        InvokeProgram program = InvokeProgram.TryBuild(job.ClassHash, contract.Casm, job.Selector, constants, out string? refusal)
            ?? throw new ProofRefusedException(refusal!);
        if (!InvokeRun.TryRun(program, job.Inputs(), job.Storage(), constants, out InvokeRun? run, out refusal))
        {
            throw new ProofRefusedException(refusal!);
        }

        TimeSpan runTime = Stopwatch.GetElapsedTime(started);
        started = Stopwatch.GetTimestamp();
        byte[] file = Prove(run!, progress, cancellation);
        TimeSpan proveTime = Stopwatch.GetElapsedTime(started);
        VerificationReport report = ProofFileVerifier.Verify(file);
        ProofStatement statement = report is { IsValid: true, Statement: { } read }
            ? read
            : throw new InvalidOperationException($"the own proof is refused: {report.Error}");
        CheckStatement(statement, job, contract, constants);
        InvokeOutput output = InvokeOutput.TryParse(statement.Output.AsSpan())!;
        return new ProvedCall(file, statement, output, run!.Steps, runTime, proveTime, report.DecodeTime + report.VerifyTime);
    }

    private static byte[] Prove(InvokeRun run, IProgress<ProvePhase> progress, CancellationToken cancellation)
    {
        CairoProof proof = CairoProver.Prove(ProverInputAdapter.Adapt(run.Runner), ProverParameters.Default, progress, cancellation);
        return ProofEncoder.Encode(proof, ProofFormat.CairoSerde);
    }

    private static void CheckStatement(ProofStatement statement, ProofJob job, CompiledContract contract, VersionedConstants constants)
    {
        IReadOnlyList<BindingMismatch> mismatches =
            InvokeBinding.CheckProgram(statement.ProgramHash, job.ClassHash, contract.Casm, job.Selector, constants);
        if (mismatches.Count > 0)
        {
            throw new InvalidOperationException(mismatches[0].ToString());
        }

        if (!statement.Output.SequenceEqual(job.Output))
        {
            throw new InvalidOperationException(
                $"the proof's output [{Text(statement.Output)}] is not the one bound to the block [{Text(job.Output)}]");
        }
    }

    private static string Text(IEnumerable<Felt> felts) => string.Join(' ', felts);
}
