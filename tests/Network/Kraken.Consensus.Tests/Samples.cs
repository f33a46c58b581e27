using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Consensus.Tendermint;
using Kraken.Fields;

namespace Kraken.Consensus.Tests;

/// <summary>Random content of every kind, by a fixed seed.</summary>
internal sealed class Samples(int seed)
{
    private static readonly TendermintTimeouts Timeouts = new();

    private readonly Random random = new(seed);

    public static TendermintAlgorithm Algorithm { get; } = new(Timeouts, new RotatingProposer());

    public static SigningDomain Domain { get; } = new("TEST", (Felt)7, 3);

    /// <summary>Validators 1 to n of weight 1.</summary>
    public static Committee Committee(int count) => new(Enumerable.Range(1, count).Select(index => (Validator(index), 1UL)));

    public static ValidatorId Validator(int index) => new((Felt)index);

    public int Below(int limit) => random.Next(limit);

    public byte[] Bytes(int count)
    {
        byte[] bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    public ValueId Value()
    {
        byte[] bytes = Bytes(Felt.ByteCount);
        bytes[0] = 0;
        return new ValueId(Felt.FromBytesBigEndianReduced(bytes));
    }

    public int Round() => random.Next(4) switch { 0 => 0, 1 => int.MaxValue, _ => random.Next(100) };

    public ulong Height() => random.Next(4) == 0 ? ulong.MaxValue : (ulong)random.Next(1, 1_000);

    public SignedVote Vote() => new(
        new Vote(random.Next(2) == 0 ? VoteType.Prevote : VoteType.Precommit, Height(), Round(), random.Next(3) == 0 ? null : Value(),
            Validator(random.Next(1, 50))),
        Bytes(random.Next(129)));

    public SignedProposal Proposal()
    {
        int round = Round();
        return new SignedProposal(
            new Proposal(Height(), round, Value(), random.Next(2) == 0 || round == 0 ? -1 : random.Next(round),
                Validator(random.Next(1, 50)))
            {
                Digest = BlockDigest.Of(Bytes(3)),
            },
            Bytes(64));
    }

    public IReadOnlyList<SignedVote> Votes(VoteType type, int count)
    {
        (ulong height, int round, ValueId value) = (Height(), Round(), Value());
        return [.. Enumerable.Range(1, count).Select(index =>
            new SignedVote(new Vote(type, height, round, value, Validator(index * 3)), Bytes(64)))];
    }

    public CommitCertificate Certificate(int count)
    {
        IReadOnlyList<SignedVote> votes = Votes(VoteType.Precommit, count);
        Vote first = votes[0].Vote;
        return new CommitCertificate(first.Height, first.Round, first.Value!.Value, votes);
    }

    /// <summary>One message of each kind.</summary>
    public IReadOnlyList<TendermintMessage> Messages() =>
    [
        new TendermintMessage.VoteMessage(Vote()),
        new TendermintMessage.ProposalMessage(Proposal(), Bytes(random.Next(60))),
        new TendermintMessage.PolkaMessage(Votes(VoteType.Prevote, random.Next(1, 6))),
    ];
}
