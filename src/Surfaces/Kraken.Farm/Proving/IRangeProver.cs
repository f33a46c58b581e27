using System;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Farm.Jobs;
using Kraken.Fields;
using Kraken.Proofs.Ranges;

namespace Kraken.Farm.Proving;

/// <summary>Proves blocks of a chain from their witness alone.</summary>
public interface IRangeProver
{
    /// <summary>The hash of the chain's block 0.</summary>
    Felt Genesis { get; }

    /// <summary>What its proofs show: what another program could not prove is tried again.</summary>
    Felt ProgramHash { get; }

    /// <summary>The name of the parameters that it proves with.</summary>
    string Parameters { get; }

    /// <summary>The most cells of the prover's trace for which it has memory.</summary>
    ulong MaxCells { get; }

    /// <summary>Checks the witness, runs, proves, and checks what will be stored. A failure that is no outcome may pass.</summary>
    /// <param name="job">Which blocks, of unknown origin.</param>
    /// <param name="witness">Their witness, of unknown origin.</param>
    /// <param name="progress">Told what is done next.</param>
    /// <param name="cancellation">Ends the work between phases.</param>
    Task<RangeOutcome> ProveAsync(
        RangeJob job, ReadOnlyMemory<byte> witness, IProgress<string> progress, CancellationToken cancellation);

    /// <summary>
    /// Runs the program over a witness without a proof, to see for oneself what another says that it refuses.
    /// </summary>
    /// <param name="job">Which blocks.</param>
    /// <param name="witness">Their witness, of unknown origin.</param>
    /// <param name="cancellation">Ends the work between phases.</param>
    /// <returns>What the program refuses; null where it refuses nothing, or the witness does not show these blocks.</returns>
    Task<RangeOutcome.NotProvable?> FindRefusalAsync(RangeJob job, ReadOnlyMemory<byte> witness, CancellationToken cancellation);

    /// <summary>Gives back the memory that it keeps for the next proof: none is asked for now.</summary>
    void Rest();

    /// <summary>What is wrong with an entry of the store; null for nothing.</summary>
    Task<string?> FindProblemAsync(StoredRange stored, CancellationToken cancellation);
}
