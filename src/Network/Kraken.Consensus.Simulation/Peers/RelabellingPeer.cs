using System.Collections.Generic;
using System.Linq;
using Kraken.Consensus.Engine.Messages;
using Kraken.Consensus.Simulation.Clock;
using Kraken.Consensus.Tendermint;
using Kraken.Fields;

namespace Kraken.Consensus.Simulation.Peers;

/// <summary>
/// Takes what others signed and changes one thing of it under their signature: a vote's type, round, height, value or voter, a proposal's
/// round, valid round or block.
/// </summary>
internal sealed class RelabellingPeer : PeerStrategy
{
    private const int Remembered = 64;

    private readonly List<SignedVote> votes = [];
    private TendermintMessage.ProposalMessage? proposal;

    public override long Interval => 80 * Microseconds.PerMillisecond;

    public override void Observe(int from, PeerMessage message)
    {
        switch (message)
        {
            case PeerMessage.Consensus { Message: TendermintMessage.VoteMessage { Signed: { } signed } } when signed.Vote.Validator != Self:
                if (votes.Count >= Remembered)
                {
                    votes.RemoveAt(0);
                }

                votes.Add(signed);
                break;
            case PeerMessage.Consensus { Message: TendermintMessage.ProposalMessage { Signed.Proposal: { } known } content } when known.Proposer != Self:
                proposal = content;
                if (Numbers.Chance(0.5))
                {
                    // The signed proposal with other bytes, before the genuine ones are there.
                    SendAll(new PeerMessage.Consensus(content with { Block = Numbers.Bytes(50) }));
                }

                break;
            default:
                break;
        }
    }

    protected override void Act()
    {
        if (votes.Count > 0)
        {
            SignedVote known = Numbers.Pick(votes);
            SendAll(new PeerMessage.Consensus(new TendermintMessage.VoteMessage(known with { Vote = Other(known.Vote) })));
        }

        if (proposal is { } content && Numbers.Chance(0.3))
        {
            Proposal said = content.Signed.Proposal;
            Proposal other = Numbers.Chance(0.5) ? said with { Round = said.Round + World.Committee.Validators.Count }
                : said with { Height = Height };
            SendAll(new PeerMessage.Consensus(content with { Signed = content.Signed with { Proposal = other } }));
        }
    }

    private Vote Other(Vote vote) => Numbers.Below(5) switch
    {
        0 => vote with { Type = vote.Type == VoteType.Prevote ? VoteType.Precommit : VoteType.Prevote },
        1 => vote with { Round = vote.Round + 1 },
        2 => vote with { Height = Height },
        3 => vote with { Value = vote.Value is null ? proposal?.Signed.Proposal.Value ?? RandomValue() : null },
        _ => vote with { Validator = Numbers.Pick([.. World.Committee.Validators.Where(other => other != Self)]) },
    };
}
