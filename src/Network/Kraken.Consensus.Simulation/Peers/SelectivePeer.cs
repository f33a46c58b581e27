using Kraken.Consensus.Engine.Messages;
using Kraken.Consensus.Simulation.Clock;
using Kraken.Consensus.Simulation.Nodes;
using Kraken.Consensus.Tendermint;

namespace Kraken.Consensus.Simulation.Peers;

/// <summary>
/// Says everything to some, and the same to others late or never; whom it favours changes with the round and the kind of message.
/// </summary>
internal sealed class SelectivePeer : PeerStrategy
{
    private uint proposals;
    private uint prevotes;
    private uint precommits;
    private (ulong Height, int Round) chosenAt;

    public override void Attach(World shared, SimulatedNode faulty)
    {
        base.Attach(shared, faulty);
        Choose();
    }

    public override void Outgoing(int to, PeerMessage message)
    {
        if (message is not PeerMessage.Consensus { Message: { } content })
        {
            Send(to, message);
            return;
        }

        if (chosenAt != (content.Height, content.Round) && content.Height >= chosenAt.Height)
        {
            chosenAt = (content.Height, content.Round);
            Choose();
        }

        uint favoured = content switch
        {
            TendermintMessage.ProposalMessage => proposals,
            TendermintMessage.VoteMessage { Signed.Vote.Type: VoteType.Precommit } => precommits,
            _ => prevotes,
        };
        if (((favoured >> to) & 1) == 1)
        {
            Send(to, message);
        }
        else if (Numbers.Chance(0.3))
        {
            SendLater(Numbers.Between(100 * Microseconds.PerMillisecond, 1_500 * Microseconds.PerMillisecond), to, message);
        }
    }

    private void Choose()
    {
        proposals = Numbers.Subset(World.Nodes.Count);
        prevotes = Numbers.Subset(World.Nodes.Count);
        precommits = Numbers.Subset(World.Nodes.Count);
    }
}
