using System;
using System.Collections.Generic;

namespace Kraken.Consensus.Tendermint;

/// <summary>What validators tell each other: proposals, votes and polkas.</summary>
public abstract record TendermintMessage : ConsensusMessage
{
    private TendermintMessage()
    {
    }

    /// <summary>A proposal with its block.</summary>
    /// <param name="Signed">The signed proposal.</param>
    /// <param name="Block">The block; empty where the message was logged without it.</param>
    public sealed record ProposalMessage(SignedProposal Signed, ReadOnlyMemory<byte> Block) : TendermintMessage
    {
        /// <inheritdoc/>
        public override string Kind => "proposal";

        /// <inheritdoc/>
        public override ulong Height => Signed.Proposal.Height;

        /// <inheritdoc/>
        public override int Round => Signed.Proposal.Round;

        /// <inheritdoc/>
        public override IReadOnlyList<SignedStatement> Statements => [Signed];

        /// <summary>
        /// The block. One that is proposed again was built by an earlier proposer: the polka of its valid round, without which nobody
        /// prevotes it, vouches for that one.
        /// </summary>
        public override CarriedBlock Carried =>
            new(Signed.Proposal.Value, Signed.Proposal.Digest, Signed.Proposal.ValidRound >= 0 ? null : Signed.Proposal.Proposer, Block);
    }

    /// <summary>One validator's prevote or precommit.</summary>
    public sealed record VoteMessage(SignedVote Signed) : TendermintMessage
    {
        /// <inheritdoc/>
        public override string Kind => Signed.Vote.Type == VoteType.Prevote ? "prevote" : "precommit";

        /// <inheritdoc/>
        public override ulong Height => Signed.Vote.Height;

        /// <inheritdoc/>
        public override int Round => Signed.Vote.Round;

        /// <inheritdoc/>
        public override IReadOnlyList<SignedStatement> Statements => [Signed];
    }

    /// <summary>
    /// A polka: prevotes of a quorum for one value in one round. It counts whatever its signers told this node before, so a validator
    /// that prevoted differently towards different peers cannot hide a lock from them.
    /// </summary>
    /// <param name="Prevotes">The votes, in ascending order of validator, equal but for the voter; at least one.</param>
    public sealed record PolkaMessage(IReadOnlyList<SignedVote> Prevotes) : TendermintMessage
    {
        /// <inheritdoc/>
        public override string Kind => "polka";

        /// <inheritdoc/>
        public override ulong Height => Prevotes[0].Vote.Height;

        /// <inheritdoc/>
        public override int Round => Prevotes[0].Vote.Round;

        /// <inheritdoc/>
        public override IReadOnlyList<SignedStatement> Statements => Prevotes;

        /// <summary>What all the prevotes are for.</summary>
        public ValueId? Value => Prevotes[0].Vote.Value;
    }
}
