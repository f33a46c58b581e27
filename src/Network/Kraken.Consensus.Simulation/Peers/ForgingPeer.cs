using System.Collections.Generic;
using System.Linq;
using Kraken.Consensus.Engine;
using Kraken.Consensus.Engine.Messages;
using Kraken.Consensus.Simulation.Chain;
using Kraken.Consensus.Simulation.Clock;
using Kraken.Consensus.Tendermint;
using Kraken.Fields;

namespace Kraken.Consensus.Simulation.Peers;

/// <summary>
/// Claims what nobody said: decided blocks with too little weight, votes in others' names, votes of strangers, heights that nobody reached.
/// </summary>
internal sealed class ForgingPeer : PeerStrategy
{
    private readonly List<SignedVote> precommits = [];

    public override long Interval => 150 * Microseconds.PerMillisecond;

    public override void Observe(int from, PeerMessage message)
    {
        if (message is PeerMessage.Consensus { Message: TendermintMessage.VoteMessage { Signed: { Vote.Type: VoteType.Precommit } signed } }
            && precommits.Count < 64)
        {
            precommits.Add(signed);
        }

        if (message is PeerMessage.BlockRequest request && Numbers.Chance(0.5))
        {
            Send(from, Forged(request.Height));
        }
    }

    protected override void Act()
    {
        int to = Numbers.Pick(Others);
        switch (Numbers.Below(5))
        {
            case 0:
                Send(to, new PeerMessage.Status(Height + (ulong)Numbers.Below(3)));
                break;
            case 1:
                Send(to, Forged(Height));
                break;
            case 2:
                ValidatorId victim = Numbers.Pick(World.Committee.Validators);
                Vote vote = new(VoteType.Precommit, Height, 0, RandomValue(), victim);
                Send(to, new PeerMessage.Consensus(new TendermintMessage.VoteMessage(new SignedVote(vote, Numbers.Bytes(32)))));
                break;
            case 3:
                Vote strange = new(VoteType.Prevote, Height, 0, null, new ValidatorId((Felt)(1_000 + Numbers.Below(1_000))));
                Send(to, new PeerMessage.Consensus(new TendermintMessage.VoteMessage(new SignedVote(strange, Numbers.Bytes(32)))));
                break;
            default:
                SignedVote own = (SignedVote)Sign(new Vote(VoteType.Prevote, Height, 0, RandomValue(), Self));
                Send(to, new PeerMessage.Consensus(new TendermintMessage.PolkaMessage([own])));
                break;
        }
    }

    /// <summary>A block of its own with the precommits it has: its own, and others' for something else.</summary>
    private PeerMessage.Decided Forged(ulong height)
    {
        SimulatedBlock? block = Node.Chain.Build(new BuildRequest(height, 0, Node.Chain.Tip.Value, true), Self, World.Clock.Now, []);
        ValueId value = block?.Value ?? RandomValue();
        IEnumerable<SignedVote> votes = Numbers.Chance(0.5)
            ? [(SignedVote)Sign(new Vote(VoteType.Precommit, height, 0, value, Self))]
            : World.Committee.Validators.Select(validator => new SignedVote(
                new Vote(VoteType.Precommit, height, 0, value, validator),
                precommits.Find(known => known.Vote.Validator == validator)?.Signature ?? Numbers.Bytes(32)));
        CommitCertificate certificate = new(height, 0, value, [.. votes.OrderBy(vote => vote.Vote.Validator)]);
        return new PeerMessage.Decided(new CertifiedBlock(certificate, block?.Encode() ?? Numbers.Bytes(40)));
    }
}
