using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Consensus.Tendermint;
using Kraken.Fields;
using Kraken.Serialization;
using Xunit;

namespace Kraken.Consensus.Tests;

/// <summary>One message, one encoding: what is written is read, and nothing else is read.</summary>
public sealed class MessageEncodingLawTests
{
    private const int MaxBlockBytes = 64;

    [Fact]
    public void EveryMessageIsReadAsItWasWritten()
    {
        Samples samples = new(1);
        for (int i = 0; i < 300; i++)
        {
            foreach (TendermintMessage message in samples.Messages())
            {
                TendermintMessage? read = Read(Written(message));
                Assert.NotNull(read);
                AssertEqual(message, read);
            }

            CommitCertificate certificate = samples.Certificate(samples.Below(5) + 1);
            CommitCertificate? copy = ReadCertificate(Written(certificate));
            Assert.NotNull(copy);
            Assert.Equal((certificate.Height, certificate.Round, certificate.Value), (copy.Height, copy.Round, copy.Value));
            AssertEqual(certificate.Precommits, copy.Precommits);
        }
    }

    [Fact]
    public void EveryPrefixAndEveryLongerEncodingIsRefused()
    {
        Samples samples = new(2);
        for (int i = 0; i < 20; i++)
        {
            foreach (byte[] bytes in samples.Messages().Select(Written))
            {
                for (int length = 0; length < bytes.Length; length++)
                {
                    Assert.Null(Read(bytes[..length]));
                }

                Assert.Null(Read([.. bytes, 0]));
            }

            byte[] certificate = Written(samples.Certificate(3));
            for (int length = 0; length < certificate.Length; length++)
            {
                Assert.Null(ReadCertificate(certificate[..length]));
            }

            Assert.Null(ReadCertificate([.. certificate, 0]));
        }
    }

    [Fact]
    public void AFlippedBitIsRefusedOrReadAsTheMessageThatItEncodes()
    {
        Samples samples = new(3);
        for (int i = 0; i < 10; i++)
        {
            foreach (TendermintMessage message in samples.Messages())
            {
                byte[] genuine = Written(message);
                foreach (byte[] flipped in Flips(genuine))
                {
                    if (Read(flipped) is { } other)
                    {
                        Assert.Equal(flipped, Written(other));
                        AssertDiffers(message, other);
                    }
                }
            }

            foreach (byte[] flipped in Flips(Written(samples.Certificate(3))))
            {
                if (ReadCertificate(flipped) is { } other)
                {
                    Assert.Equal(flipped, Written(other));
                }
            }
        }
    }

    [Fact]
    public void RandomBytesNeverThrow()
    {
        Samples samples = new(4);
        for (int i = 0; i < 50_000; i++)
        {
            byte[] bytes = samples.Bytes(samples.Below(160));
            if (bytes.Length > 0)
            {
                bytes[0] = (byte)samples.Below(5);
            }

            _ = Read(bytes);
            _ = ReadCertificate(bytes);
        }
    }

    [Theory]
    [InlineData(MaxBlockBytes, true)]
    [InlineData(MaxBlockBytes + 1, false)]
    public void ABlockIsReadUpToItsLimit(int bytes, bool isRead) =>
        Assert.Equal(isRead, Read(Written(new TendermintMessage.ProposalMessage(new Samples(5).Proposal(), new byte[bytes]))) is not null);

    [Theory]
    [InlineData(MessageEncoding.MaxSignatureBytes, true)]
    [InlineData(MessageEncoding.MaxSignatureBytes + 1, false)]
    public void ASignatureIsReadUpToItsLimit(int bytes, bool isRead)
    {
        SignedVote vote = new Samples(6).Vote() with { Signature = new byte[bytes] };
        Assert.Equal(isRead, Read(Written(new TendermintMessage.VoteMessage(vote))) is not null);
    }

    [Theory]
    [InlineData(MessageEncoding.MaxVotes, true)]
    [InlineData(MessageEncoding.MaxVotes + 1, false)]
    public void VotesAreReadUpToTheirLimit(int count, bool isRead)
    {
        Samples samples = new(7);
        Assert.Equal(isRead, Read(Written(new TendermintMessage.PolkaMessage(samples.Votes(VoteType.Prevote, count)))) is not null);
        Assert.Equal(isRead, ReadCertificate(Written(samples.Certificate(count))) is not null);
    }

    [Fact]
    public void VotesOutOfOrderOrTwiceAreRefused()
    {
        IReadOnlyList<SignedVote> votes = new Samples(8).Votes(VoteType.Prevote, 4);
        Assert.NotNull(Read(Written(new TendermintMessage.PolkaMessage(votes))));
        Assert.Null(Read(Written(new TendermintMessage.PolkaMessage([votes[1], votes[0], votes[2], votes[3]]))));
        Assert.Null(Read(Written(new TendermintMessage.PolkaMessage([votes[0], votes[0], votes[1], votes[2]]))));
        Assert.Null(Read(Written(new TendermintMessage.PolkaMessage([votes[0], votes[1], votes[2], votes[2]]))));
    }

