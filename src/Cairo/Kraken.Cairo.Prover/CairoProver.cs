using System;
using System.Threading;
using Kraken.Cairo.Air.Proofs;
using Kraken.Cairo.Prover.Input;
using Kraken.Cairo.Prover.Witness;

namespace Kraken.Cairo.Prover;

/// <summary>Proves a finished Cairo run and keeps nothing; <see cref="ProverSession"/> proves more than one.</summary>
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
        using ProverSession session = new();
        return session.Prove(input, parameters, progress, cancellation);
    }
}
