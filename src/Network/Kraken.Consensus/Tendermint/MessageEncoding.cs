using System;
using System.Collections.Generic;
using Kraken.Serialization;

namespace Kraken.Consensus.Tendermint;

/// <summary>
/// The one encoding of Tendermint's messages: on the wire, in the log and under signatures. Integers are little-endian, field
/// elements 32 big-endian bytes, byte strings have a 32-bit length; equal messages have equal bytes.
/// </summary>
internal static class MessageEncoding
{
    /// <summary>The largest signature, in bytes.</summary>
    public const int MaxSignatureBytes = 128;

    /// <summary>The most votes of a polka or certificate, above any committee's size.</summary>
    public const int MaxVotes = 1024;

    private enum Kind : byte
    {
        Proposal = 1,
        Vote = 2,
        Polka = 3,
    }

    public static void Write(ByteWriter writer, TendermintMessage message)
    {
        switch (message)
        {
            case TendermintMessage.ProposalMessage proposal:
                writer.Byte((byte)Kind.Proposal);
                Write(writer, proposal.Signed.Proposal);
                writer.Bytes(proposal.Signed.Signature.Span);
                writer.Bytes(proposal.Block.Span);
                break;
            case TendermintMessage.VoteMessage vote:
                writer.Byte((byte)Kind.Vote);
                Write(writer, vote.Signed.Vote);
                writer.Bytes(vote.Signed.Signature.Span);
                break;
            case TendermintMessage.PolkaMessage polka:
                writer.Byte((byte)Kind.Polka);
                WriteRound(
                    writer,
                    polka.Height,
                    polka.Round,
                    polka.Value ?? throw new ArgumentException("a polka is for a value", nameof(message)));
                WriteVotes(writer, polka.Prevotes);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(message));
        }
    }

    public static TendermintMessage? Read(ref ByteReader reader, int maxBlockBytes)
    {
        switch ((Kind)reader.Byte())
        {
            case Kind.Proposal:
                SignedProposal proposal = new(ReadProposal(ref reader), reader.Bytes(MaxSignatureBytes));
                return new TendermintMessage.ProposalMessage(proposal, reader.Bytes(maxBlockBytes));
            case Kind.Vote:
                return new TendermintMessage.VoteMessage(new SignedVote(ReadVote(ref reader), reader.Bytes(MaxSignatureBytes)));
            case Kind.Polka:
                (ulong height, int round, ValueId value) = ReadRound(ref reader);
                List<SignedVote> votes = ReadVotes(ref reader, VoteType.Prevote, height, round, value);
                return votes.Count == 0 || reader.Failed ? null : new TendermintMessage.PolkaMessage(votes);
            default:
                return null;
        }
    }

    public static void Write(ByteWriter writer, CommitCertificate certificate)
    {
        WriteRound(writer, certificate.Height, certificate.Round, certificate.Value);
        WriteVotes(writer, certificate.Precommits);
    }

    public static CommitCertificate? ReadCertificate(ref ByteReader reader)
    {
        (ulong height, int round, ValueId value) = ReadRound(ref reader);
        List<SignedVote> votes = ReadVotes(ref reader, VoteType.Precommit, height, round, value);
        return reader.Failed ? null : new CommitCertificate(height, round, value, votes);
    }

    public static void Write(ByteWriter writer, Vote vote)
    {
        writer.Byte((byte)vote.Type);
        writer.UInt64(vote.Height);
        writer.Int32(vote.Round);
        writer.Boolean(vote.Value is not null);
        writer.Felt(vote.Value?.Hash ?? default);
        writer.Felt(vote.Validator.Address);
    }

    public static void Write(ByteWriter writer, Proposal proposal)
    {
        writer.UInt64(proposal.Height);
        writer.Int32(proposal.Round);
        writer.Felt(proposal.Value.Hash);
        writer.Int32(proposal.ValidRound);
        writer.Felt(proposal.Proposer.Address);
        writer.UInt128(proposal.Digest.Low);
        writer.UInt128(proposal.Digest.High);
    }

    private static Vote ReadVote(ref ByteReader reader)
    {
        byte type = reader.Byte();
        ulong height = reader.UInt64();
        int round = reader.Int32();
        bool hasValue = reader.Boolean();
        ValueId value = new(reader.Felt());
        if (type > (byte)VoteType.Precommit || round < 0 || (!hasValue && !value.Hash.IsZero))
        {
            reader.Fail();
        }

        return new Vote((VoteType)type, height, round, hasValue ? value : null, new ValidatorId(reader.Felt()));
    }

    private static Proposal ReadProposal(ref ByteReader reader)
    {
        Proposal proposal = new(reader.UInt64(), reader.Int32(), new ValueId(reader.Felt()), reader.Int32(), new ValidatorId(reader.Felt()))
        {
            Digest = new BlockDigest(reader.UInt128(), reader.UInt128()),
        };
        if (proposal.Round < 0 || proposal.ValidRound < -1 || proposal.ValidRound >= proposal.Round)
        {
            reader.Fail();
        }

        return proposal;
    }

    private static void WriteRound(ByteWriter writer, ulong height, int round, ValueId value)
    {
        writer.UInt64(height);
        writer.Int32(round);
        writer.Felt(value.Hash);
    }

    private static (ulong Height, int Round, ValueId Value) ReadRound(ref ByteReader reader)
    {
        ulong height = reader.UInt64();
        int round = reader.Int32();
        if (round < 0)
        {
            reader.Fail();
        }

        return (height, round, new ValueId(reader.Felt()));
    }

    private static void WriteVotes(ByteWriter writer, IReadOnlyList<SignedVote> votes)
    {
        writer.Int32(votes.Count);
        foreach (SignedVote vote in votes)
        {
            writer.Felt(vote.Vote.Validator.Address);
            writer.Bytes(vote.Signature.Span);
        }
    }

    /// <summary>
    /// Reads votes in strictly ascending order of validator, so that a set of votes has one encoding and none counts twice.
    /// </summary>
    private static List<SignedVote> ReadVotes(ref ByteReader reader, VoteType type, ulong height, int round, ValueId value)
    {
        int count = reader.Count(MaxVotes, Fields.Felt.ByteCount + sizeof(int));
        List<SignedVote> votes = new(count);
        for (int i = 0; i < count && !reader.Failed; i++)
        {
            Vote vote = new(type, height, round, value, new ValidatorId(reader.Felt()));
            if (i > 0 && vote.Validator <= votes[^1].Vote.Validator)
            {
                reader.Fail();
            }

            votes.Add(new SignedVote(vote, reader.Bytes(MaxSignatureBytes)));
        }

        return votes;
    }
}