    [Fact]
    public void ProposalsOfImpossibleRoundsAreRefused()
    {
        SignedProposal signed = new Samples(9).Proposal();
        foreach ((int round, int validRound, bool isRead) in (ReadOnlySpan<(int, int, bool)>)
            [(0, -1, true), (3, 2, true), (3, -1, true), (3, 3, false), (3, 4, false), (0, 0, false), (3, -2, false), (-1, -1, false),
                (int.MinValue, -1, false)])
        {
            SignedProposal proposal = signed with { Proposal = signed.Proposal with { Round = round, ValidRound = validRound } };
            Assert.Equal(isRead, Read(Written(new TendermintMessage.ProposalMessage(proposal, default))) is not null);
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public void VotesOfNegativeRoundsAreRefused(int round)
    {
        Samples samples = new(10);
        SignedVote vote = samples.Vote();
        Assert.Null(Read(Written(new TendermintMessage.VoteMessage(vote with { Vote = vote.Vote with { Round = round } }))));
        SignedVote[] polka = [.. samples.Votes(VoteType.Prevote, 3)
            .Select(signed => signed with { Vote = signed.Vote with { Round = round } })];
        Assert.Null(Read(Written(new TendermintMessage.PolkaMessage(polka))));
        Assert.Null(ReadCertificate(Written(samples.Certificate(3) with { Round = round })));
    }

    [Fact]
    public void EmptyPolkasAreRefused()
    {
        byte[] bytes = Written(new TendermintMessage.PolkaMessage(new Samples(11).Votes(VoteType.Prevote, 1)));
        Assert.NotNull(Read(bytes));

        // Kind, height, round and value, then no votes.
        Assert.Null(Read([.. bytes.AsSpan(0, 1 + 8 + 4 + Felt.ByteCount), 0, 0, 0, 0]));
    }

    [Fact]
    public void WhatIsSignedDiffersForWhateverDiffers()
    {
        Samples samples = new(12);
        Vote vote = new(VoteType.Prevote, 5, 1, samples.Value(), Samples.Validator(2));
        Proposal proposal = new(5, 1, vote.Value!.Value, -1, Samples.Validator(2)) { Digest = BlockDigest.Of([1]) };
        Statement[] statements =
        [
            vote, vote with { Type = VoteType.Precommit }, vote with { Height = 6 }, vote with { Round = 0 }, vote with { Value = null },
            vote with { Value = samples.Value() }, vote with { Validator = Samples.Validator(3) },
            proposal, proposal with { Height = 6 }, proposal with { Round = 0 }, proposal with { Value = samples.Value() },
                proposal with { ValidRound = 0 },
            proposal with { Proposer = Samples.Validator(3) }, proposal with { Digest = BlockDigest.Of([2]) },
        ];
        SigningDomain domain = Samples.Domain;
        SigningDomain[] domains = [domain, domain with { ChainId = "TEST2" }, domain with { GenesisHash = Felt.One },
            domain with { Epoch = 4 }];
        string[] signed = [.. domains.SelectMany(where => statements
            .Select(what => Convert.ToHexString(Samples.Algorithm.SigningBytes(where, what))))];
        Assert.Equal(signed.Length, signed.Distinct().Count());
        Assert.Equal(signed[0], Convert.ToHexString(Samples.Algorithm.SigningBytes(domain with { }, vote with { })));
    }

    private static byte[] Written(TendermintMessage message)
    {
        ByteWriter writer = new();
        Samples.Algorithm.Write(writer, message);
        return writer.ToArray();
    }

    private static byte[] Written(Certificate certificate)
    {
        ByteWriter writer = new();
        Samples.Algorithm.Write(writer, certificate);
        return writer.ToArray();
    }

    private static TendermintMessage? Read(byte[] bytes)
    {
        ByteReader reader = new(bytes);
        ConsensusMessage? message = Samples.Algorithm.Read(ref reader, MaxBlockBytes);
        return reader.Succeeded ? (TendermintMessage?)message : null;
    }

    private static CommitCertificate? ReadCertificate(byte[] bytes)
    {
        ByteReader reader = new(bytes);
        Certificate? certificate = Samples.Algorithm.ReadCertificate(ref reader);
        return reader.Succeeded ? (CommitCertificate?)certificate : null;
    }

    private static IEnumerable<byte[]> Flips(byte[] bytes)
    {
        for (int bit = 0; bit < 8 * bytes.Length; bit++)
        {
            byte[] flipped = [.. bytes];
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            yield return flipped;
        }
    }

    private static void AssertEqual(TendermintMessage expected, TendermintMessage actual)
    {
        Assert.Equal(expected.GetType(), actual.GetType());
        AssertEqual(expected.Statements, actual.Statements);
        Assert.Equal((expected.Height, expected.Round), (actual.Height, actual.Round));
        Assert.Equal(expected.Carried?.Bytes.ToArray(), actual.Carried?.Bytes.ToArray());
        Assert.Equal((expected.Carried?.Value, expected.Carried?.Digest), (actual.Carried?.Value, actual.Carried?.Digest));
    }

    private static void AssertEqual(IReadOnlyList<SignedStatement> expected, IReadOnlyList<SignedStatement> actual)
    {
        Assert.Equal(expected.Select(signed => signed.Statement), actual.Select(signed => signed.Statement));
        Assert.Equal(expected.Select(signed => Convert.ToHexString(signed.Signature.Span)), actual
            .Select(signed => Convert.ToHexString(signed.Signature.Span)));
    }

    /// <summary>A flip shows in what was said, in its signature or in the block.</summary>
    private static void AssertDiffers(TendermintMessage message, TendermintMessage other) => Assert.False(
        message.GetType() == other.GetType()
        && message.Statements.Select(signed => signed.Statement).SequenceEqual(other.Statements.Select(signed => signed.Statement))
        && message.Statements.Select(signed => Convert.ToHexString(signed.Signature.Span)).SequenceEqual(other.Statements
            .Select(signed => Convert.ToHexString(signed.Signature.Span)))
        && (message.Carried?.Bytes ?? default).Span.SequenceEqual((other.Carried?.Bytes ?? default).Span));
}
