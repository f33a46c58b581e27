using System.Collections.Immutable;
using System.Linq;
using Kraken.BlockProof.Statement;
using Kraken.Cairo.Air.Verification;
using Kraken.Fields;

namespace Kraken.Proofs.Checking.Blocks;

/// <summary>What checking a proof of blocks found.</summary>
/// <param name="Steps">All steps in order.</param>
/// <param name="Statement">What the proof states, once it was read; worth nothing unless every step passed.</param>
/// <param name="Taken">What had to be taken unchecked, a sentence each.</param>
public sealed record BlockProofReport(ImmutableArray<CheckStep> Steps, BlockStatement? Statement, ImmutableArray<string> Taken)
{
    /// <summary>The STARK proof's public part, once it was verified; null before.</summary>
    public ProofStatement? Proof { get; init; }

    /// <summary>The hash of the program that was verified; null before.</summary>
    public Felt? ProgramHash => Proof?.ProgramHash;

    /// <summary>The bits of security of what was verified; null before.</summary>
    public int? SecurityBits => Proof?.SecurityBits;

    /// <summary>Every step passed, and there was one.</summary>
    public bool IsValid => FirstFailure is null && !Steps.IsEmpty;

    /// <summary>The first step that did not pass; null when all did.</summary>
    public CheckStep? FirstFailure => Steps.FirstOrDefault(step => step.Outcome != CheckOutcome.Passed);
}
