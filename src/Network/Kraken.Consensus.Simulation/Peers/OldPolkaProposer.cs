using System.Collections.Generic;
using System.Linq;
using Kraken.Consensus.Engine.Messages;
using Kraken.Consensus.Tendermint;

namespace Kraken.Consensus.Simulation.Peers;

/// <summary>
/// Keeps polkas to itself: it shows its new proposals to as many as a quorum needs beside it and prevotes for none of them, so that only
/// it can put the polka together. Once it proposes again it brings that polka up, against what others locked in the meantime.
/// </summary>
internal sealed class OldPolkaProposer : PeerStrategy
{
    private readonly SortedDictionary<(int Round, ValidatorId Voter), SignedVote> prevotes = [];
    private readonly SortedDictionary<int, TendermintMessage.ProposalMessage> proposals = [];
    private ulong kept;

    public override void Outgoing(int to, PeerMessage message)
    {
        switch (message)
        {
            case PeerMessage.Consensus { Message: TendermintMessage.ProposalMessage proposal } when proposal.Signed.Proposal.Proposer == Self:
                Propose(to, proposal);
                break;
            case PeerMessage.Consensus { Message: TendermintMessage.VoteMessage { Signed.Vote: { } vote } } when vote.Validator == Self && Mine(vote):
                break;
            case PeerMessage.Consensus { Message: { } content } when proposals.TryGetValue(content.Round, out TendermintMessage.ProposalMessage? own)
                && content.Height == own.Height && own.Signed.Proposal.Proposer == Self:
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
            case PeerMessage.Consensus { Message: TendermintMessage.VoteMessage { Signed: { Vote: { Type: VoteType.Prevote, Value: not null } vote } signed } } when vote.Height == Height:
                prevotes.TryAdd((vote.Round, vote.Validator), signed);
                break;
            default:
                break;
        }
    }

    private bool Mine(Vote vote) => vote.Height == kept && proposals.ContainsKey(vote.Round);

    private void Propose(int to, TendermintMessage.ProposalMessage message)
    {
        Forget();
        Proposal proposal = message.Signed.Proposal;
        foreach ((int round, TendermintMessage.ProposalMessage old) in proposals.Where(entry => entry.Key < proposal.Round))
        {
            ValueId value = old.Signed.Proposal.Value;
            SignedVote own = (SignedVote)Sign(new Vote(VoteType.Prevote, proposal.Height, round, value, Self));
            SignedVote[] polka = [.. prevotes.Values.Where(vote => vote.Vote.Round == round && vote.Vote.Value == value).Append(own).OrderBy(vote => vote.Vote.Validator)];
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
