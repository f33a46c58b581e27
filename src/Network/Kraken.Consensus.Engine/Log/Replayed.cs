using System.Collections.Generic;
using System.Linq;
using Kraken.Consensus.Engine.Messages;

namespace Kraken.Consensus.Engine.Log;

/// <summary>What a replayed log answers already: those effects of the replay are not executed again.</summary>
internal sealed class Replayed(ValidatorId self, IReadOnlyList<LogRecord> records, int round)
{
    private readonly HashSet<Proposal> judged = [.. records.Select(record => record.Input).OfType<ConsensusInput.ValueChecked>().Select(check => check.Proposal)];
    private readonly HashSet<int> built = [.. records.Select(record => record.Input).OfType<ConsensusInput.ValueBuilt>().Select(value => value.Round)];
    private readonly HashSet<Vote> votes = [.. OwnVotes(self, records).Select(vote => vote.Vote)];
    private readonly HashSet<Proposal> proposals = [.. OwnProposals(self, records).Select(entry => entry.Proposal.Proposal)];

    /// <summary>The messages of this validator that the log holds, signed before the crash: they may not have left, so they are sent again.</summary>
    public static IEnumerable<ConsensusMessage> MessagesOf(ValidatorId self, IReadOnlyList<LogRecord> records) =>
    [
        .. OwnProposals(self, records).Select(entry => new ConsensusMessage.ProposalMessage(entry.Proposal, entry.Block)),
        .. OwnVotes(self, records).Select(vote => new ConsensusMessage.VoteMessage(vote)),
    ];

    /// <summary>True when the log holds the effect's outcome.</summary>
    public bool Answers(ConsensusEffect effect) => effect switch
    {
        ConsensusEffect.CheckValue check => judged.Contains(check.Proposal),
        ConsensusEffect.BuildValue build => built.Contains(build.Round) || build.Round < round,
        ConsensusEffect.BroadcastVote cast => votes.Contains(cast.Vote),
        ConsensusEffect.BroadcastProposal propose => proposals.Contains(propose.Proposal),
        _ => false,
    };

    private static IEnumerable<SignedVote> OwnVotes(ValidatorId self, IReadOnlyList<LogRecord> records) =>
        records.Select(record => record.Input).OfType<ConsensusInput.VoteReceived>().Select(received => received.Vote).Where(vote => vote.Vote.Validator == self);

    private static IEnumerable<(SignedProposal Proposal, System.ReadOnlyMemory<byte> Block)> OwnProposals(ValidatorId self, IReadOnlyList<LogRecord> records) =>
        records.Where(record => record.Input is ConsensusInput.ProposalReceived received && received.Proposal.Proposal.Proposer == self)
            .Select(record => (((ConsensusInput.ProposalReceived)record.Input).Proposal, record.Block));
}
