using System;
using System.Collections.Generic;

namespace Kraken.Consensus;

/// <summary>The two votes of a round.</summary>
public enum VoteType
{
    /// <summary>First vote: the proposal is acceptable.</summary>
    Prevote,

    /// <summary>Second vote: a quorum found the proposal acceptable.</summary>
    Precommit,
}

/// <summary>A vote, without its signature.</summary>
/// <param name="Type">Prevote or precommit.</param>
/// <param name="Height">The height.</param>
/// <param name="Round">The round, from 0.</param>
/// <param name="Value">The value, null for nil.</param>
/// <param name="Validator">Who votes.</param>
public sealed record Vote(VoteType Type, ulong Height, int Round, ValueId? Value, ValidatorId Validator);

/// <summary>A vote with the voter's signature over its canonical encoding.</summary>
/// <param name="Vote">What is signed.</param>
/// <param name="Signature">The signature; opaque to the core, which never compares or keys by it.</param>
public sealed record SignedVote(Vote Vote, ReadOnlyMemory<byte> Signature);

/// <summary>A proposal, without its signature and payload.</summary>
/// <param name="Height">The height.</param>
/// <param name="Round">The round, from 0.</param>
/// <param name="Value">The proposed value.</param>
/// <param name="ValidRound">The round in which the proposer saw a polka for the value, -1 if in none.</param>
/// <param name="Proposer">Who proposes.</param>
public sealed record Proposal(ulong Height, int Round, ValueId Value, int ValidRound, ValidatorId Proposer);

/// <summary>Proof that a height was decided: precommits of a quorum for one value in one round.</summary>
/// <param name="Height">The height.</param>
/// <param name="Round">The round of the precommits.</param>
/// <param name="Value">The decided value.</param>
/// <param name="Precommits">The votes, in ascending order of validator, each validator once.</param>
public sealed record CommitCertificate(ulong Height, int Round, ValueId Value, IReadOnlyList<SignedVote> Precommits);

/// <summary>Two different votes of one validator in one step: proof of equivocation.</summary>
/// <param name="First">The vote that came first and counts.</param>
/// <param name="Second">The conflicting one.</param>
public sealed record Equivocation(SignedVote First, SignedVote Second);
