using System;
using System.Threading;
using Kraken.Cairo.Prover;
using Kraken.Watcher.Queue;

namespace Kraken.Watcher.Proving;

/// <summary>Proves queued calls.</summary>
internal interface ICallProver
{
    /// <summary>What keeps this process from proving anything at all; null for nothing.</summary>
    string? Obstacle { get; }

    /// <summary>Runs, proves, encodes and verifies.</summary>
    /// <exception cref="ProofRefusedException">The call cannot be proved; any other failure may pass.</exception>
    ProvedCall Prove(ProofJob job, IProgress<ProvePhase> progress, CancellationToken cancellation);
}
