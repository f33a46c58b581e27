using System;
using Kraken.Serialization;

namespace Kraken.Consensus.Tendermint;

/// <summary>Tendermint [TENDERMINT] as the engine runs it.</summary>
/// <param name="timeouts">The timeouts of its rounds.</param>
/// <param name="selection">Who proposes.</param>
public sealed class TendermintAlgorithm(TendermintTimeouts timeouts, IProposerSelection selection) : IConsensusAlgorithm
{
    /// <inheritdoc/>
    public AlgorithmTag Tag => AlgorithmTag.Tendermint;

    /// <inheritdoc/>
    public IConsensusCore CreateCore(ValidatorId self) => new TendermintCore(self, selection, timeouts);

    /// <inheritdoc/>
    public bool Opens(ConsensusMessage message, Committee committee) =>
        message is TendermintMessage.ProposalMessage { Round: 0 } proposal
        && proposal.Signed.Proposal.Proposer == selection.Proposer(committee, proposal.Height, 0);

    /// <inheritdoc/>
    public byte[] SigningBytes(SigningDomain domain, Statement statement)
    {
        ArgumentNullException.ThrowIfNull(domain);
        switch (statement)
        {
            case Vote vote:
                ByteWriter bytes = domain.Begin("kraken/tendermint/vote");
                MessageEncoding.Write(bytes, vote);
                return bytes.ToArray();
            case Proposal proposal:
                bytes = domain.Begin("kraken/tendermint/proposal");
                MessageEncoding.Write(bytes, proposal);
                return bytes.ToArray();
            default:
                throw Foreign(statement);
        }
    }

    /// <inheritdoc/>
    public SignedStatement Sign(Statement statement, ReadOnlyMemory<byte> signature) => statement switch
    {
        Vote vote => new SignedVote(vote, signature),
        Proposal proposal => new SignedProposal(proposal, signature),
        _ => throw Foreign(statement),
    };

    /// <inheritdoc/>
    public ConsensusMessage MessageOf(SignedStatement signed, ReadOnlyMemory<byte> block) => signed switch
    {
        SignedVote vote => new TendermintMessage.VoteMessage(vote),
        SignedProposal proposal => new TendermintMessage.ProposalMessage(proposal, block),
        _ => throw Foreign(signed),
    };

    /// <inheritdoc/>
    public ValueId? CarriedValue(Statement statement) => (statement as Proposal)?.Value;

    /// <inheritdoc/>
    public ConsensusMessage WithBlock(ConsensusMessage message, ReadOnlyMemory<byte> block) =>
        message is TendermintMessage.ProposalMessage proposal ? proposal with { Block = block } : message;

    /// <inheritdoc/>
    public void Write(ByteWriter writer, ConsensusMessage message) =>
        MessageEncoding.Write(writer, message as TendermintMessage ?? throw Foreign(message));

    /// <inheritdoc/>
    public ConsensusMessage? Read(ref ByteReader reader, int maxBlockBytes) => MessageEncoding.Read(ref reader, maxBlockBytes);

    /// <inheritdoc/>
    public void Write(ByteWriter writer, Certificate certificate) =>
        MessageEncoding.Write(writer, certificate as CommitCertificate ?? throw Foreign(certificate));

    /// <inheritdoc/>
    public Certificate? ReadCertificate(ref ByteReader reader) => MessageEncoding.ReadCertificate(ref reader);

    /// <inheritdoc/>
    public bool Proves(Certificate certificate, Committee committee)
    {
        ArgumentNullException.ThrowIfNull(committee);
        if (certificate is not CommitCertificate commit)
        {
            return false;
        }

        // Ascending order, which the encoding demands too, counts each validator once.
        UInt128 weight = 0;
        ValidatorId? last = null;
        foreach (SignedVote vote in commit.Precommits)
        {
            Vote expected = new(VoteType.Precommit, commit.Height, commit.Round, commit.Value, vote.Vote.Validator);
            if (vote.Vote != expected || (last is { } before && vote.Vote.Validator <= before))
            {
                return false;
            }

            last = vote.Vote.Validator;
            weight += committee.Weight(vote.Vote.Validator);
        }

        return committee.IsQuorum(weight);
    }

    private static ArgumentException Foreign(object? given) =>
        new($"expected something of Tendermint's, got {given?.GetType().Name ?? "null"}");
}
