using System.Collections.Immutable;
using Kraken.BlockProof.Replay;
using Kraken.Proofs.Checking.Chain;

namespace Kraken.Proofs.Checking;

/// <summary>A block with what checking it found.</summary>
/// <param name="Number">The height.</param>
/// <param name="Steps">The checks in order.</param>
/// <param name="Replayed">Its execution; null when it could not be had.</param>
/// <param name="Classes">The node's classes, as they were compiled here.</param>
/// <param name="Taken">What had to be taken from the node unchecked, a sentence each.</param>
public sealed record CheckedBlock(
    ulong Number, ImmutableArray<CheckStep> Steps, ReplayedBlock? Replayed, RemoteClasses Classes, ImmutableArray<string> Taken)
{
    /// <summary>Every check passed.</summary>
    public bool IsValid => new ProofCheckReport(Steps).IsValid;
}
