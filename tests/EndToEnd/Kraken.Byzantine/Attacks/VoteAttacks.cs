using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Consensus;
using Kraken.Consensus.Engine.Messages;
using Kraken.Consensus.Tendermint;
using Kraken.P2P;

namespace Kraken.Byzantine.Attacks;

/// <summary>Attacks with small messages: votes and claims of height.</summary>
internal static class VoteAttacks
{
    private const int SignatureBytes = 64;
    private const int EarlyRounds = 4;

    /// <summary>Tells heights as fast as the links take them, true ones and false ones.</summary>
    public static async Task StatusFloodAsync(FaultyValidator self, CancellationToken stop)
    {
        await self.JoinAsync(stop).ConfigureAwait(false);
        for (ulong i = 0; ; i++)
        {
            ulong height = i % 3 == 0 ? self.Height - 1 : i % 3 == 1 ? ulong.MaxValue - i : self.Height + i;
            await self.SendAsync(PeerChannel.Votes, self.Encode(new PeerMessage.Status(height)), stop).ConfigureAwait(false);
        }
    }

    /// <summary>Votes for a new value each time: half of them in round 0, half in rounds that nobody will reach.</summary>
    public static async Task DistinctVotesAsync(FaultyValidator self, CancellationToken stop)
    {
        await self.JoinAsync(stop).ConfigureAwait(false);
        for (int i = 0; ; i++)
        {
            VoteType type = i % 4 < 2 ? VoteType.Prevote : VoteType.Precommit;
            ConsensusMessage vote = self.Vote(type, self.Height, i % 2 == 0 ? 0 : i, new ValueId(FaultyValidator.RandomFelt()));
            await self.SendAsync(PeerChannel.Votes, self.Encode(vote), stop).ConfigureAwait(false);
        }
    }

    /// <summary>Votes in every validator's name with signatures that hold for nobody.</summary>
    public static async Task BadSignaturesAsync(FaultyValidator self, CancellationToken stop)
    {
        await self.JoinAsync(stop).ConfigureAwait(false);
        for (int i = 0; ; i++)
        {
            ValidatorId author = self.Committee.Validators[i % self.Committee.Validators.Count];
            Vote vote = new(VoteType.Prevote, self.Height, i % EarlyRounds, new ValueId(FaultyValidator.RandomFelt()), author);
            SignedVote signed = new(vote, RandomNumberGenerator.GetBytes(SignatureBytes));
            await self.SendAsync(PeerChannel.Votes, self.Encode(new TendermintMessage.VoteMessage(signed)), stop).ConfigureAwait(false);
        }
    }

    /// <summary>Votes for each honest proposal towards one validator, against it towards another.</summary>
    public static async Task SelectiveVotesAsync(FaultyValidator self, CancellationToken stop)
    {
        await self.JoinAsync(stop).ConfigureAwait(false);
        while (true)
        {
            if (!self.Heard.TryDequeue(out ConsensusMessage? heard))
            {
                await Task.Delay(1, stop).ConfigureAwait(false);
                continue;
            }

            if (heard is TendermintMessage.ProposalMessage { Signed.Proposal: { } proposal } && proposal.Height == self.Height)
            {
                foreach (VoteType type in (VoteType[])[VoteType.Prevote, VoteType.Precommit])
                {
                    int friend = (int)(proposal.Height % (ulong)self.Victims.Length);
                    byte[] yes = self.Encode(self.Vote(type, proposal.Height, proposal.Round, proposal.Value));
                    byte[] no = self.Encode(self.Vote(type, proposal.Height, proposal.Round, null));
                    PeerAddress foe = self.Victims[(friend + 1) % self.Victims.Length];
                    await self.SendAsync(self.Victims[friend], PeerChannel.Votes, yes, stop).ConfigureAwait(false);
                    await self.SendAsync(foe, PeerChannel.Votes, no, stop).ConfigureAwait(false);
                }
            }
        }
    }

    /// <summary>Votes at a height as soon as the one before is decided, to make the others hurry.</summary>
    public static async Task EarlyVotesAsync(FaultyValidator self, CancellationToken stop)
    {
        await self.JoinAsync(stop).ConfigureAwait(false);
        while (true)
        {
            ulong height = self.Height;
            for (int round = 0; round < EarlyRounds; round++)
            {
                foreach (VoteType type in (VoteType[])[VoteType.Prevote, VoteType.Precommit])
                {
                    byte[] vote = self.Encode(self.Vote(type, height, round, null));
                    await self.SendAsync(PeerChannel.Votes, vote, stop).ConfigureAwait(false);
                }
            }

            await Task.Delay(20, stop).ConfigureAwait(false);
        }
    }
}
