using System.Linq;
using Kraken.Consensus.Engine.Messages;
using Kraken.Consensus.Simulation.Clock;
using Kraken.Consensus.Tendermint;
using Kraken.Fields;

namespace Kraken.Consensus.Simulation.Peers;

/// <summary>
/// The committee's keys serve other chains too, and served other epochs of this one. Whatever their owners say there this validator brings
/// here: it is signed, and nobody said it here.
/// </summary>
internal sealed class SisterChainPeer : PeerStrategy
{
    private Proposal? seen;

    public override long Interval => 100 * Microseconds.PerMillisecond;

    public override void Observe(int from, PeerMessage message)
    {
        if (message is PeerMessage.Consensus { Message: TendermintMessage.ProposalMessage { Signed.Proposal: { } proposal } })
        {
            seen = proposal;
        }
    }

    protected override void Act()
    {
        SigningDomain here = World.Domain;
        SigningDomain there = Numbers.Below(4) switch
        {
            0 => here with { ChainId = "SISTER" },
            1 => here with { GenesisHash = here.GenesisHash + Felt.One },
            2 => here with { Epoch = here.Epoch - 1 },
            _ => here with { Epoch = here.Epoch + 1 },
        };
        ValidatorId author = Numbers.Pick([.. World.Committee.Validators.Where(validator => validator != Self)]);
        ValueId? value = Numbers.Chance(0.3) ? null : Numbers.Chance(0.5) && seen is { } known ? known.Value : RandomValue();
        Vote vote = new(Numbers.Chance(0.5) ? VoteType.Prevote : VoteType.Precommit, Height, Numbers.Below(2), value, author);
        byte[] signature = World.Keys.SignerOf(author).Sign(World.Algorithm.SigningBytes(there, vote));
        SendAll(new PeerMessage.Consensus(new TendermintMessage.VoteMessage(new SignedVote(vote, signature))));
    }
}
