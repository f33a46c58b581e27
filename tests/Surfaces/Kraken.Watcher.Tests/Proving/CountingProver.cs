using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Kraken.BlockProof.Program;
using Kraken.Cairo.Air.Preprocessed;
using Kraken.Cairo.Air.Verification;
using Kraken.Cairo.Prover;
using Kraken.Fields;
using Kraken.Watcher.Proving;
using Kraken.Watcher.Queue;

namespace Kraken.Watcher.Tests.Proving;

/// <summary>Stands in for the prover where the order of work is tested, not the proof.</summary>
internal sealed class CountingProver : ICallProver
{
    public List<Felt> Proved { get; } = [];

    public string? Obstacle { get; set; }

    public Action<ProofJob> Before { get; set; } = _ => { };

    public ProvedCall Prove(ProofJob job, IProgress<ProvePhase> progress, CancellationToken cancellation)
    {
        Before(job);
        cancellation.ThrowIfCancellationRequested();
        Proved.Add(job.TransactionHash);
        progress.Report(new ProvePhase(ProveStep.Done, TimeSpan.Zero));
        InvokeOutput output = new()
        {
            ClassHash = job.ClassHash,
            Selector = job.Selector,
            Calldata = job.Calldata,
            InitialGas = job.Gas,
            GasUsed = 1,
            Panicked = false,
            ReturnData = [],
            Syscalls = [],
        };
        return new ProvedCall(
            [1, 2, 3], new ProofStatement(99, job.Output, 96, "blake2s", PreprocessedVariant.CanonicalSmall),
            output, 100, default, default, default);
    }
}
