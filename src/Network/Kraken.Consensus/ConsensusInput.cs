using System;
using Kraken.Consensus.Tendermint;

namespace Kraken.Consensus;

/// <summary>A proposal with the proposer's signature over its canonical encoding.</summary>
/// <param name="Proposal">What is signed.</param>
/// <param name="Signature">The signature, opaque to the core.</param>
public sealed record SignedProposal(Proposal Proposal, ReadOnlyMemory<byte> Signature);

/// <summary>Names a timeout.</summary>
/// <param name="Height">The height it belongs to.</param>
/// <param name="Round">The round.</param>
/// <param name="Step">What is waited for.</param>
public readonly record struct TimeoutId(ulong Height, int Round, TimeoutStep Step);

/// <summary>What the host tells a consensus core.</summary>
public abstract record ConsensusInput
{
    private ConsensusInput()
    {
    }

    /// <summary>The previous height is committed; begin this one.</summary>
    public sealed record StartHeight(ulong Height, Committee Committee) : ConsensusInput;

    /// <summary>An authentic proposal, own ones included; its payload is at hand.</summary>
    public sealed record ProposalReceived(SignedProposal Proposal) : ConsensusInput;

    /// <summary>An authentic vote, own ones included.</summary>
    public sealed record VoteReceived(SignedVote Vote) : ConsensusInput;

    /// <summary>The value that <see cref="ConsensusEffect.BuildValue"/> asked for.</summary>
    public sealed record ValueBuilt(ulong Height, int Round, ValueId Value) : ConsensusInput;

    /// <summary>The verdict that <see cref="ConsensusEffect.CheckValue"/> asked for.</summary>
    public sealed record ValueChecked(Proposal Proposal, bool IsValid) : ConsensusInput;

    /// <summary>A scheduled timeout elapsed.</summary>
    public sealed record TimeoutElapsed(TimeoutId Id) : ConsensusInput;
}

/// <summary>What a consensus core asks of its host.</summary>
public abstract record ConsensusEffect
{
    private ConsensusEffect()
    {
    }

    /// <summary>Build a block and answer with <see cref="ConsensusInput.ValueBuilt"/>.</summary>
    public sealed record BuildValue(ulong Height, int Round) : ConsensusEffect;

    /// <summary>Check the proposed block and answer with <see cref="ConsensusInput.ValueChecked"/>.</summary>
    public sealed record CheckValue(Proposal Proposal) : ConsensusEffect;

    /// <summary>Sign and send the proposal with its payload, and hand it back as received.</summary>
    public sealed record BroadcastProposal(Proposal Proposal) : ConsensusEffect;

    /// <summary>Sign and send the vote, and hand it back as received.</summary>
    public sealed record BroadcastVote(Vote Vote) : ConsensusEffect;

    /// <summary>Start a timeout; it may be forgotten when its height or round is left.</summary>
    public sealed record ScheduleTimeout(TimeoutId Id) : ConsensusEffect;

    /// <summary>The height is decided: commit the value, then begin the next height.</summary>
    public sealed record Decide(CommitCertificate Certificate) : ConsensusEffect;

    /// <summary>A validator was caught voting twice.</summary>
    public sealed record ReportEquivocation(Equivocation Evidence) : ConsensusEffect;
}
