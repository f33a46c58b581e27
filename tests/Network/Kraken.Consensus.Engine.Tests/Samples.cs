using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using Kraken.Consensus.Engine.Keys;
using Kraken.Consensus.Engine.Log;
using Kraken.Consensus.Engine.Messages;
using Kraken.Consensus.Tendermint;
using Kraken.Fields;

namespace Kraken.Consensus.Engine.Tests;

/// <summary>Random content of every kind, by a fixed seed, under signatures that anybody can check and that cost nothing.</summary>
internal sealed class Samples(int seed) : ISignatureVerifier
{
    private readonly Random random = new(seed);

    public static ValidatorId Validator(int index) => new((Felt)index);

    public int Below(int limit) => random.Next(limit);

    public byte[] Bytes(int count)
    {
        byte[] bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    public ValueId Value() => new((Felt)(ulong)random.NextInt64(1, long.MaxValue));

    public bool Verify(ValidatorId validator, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        signature.SequenceEqual(Signature(validator, message));

    /// <summary>One message of each kind, three of the algorithm's.</summary>
    public IReadOnlyList<PeerMessage> PeerMessages() =>
    [
        .. ConsensusMessages().Select(message => new PeerMessage.Consensus(message)),
        new PeerMessage.Status((ulong)random.NextInt64()),
        new PeerMessage.CarrierRequest((ulong)random.NextInt64(), random.Next()),
        new PeerMessage.BlockRequest((ulong)random.NextInt64()),
        new PeerMessage.Decided(new CertifiedBlock(Certificate(random.Next(1, 5)), Bytes(random.Next(50)))),
    ];

    /// <summary>A vote, a proposal and a polka.</summary>
    public IReadOnlyList<TendermintMessage> ConsensusMessages()
    {
        byte[] block = Bytes(random.Next(1, 50));
        int round = random.Next(100);
        Proposal proposal = new(Height(), round, Value(), random.Next(-1, round),
            Validator(random.Next(1, 9))) { Digest = BlockDigest.Of(block) };
        Vote vote = new(random.Next(2) == 0 ? VoteType.Prevote : VoteType.Precommit, Height(), round, random.Next(3) == 0 ? null : Value(),
            Validator(random.Next(1, 9)));
        return
        [
            new TendermintMessage.VoteMessage(new SignedVote(vote, Sign(vote))),
            new TendermintMessage.ProposalMessage(new SignedProposal(proposal, Sign(proposal)), block),
            new TendermintMessage.PolkaMessage(Votes(VoteType.Prevote, random.Next(1, 5))),
        ];
    }

    public CommitCertificate Certificate(int count)
    {
        IReadOnlyList<SignedVote> votes = Votes(VoteType.Precommit, count);
        Vote first = votes[0].Vote;
        return new CommitCertificate(first.Height, first.Round, first.Value!.Value, votes);
    }

    /// <summary>One record of each kind, an input of each kind among them.</summary>
    public IReadOnlyList<LogRecord> Records() =>
    [
        .. ConsensusMessages().Select(message => new LogRecord.Input(
            new ConsensusInput.MessageReceived(Cluster.Algorithm.WithBlock(message, default), random.Next(2) == 0))),
        new LogRecord.Input(new ConsensusInput.ValueBuilt(Height(), random.Next(), Value(), BlockDigest.Of(Bytes(4)))),
        new LogRecord.Input(new ConsensusInput.TimerElapsed(new TimerId(Height(), random.Next(), (byte)random.Next(256)))),
        new LogRecord.KeptBlock(Value(), Bytes(random.Next(200))),
        new LogRecord.Attempt(BlockDigest.Of(Bytes(4))),
        new LogRecord.AttemptEnded(BlockDigest.Of(Bytes(4))),
        new LogRecord.Abstention(),
    ];

    private IReadOnlyList<SignedVote> Votes(VoteType type, int count)
    {
        Vote vote = new(type, Height(), random.Next(100), Value(), Validator(1));
        return [.. Enumerable.Range(1, count).Select(index => vote with { Validator = Validator(2 * index) })
            .Select(other => new SignedVote(other, Sign(other)))];
    }

    private ulong Height() => (ulong)random.NextInt64(1, 1_000);

    private static byte[] Sign(Statement statement) => Signature(statement.Author,
        Cluster.Algorithm.SigningBytes(Cluster.Domain, statement));

    private static byte[] Signature(ValidatorId validator, ReadOnlySpan<byte> message)
    {
        byte[] joined = new byte[Felt.ByteCount + message.Length];
        validator.Address.WriteBigEndian(joined);
        message.CopyTo(joined.AsSpan(Felt.ByteCount));
        return SHA256.HashData(joined);
    }
}
