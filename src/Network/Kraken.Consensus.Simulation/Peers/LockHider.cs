using System.Collections.Generic;
using System.Linq;
using Kraken.Consensus.Engine.Messages;
using Kraken.Consensus.Tendermint;

namespace Kraken.Consensus.Simulation.Peers;

/// <summary>
/// Tries to make one node decide while another does not even know that there is something to decide: it shows its proposal to no more
/// nodes than a quorum needs beside itself, the next proposer not among them, and its precommit to one of them. In other rounds it votes
/// for whatever is proposed. Where locks do not hold, the chain forks.
/// </summary>
internal sealed class LockHider : PeerStrategy
{
    private (ulong Height, int Round) hidden;
    private List<int> audience = [];

    public override void Outgoing(int to, PeerMessage message)
    {
        switch (message)
        {
            case PeerMessage.Consensus { Message: TendermintMessage.ProposalMessage { Signed.Proposal: { } proposal } }
                when proposal.Proposer == Self:
                Choose(proposal);
                SendIf(audience.Contains(to), to, message);
                break;
            case PeerMessage.Consensus { Message: TendermintMessage.VoteMessage { Signed.Vote: { } vote } } when vote.Validator == Self:
                if ((vote.Height, vote.Round) == hidden)
                {
                    SendIf(vote.Type == VoteType.Prevote ? audience.Contains(to) : audience[0] == to, to, message);
                }

                break;
            case PeerMessage.Consensus { Message: { } content } when (content.Height, content.Round) == hidden:
                break;
            default:
                Send(to, message);
                break;
        }
    }

    public override void Observe(int from, PeerMessage message)
    {
        if (message is PeerMessage.Consensus { Message: TendermintMessage.ProposalMessage { Signed.Proposal: { } proposal } }
            && proposal.Proposer != Self && proposal.Height == Height)
        {
            SendAll(VoteOf(VoteType.Prevote, proposal.Height, proposal.Round, proposal.Value));
            SendAll(VoteOf(VoteType.Precommit, proposal.Height, proposal.Round, proposal.Value));
        }
    }

    private void SendIf(bool isMeant, int to, PeerMessage message)
    {
        if (isMeant)
        {
            Send(to, message);
        }
    }

    private void Choose(Proposal proposal)
    {
        if (hidden == (proposal.Height, proposal.Round))
        {
            return;
        }

        hidden = (proposal.Height, proposal.Round);
        IReadOnlyList<ValidatorId> validators = World.Committee.Validators;
        ValidatorId next = validators[(validators.ToList().IndexOf(Self) + 1) % validators.Count];
        int quorum = (2 * validators.Count / 3) + 1;

        // The one that decides alone is the one that takes longest to tell.
        audience =
        [
            .. Others.Where(index => World.Nodes[index].Self != next)
                .OrderByDescending(index => World.Nodes[index].Profile.Commit).ThenBy(_ => Numbers.Next()).Take(quorum - 1),
        ];
    }
}
