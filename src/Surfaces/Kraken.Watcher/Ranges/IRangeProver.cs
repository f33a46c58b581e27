using System;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Proofs.Ranges;

namespace Kraken.Watcher.Ranges;

/// <summary>Proves blocks of a chain.</summary>
internal interface IRangeProver
{
    /// <summary>What keeps this process from proving anything at all; null for nothing.</summary>
    string? Obstacle { get; }

    /// <summary>The hash of the chain's block 0.</summary>
    Felt Genesis { get; }

    /// <summary>What its proofs show: what another program could not prove is tried again.</summary>
    Felt ProgramHash { get; }

    /// <summary>Reads, runs, proves, and checks what will be stored. Any failure may pass, unless it is an outcome.</summary>
    /// <param name="blocks">The blocks.</param>
    /// <param name="progress">Told what is done next.</param>
    /// <param name="cancellation">Ends the work between phases.</param>
    Task<RangeOutcome> ProveAsync(BlockSpan blocks, IProgress<string> progress, CancellationToken cancellation);

    /// <summary>What is wrong with an entry of the store; null for nothing.</summary>
    Task<string?> FindProblemAsync(StoredRange stored, CancellationToken cancellation);
}
