using System;
using System.Threading;
using Kraken.Cairo.Prover;
using Kraken.Watcher.Queue;

namespace Kraken.Watcher.Proving;

/// <summary>Proves queued calls.</summary>
internal interface ICallProver
{
    /// <summary>Runs, proves, encodes and verifies.</summary>
    /// <exception cref="ProofRefusedException">The call cannot be proved, or the proof does not state it.</exception>
    ProvedCall Prove(ProofJob job, IProgress<ProvePhase> progress, CancellationToken cancellation);
}
