using System.Collections.Generic;
using System.Linq;
using Kraken.Consensus.Engine.Messages;
using Kraken.Consensus.Tendermint;

namespace Kraken.Consensus.Simulation.Peers;

/// <summary>
/// Keeps polkas to itself: it shows its new proposals to as many as a quorum needs beside it and prevotes for none of them, so that only
/// it can put the polka together. Once it proposes again it brings that polka up, against what others locked in the meantime.
/// </summary>
internal class OldPolkaProposer : PeerStrategy
{
    private readonly SortedDictionary<(int Round, ValidatorId Voter), SignedVote> prevotes = [];
    private readonly SortedDictionary<int, TendermintMessage.ProposalMessage> proposals = [];
    private ulong kept;

    public override void Outgoing(int to, PeerMessage message)
    {
        switch (message)
        {
            case PeerMessage.Consensus { Message: TendermintMessage.ProposalMessage proposal }
                when proposal.Signed.Proposal.Proposer == Self:
                Propose(to, proposal);
                break;
            case PeerMessage.Consensus { Message: TendermintMessage.VoteMessage { Signed.Vote: { } vote } } when vote.Validator == Self:
                if (!IsOfOwnRound(vote.Height, vote.Round))
                {
                    Vote(to, vote, message);
                }

                break;
            case PeerMessage.Consensus { Message: { } content } when IsOfOwnRound(content.Height, content.Round) || !PassesOn(content):
                break;
            default:
                Send(to, message);
                break;
        }
    }

    public override void Observe(int from, PeerMessage message)
    {
        Forget();
        switch (message)
        {
            case PeerMessage.Consensus { Message: TendermintMessage.VoteMessage { Signed: { } signed } }
                when signed.Vote is { Type: VoteType.Prevote, Value: not null } vote && vote.Height == Height:
                prevotes.TryAdd((vote.Round, vote.Validator), signed);
                break;
            default:
                break;
        }
    }

    /// <summary>Its vote in a round of somebody else.</summary>
    protected virtual void Vote(int to, Vote vote, PeerMessage message) => Send(to, message);

    /// <summary>True when it repeats what others said.</summary>
    protected virtual bool PassesOn(ConsensusMessage message) => true;

    /// <summary>True for a round whose polka it keeps to itself.</summary>
    private bool IsOfOwnRound(ulong height, int round) => height == kept && proposals.ContainsKey(round);

    private void Propose(int to, TendermintMessage.ProposalMessage message)
    {
        Forget();
        Proposal proposal = message.Signed.Proposal;
        foreach ((int round, TendermintMessage.ProposalMessage old) in proposals.Where(entry => entry.Key < proposal.Round))
        {
            ValueId value = old.Signed.Proposal.Value;
            SignedVote own = (SignedVote)Sign(new Vote(VoteType.Prevote, proposal.Height, round, value, Self));
            SignedVote[] polka = [.. prevotes.Values.Where(vote => vote.Vote.Round == round && vote.Vote.Value == value)
                .Append(own).OrderBy(vote => vote.Vote.Validator)];
            if (World.Committee.IsQuorum(World.Committee.SumOfWeights(polka.Select(vote => vote.Vote.Validator))))
            {
                Send(to, new PeerMessage.Consensus(new TendermintMessage.PolkaMessage(polka)));
                Send(to, ProposalOf(proposal with { Value = value, ValidRound = round }, old.Block));
                return;
            }
        }

        proposals.TryAdd(proposal.Round, message);
        if (to != Others[(proposal.Round + (int)proposal.Height) % Others.Count])
        {
            Send(to, new PeerMessage.Consensus(message));
        }
    }

    private void Forget()
    {
        if (kept != Height)
        {
            kept = Height;
            prevotes.Clear();
            proposals.Clear();
        }
    }
}
