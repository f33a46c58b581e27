using System;
using System.Collections.Generic;

namespace Kraken.Consensus.Tendermint;

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
/// <param name="Round">The round, from 0.</param>
/// <param name="Value">The value, null for nil.</param>
/// <param name="Validator">Who votes.</param>
public sealed record Vote(VoteType Type, ulong Height, int Round, ValueId? Value, ValidatorId Validator) : Statement
{
    /// <inheritdoc/>
    public override StatementSlot Slot => new(Height, Round, Type == VoteType.Prevote ? StatementKinds.Prevote : StatementKinds.Precommit);

    /// <inheritdoc/>
    public override ValidatorId Author => Validator;
}

/// <summary>A vote with the voter's signature.</summary>
/// <param name="Vote">What is signed.</param>
public sealed record SignedVote(Vote Vote, ReadOnlyMemory<byte> Signature) : SignedStatement(Signature)
{
    /// <inheritdoc/>
    public override Statement Statement => Vote;
}

/// <summary>A proposal, without its signature and payload.</summary>
/// <param name="Round">The round, from 0.</param>
/// <param name="Value">The proposed value.</param>
/// <param name="ValidRound">The round in which the proposer saw a polka for the value, -1 if in none.</param>
public sealed record Proposal(ulong Height, int Round, ValueId Value, int ValidRound, ValidatorId Proposer) : Statement
{
    /// <summary>The digest of the block's bytes, part of what is signed.</summary>
    public BlockDigest Digest { get; init; }

    /// <inheritdoc/>
    public override StatementSlot Slot => new(Height, Round, StatementKinds.Proposal);

    /// <inheritdoc/>
    public override ValidatorId Author => Proposer;
}

/// <summary>A proposal with the proposer's signature.</summary>
/// <param name="Proposal">What is signed.</param>
public sealed record SignedProposal(Proposal Proposal, ReadOnlyMemory<byte> Signature) : SignedStatement(Signature)
{
    /// <inheritdoc/>
    public override Statement Statement => Proposal;
}

/// <summary>Proof that a height was decided: precommits of a quorum for one value in one round.</summary>
/// <param name="Round">The round of the precommits.</param>
/// <param name="Precommits">The votes, in ascending order of validator, each validator once.</param>
public sealed record CommitCertificate(
    ulong DecidedHeight,
    int Round,
    ValueId DecidedValue,
    IReadOnlyList<SignedVote> Precommits) : Certificate
{
    /// <inheritdoc/>
    public override ulong Height => DecidedHeight;

    /// <inheritdoc/>
    public override ValueId Value => DecidedValue;

    /// <inheritdoc/>
    public override AlgorithmTag Algorithm => AlgorithmTag.Tendermint;

    /// <inheritdoc/>
    public override IReadOnlyList<SignedStatement> Statements => Precommits;
}

/// <summary>Two different votes of one validator in one step: proof of equivocation.</summary>
/// <param name="First">The vote that came first and counts.</param>
/// <param name="Second">The conflicting one.</param>
public sealed record Equivocation(SignedVote First, SignedVote Second);

/// <summary>The kinds of statements of a round, in the order in which they are made.</summary>
internal static class StatementKinds
{
    public const byte Proposal = 0;
    public const byte Prevote = 1;
    public const byte Precommit = 2;
}
