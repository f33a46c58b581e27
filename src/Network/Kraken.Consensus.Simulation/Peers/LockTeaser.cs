using System.Collections.Generic;
using Kraken.Consensus.Engine.Messages;
using Kraken.Consensus.Tendermint;

namespace Kraken.Consensus.Simulation.Peers;

/// <summary>
/// Beside keeping its own polkas to itself it makes others lock: of a round of somebody else it lets one node see its prevote, so that
/// where the proposal was as scarce as a polka allows, that node alone locks; the rest hear nil, and nothing is decided. In a later round
/// of its own it tempts the locked ones with a polka that is older than their locks.
/// </summary>
internal sealed class LockTeaser : OldPolkaProposer
{
    private readonly Dictionary<int, ValueId> proposed = [];
    private readonly Dictionary<int, int> favourites = [];
    private ulong height;

    public override void Observe(int from, PeerMessage message)
    {
        base.Observe(from, message);
        Begin();
        if (message is PeerMessage.Consensus { Message: TendermintMessage.ProposalMessage { Signed.Proposal: { } proposal } }
            && proposal.Height == Height)
        {
            proposed.TryAdd(proposal.Round, proposal.Value);
        }
    }

    protected override void Vote(int to, Vote vote, PeerMessage message)
    {
        Begin();
        if (!favourites.TryGetValue(vote.Round, out int favourite))
        {
            favourites.Add(vote.Round, favourite = Numbers.Pick(Others));
        }

        bool locks = vote.Type == VoteType.Prevote && to == favourite && vote.Height == height && proposed.ContainsKey(vote.Round);
        Send(to, VoteOf(vote.Type, vote.Height, vote.Round, locks ? proposed[vote.Round] : null));
    }

    /// <summary>It passes on nothing that would make a lock known.</summary>
    protected override bool PassesOn(ConsensusMessage message) => false;

    private void Begin()
    {
        if (height != Height)
        {
            height = Height;
            proposed.Clear();
            favourites.Clear();
        }
    }
}
