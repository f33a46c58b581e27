using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Consensus.Engine.Messages;
using Kraken.Consensus.Simulation.Clock;
using Kraken.Consensus.Tendermint;

namespace Kraken.Consensus.Simulation.Peers;

/// <summary>
/// Takes what others signed and changes one thing of it under their signature: a vote's type, round, height, value or voter, a proposal's
/// round, valid round or block.
/// </summary>
internal sealed class RelabellingPeer : PeerStrategy
{
    private const int Remembered = 64;

    private readonly List<SignedVote> votes = [];
    private readonly List<TendermintMessage.ProposalMessage> proposals = [];

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
            case PeerMessage.Consensus { Message: TendermintMessage.ProposalMessage { Signed.Proposal: { } known } content }
                when known.Proposer != Self:
                if (proposals.Count >= Remembered)
                {
                    proposals.RemoveAt(0);
                }

                proposals.Add(content);
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

        if (proposals.Count > 0)
        {
            SendAll(new PeerMessage.Consensus(Other(Numbers.Pick(proposals))));
        }
    }

    /// <summary>The proposal in the next round of its proposer, with another block or another valid round.</summary>
    private TendermintMessage.ProposalMessage Other(TendermintMessage.ProposalMessage content)
    {
        Proposal said = content.Signed.Proposal;
        byte[] bytes = Numbers.Bytes(50);
        return Numbers.Below(3) switch
        {
            0 => content with { Block = bytes, Signed = content.Signed with { Proposal = said with { Digest = BlockDigest.Of(bytes) } } },
            1 when said.Round > 0 =>
                content with { Signed = content.Signed with { Proposal = said with { ValidRound = said.ValidRound < 0 ? 0 : -1 } } },
            _ => content with { Signed = content.Signed with { Proposal = InTurn(said) } },
        };
    }

    private Proposal InTurn(Proposal said)
    {
        int round = Math.Max(0, Node.Process?.Status.Round ?? 0);
        if (!World.Committee.Validators.Contains(said.Proposer))
        {
            // Another liar's: no round is its proposer's.
            return said with { Height = Height, Round = round };
        }

        while (World.Selection.Proposer(World.Committee, Height, round) != said.Proposer)
        {
            round++;
        }

        return said with { Height = Height, Round = round };
    }

    private Vote Other(Vote vote) => Numbers.Below(5) switch
    {
        0 => vote with { Type = vote.Type == VoteType.Prevote ? VoteType.Precommit : VoteType.Prevote },
        1 => vote with { Round = vote.Round + 1 },
        2 => vote with { Height = Height },
        3 => vote with { Value = vote.Value is null ? proposals.LastOrDefault()?.Signed.Proposal.Value ?? RandomValue() : null },
        _ => vote with { Validator = Numbers.Pick([.. World.Committee.Validators.Where(other => other != Self)]) },
    };
}
