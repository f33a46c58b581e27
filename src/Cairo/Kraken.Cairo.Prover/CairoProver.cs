using System;
using System.Diagnostics;
using System.Threading;
using Kraken.Cairo.Air.Proofs;
using Kraken.Cairo.Prover.Input;
using Kraken.Cairo.Prover.Witness;
using Kraken.Fields;
using Kraken.Stark.Channels;

namespace Kraken.Cairo.Prover;

/// <summary>Proves finished Cairo runs.</summary>
public static class CairoProver
{
    /// <summary>Proves a run. The proof is a function of input and parameters alone.</summary>
    /// <param name="input">The run.</param>
    /// <param name="parameters">How to prove.</param>
    /// <param name="progress">Told when each step begins; may be null.</param>
    /// <param name="cancellation">Ends the work between steps and in the proof-of-work searches.</param>
    /// <exception cref="ProvingException">
    /// The parameters are refused (see <see cref="ProverParameters.FindError"/>) or the run cannot be proved.
    /// </exception>
    /// <exception cref="OperationCanceledException">The work was ended.</exception>
    public static CairoProof Prove(
        ProverInput input, ProverParameters parameters, IProgress<ProvePhase>? progress = null, CancellationToken cancellation = default)
    {
        if (parameters.FindError() is { } error)
        {
            throw new ProvingException($"the parameters are refused: {error}");
        }

        Stopwatch watch = Stopwatch.StartNew();
        void Report(ProveStep step)
        {
            cancellation.ThrowIfCancellationRequested();
            progress?.Report(new(step, watch.Elapsed));
        }

        if (parameters.Hash == Poseidon252Channel.Name)
        {
            using ProverRun<Poseidon252Channel, Felt> poseidon = new(new Poseidon252Channel(), input, parameters, Report, cancellation);
            return poseidon.Prove();
        }

        if (parameters.Hash == Blake2sM31Channel.Name)
        {
            using ProverRun<Blake2sM31Channel, Blake2sHash> reduced = new(new Blake2sM31Channel(), input, parameters, Report, cancellation);
            return reduced.Prove();
        }

        using ProverRun<Blake2sChannel, Blake2sHash> blake = new(new Blake2sChannel(), input, parameters, Report, cancellation);
        return blake.Prove();
    }
}
