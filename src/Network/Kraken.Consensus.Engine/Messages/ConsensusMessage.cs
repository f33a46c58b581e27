using System;

namespace Kraken.Consensus.Engine.Messages;

/// <summary>What validators send each other.</summary>
public abstract record ConsensusMessage
{
    private ConsensusMessage()
    {
    }

    /// <summary>A proposal with its block.</summary>
    /// <param name="Proposal">The signed proposal.</param>
    /// <param name="Block">The proposed block in the application's encoding.</param>
    public sealed record ProposalMessage(SignedProposal Proposal, ReadOnlyMemory<byte> Block) : ConsensusMessage;

    /// <summary>A vote.</summary>
    public sealed record VoteMessage(SignedVote Vote) : ConsensusMessage;

    /// <summary>The sender's last committed height: who is behind asks for blocks.</summary>
    public sealed record Status(ulong CommittedHeight) : ConsensusMessage;

    /// <summary>Asks for a committed block.</summary>
    public sealed record BlockRequest(ulong Height) : ConsensusMessage;

    /// <summary>A committed block and the certificate that decided it.</summary>
    public sealed record DecidedBlock(CommitCertificate Certificate, ReadOnlyMemory<byte> Block) : ConsensusMessage;
}
