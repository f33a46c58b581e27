using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Consensus.Engine;
using Kraken.Consensus.Engine.Messages;
using Kraken.Consensus.Simulation.Clock;
using Kraken.Consensus.Tendermint;

namespace Kraken.Consensus.Simulation.Peers;

/// <summary>
/// Claims to have the next blocks and answers who asks with certificates as good as it can make them without a quorum: the precommits that
/// were said and its own, fewer than it takes; one of them several times; prevotes for precommits; votes of another round or value.
/// </summary>
internal sealed class CertificateForger : PeerStrategy
{
    private const int MaxKept = 256;

    private readonly SortedDictionary<(ulong Height, int Round, ValidatorId Voter), SignedVote> prevotes = [];
    private readonly SortedDictionary<(ulong Height, int Round, ValidatorId Voter), SignedVote> precommits = [];
    private readonly Dictionary<ValueId, ReadOnlyMemory<byte>> blocks = [];

    public override long Interval => 100 * Microseconds.PerMillisecond;

    public override void Outgoing(int to, PeerMessage message)
    {
        switch (message)
        {
            case PeerMessage.Status:
                break;
            case PeerMessage.Decided { Block: { Certificate: CommitCertificate certificate } block } when Numbers.Chance(0.8):
                // Who lags asks for what was decided.
                Send(to, Answer(certificate.Height, certificate.Round, certificate.Value, certificate.Precommits, block.Bytes));
                break;
            default:
                Send(to, message);
                break;
        }
    }

    public override void Observe(int from, PeerMessage message)
    {
        switch (message)
        {
            case PeerMessage.Consensus { Message: TendermintMessage.VoteMessage { Signed: { Vote: { Value: not null } vote } signed } }
                when vote.Validator != Self:
                SortedDictionary<(ulong Height, int Round, ValidatorId Voter), SignedVote> kept = vote.Type == VoteType.Prevote ? prevotes
                    : precommits;
                Keep(kept, (vote.Height, vote.Round, vote.Validator), signed);
                break;
            case PeerMessage.Consensus { Message: TendermintMessage.ProposalMessage proposal }:
                Keep(blocks, proposal.Signed.Proposal.Value, proposal.Block);
                break;
            case PeerMessage.BlockRequest request when request.Height == Height:
                // Who does not lag asks for what is being decided.
                AnswerUndecided(from, request.Height);
                break;
            default:
                break;
        }
    }

    protected override void Act() => SendAll(new PeerMessage.Status(Numbers.Chance(0.05) ? Height : Height - 1));

    private static void Keep<TKey, TValue>(IDictionary<TKey, TValue> kept, TKey key, TValue value)
    {
        if (kept.Count >= MaxKept)
        {
            kept.Clear();
        }

        kept[key] = value;
    }

    private void AnswerUndecided(int to, ulong height)
    {
        (int Round, ValueId Value)[] known = [.. precommits.Where(entry => entry.Key.Height == height)
            .Select(entry => (entry.Key.Round, entry.Value.Vote.Value!.Value)).Distinct().Where(entry => blocks.ContainsKey(entry.Item2))];
        if (known.Length > 0)
        {
            (int round, ValueId value) = Numbers.Pick(known);
            Send(to, Answer(height, round, value, [.. precommits.Values.Where(signed => Is(signed.Vote, height, round, value))],
                blocks[value]));
        }
    }

    private static bool Is(Vote vote, ulong height, int round, ValueId value) => vote.Height == height && vote.Round == round
        && vote.Value == value;

    private PeerMessage Answer(ulong height, int round, ValueId value, IReadOnlyList<SignedVote> genuine, ReadOnlyMemory<byte> block)
    {
        SignedVote own = (SignedVote)Sign(new Vote(VoteType.Precommit, height, round, value, Self));
        List<SignedVote> most = Most([own, .. genuine.Where(signed => signed.Vote.Validator != Self)]);
        List<SignedVote> votes = Numbers.Below(6) switch
        {
            3 => WithForged(most, height, round, value),
            0 => [.. most, .. Enumerable.Repeat(most[^1], World.Committee.Validators.Count)],
            1 => [own, .. Claimed(prevotes.Values.Where(signed => Is(signed.Vote, height, round, value)), height, round, value)],
            2 => [own, .. Claimed(precommits.Values, height, round, value)],
            _ => most,
        };
        return new PeerMessage.Decided(new CertifiedBlock(
            new CommitCertificate(height, round, value, [.. votes.OrderBy(signed => signed.Vote.Validator)]), block));
    }

    /// <summary>The votes that are there, and behind the first of them one of everybody else under a signature of nobody.</summary>
    private List<SignedVote> WithForged(List<SignedVote> genuine, ulong height, int round, ValueId value)
    {
        ValidatorId first = genuine.Min(signed => signed.Vote.Validator);
        return
        [
            .. genuine,
            .. World.Committee.Validators.Where(other => other > first && !genuine.Exists(signed => signed.Vote.Validator == other))
                .Select(other => new SignedVote(new Vote(VoteType.Precommit, height, round, value, other), Numbers.Bytes(32))),
        ];
    }

    /// <summary>As many votes as are no quorum.</summary>
    private List<SignedVote> Most(IEnumerable<SignedVote> votes)
    {
        List<SignedVote> most = [];
        foreach (SignedVote vote in votes)
        {
            most.Add(vote);
            if (World.Committee.IsQuorum(World.Committee.SumOfWeights(most.Select(signed => signed.Vote.Validator))))
            {
                most.Remove(vote);
            }
        }

        return most;
    }

    /// <summary>What others said of something else, as if it had been this.</summary>
    private IEnumerable<SignedVote> Claimed(IEnumerable<SignedVote> votes, ulong height, int round, ValueId value) => votes
        .GroupBy(signed => signed.Vote.Validator).Where(group => group.Key != Self)
        .Select(group => new SignedVote(new Vote(VoteType.Precommit, height, round, value, group.Key), group.First().Signature));
}
