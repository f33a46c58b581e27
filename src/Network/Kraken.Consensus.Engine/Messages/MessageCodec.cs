using System;
using System.Collections.Generic;
using Kraken.Fields.Serialization;

namespace Kraken.Consensus.Engine.Messages;

/// <summary>
/// The one encoding of consensus messages: on the wire, in the write-ahead log and under signatures.
/// Integers are little-endian, field elements 32 big-endian bytes, byte strings have a 32-bit length.
/// </summary>
public static class MessageCodec
{
    /// <summary>The largest block accepted, in bytes.</summary>
    public const int MaxBlockBytes = 16 << 20;

    /// <summary>The largest signature accepted, in bytes.</summary>
    public const int MaxSignatureBytes = 128;

    /// <summary>The largest number of votes in a certificate.</summary>
    public const int MaxCertificateVotes = 1024;

    private enum Kind : byte
    {
        Proposal = 1,
        Vote = 2,
        Status = 3,
        BlockRequest = 4,
        DecidedBlock = 5,
    }

    /// <summary>Encodes a message.</summary>
    public static byte[] Encode(ConsensusMessage message)
    {
        ByteWriter writer = new();
        switch (message)
        {
            case ConsensusMessage.ProposalMessage proposal:
                writer.Byte((byte)Kind.Proposal);
                Write(writer, proposal.Proposal.Proposal);
                writer.Bytes(proposal.Proposal.Signature.Span);
                writer.Bytes(proposal.Block.Span);
                break;
            case ConsensusMessage.VoteMessage vote:
                writer.Byte((byte)Kind.Vote);
                Write(writer, vote.Vote.Vote);
                writer.Bytes(vote.Vote.Signature.Span);
                break;
            case ConsensusMessage.Status status:
                writer.Byte((byte)Kind.Status);
                writer.UInt64(status.CommittedHeight);
                break;
            case ConsensusMessage.BlockRequest request:
                writer.Byte((byte)Kind.BlockRequest);
                writer.UInt64(request.Height);
                break;
            case ConsensusMessage.DecidedBlock decided:
                writer.Byte((byte)Kind.DecidedBlock);
                writer.Bytes(EncodeCertificate(decided.Certificate));
                writer.Bytes(decided.Block.Span);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(message));
        }

        return writer.ToArray();
    }

    /// <summary>Decodes a message; never throws.</summary>
    /// <param name="bytes">Foreign bytes.</param>
    /// <param name="message">The message when true is returned.</param>
    /// <returns>False when the bytes are not exactly one message within the bounds.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, out ConsensusMessage? message)
    {
        ByteReader reader = new(bytes);
        message = (Kind)reader.Byte() switch
        {
            Kind.Proposal => new ConsensusMessage.ProposalMessage(new SignedProposal(ReadProposal(ref reader), reader.Bytes(MaxSignatureBytes)), reader.Bytes(MaxBlockBytes)),
            Kind.Vote => new ConsensusMessage.VoteMessage(new SignedVote(ReadVote(ref reader), reader.Bytes(MaxSignatureBytes))),
            Kind.Status => new ConsensusMessage.Status(reader.UInt64()),
            Kind.BlockRequest => new ConsensusMessage.BlockRequest(reader.UInt64()),
            Kind.DecidedBlock => ReadDecided(ref reader),
            _ => null,
        };
        if (!reader.Succeeded)
        {
            message = null;
        }

        return message is not null;
    }

    /// <summary>Encodes a commit certificate, the form in which blocks carry it.</summary>
    public static byte[] EncodeCertificate(CommitCertificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        ByteWriter writer = new();
        writer.UInt64(certificate.Height);
        writer.Int32(certificate.Round);
        writer.Felt(certificate.Value.Hash);
        writer.Int32(certificate.Precommits.Count);
        foreach (SignedVote vote in certificate.Precommits)
        {
            writer.Felt(vote.Vote.Validator.Address);
            writer.Bytes(vote.Signature.Span);
        }

        return writer.ToArray();
    }

    /// <summary>Decodes a commit certificate; never throws. Its signatures are not checked here.</summary>
    public static bool TryDecodeCertificate(ReadOnlySpan<byte> bytes, out CommitCertificate? certificate)
    {
        ByteReader reader = new(bytes);
        certificate = ReadCertificate(ref reader);
        if (!reader.Succeeded)
        {
            certificate = null;
        }

        return certificate is not null;
    }

    /// <summary>The bytes under a vote's signature: a domain that names the chain, then the vote.</summary>
    public static byte[] SigningBytes(string chain, Vote vote)
    {
        ByteWriter writer = Domain(chain, "kraken/vote");
        Write(writer, vote);
        return writer.ToArray();
    }

    /// <summary>The bytes under a proposal's signature.</summary>
    public static byte[] SigningBytes(string chain, Proposal proposal)
    {
        ByteWriter writer = Domain(chain, "kraken/proposal");
        Write(writer, proposal);
        return writer.ToArray();
    }

    internal static void Write(ByteWriter writer, Vote vote)
    {
        ArgumentNullException.ThrowIfNull(vote);
        writer.Byte((byte)vote.Type);
        writer.UInt64(vote.Height);
        writer.Int32(vote.Round);
        writer.Byte(vote.Value is null ? (byte)0 : (byte)1);
        writer.Felt(vote.Value?.Hash ?? default);
        writer.Felt(vote.Validator.Address);
    }

    internal static void Write(ByteWriter writer, Proposal proposal)
    {
        ArgumentNullException.ThrowIfNull(proposal);
        writer.UInt64(proposal.Height);
        writer.Int32(proposal.Round);
        writer.Felt(proposal.Value.Hash);
        writer.Int32(proposal.ValidRound);
        writer.Felt(proposal.Proposer.Address);
    }

    internal static Proposal ReadProposal(ref ByteReader reader) =>
        new(reader.UInt64(), reader.Int32(), new ValueId(reader.Felt()), reader.Int32(), new ValidatorId(reader.Felt()));

    private static Vote ReadVote(ref ByteReader reader)
    {
        byte type = reader.Byte();
        ulong height = reader.UInt64();
        int round = reader.Int32();
        byte hasValue = reader.Byte();
        ValueId value = new(reader.Felt());
        if (type > (byte)VoteType.Precommit || hasValue > 1 || round < 0 || (hasValue == 0 && !value.Hash.IsZero))
        {
            reader.Fail();
        }

        return new Vote((VoteType)type, height, round, hasValue == 1 ? value : null, new ValidatorId(reader.Felt()));
    }

    private static ConsensusMessage.DecidedBlock? ReadDecided(ref ByteReader reader)
    {
        ReadOnlyMemory<byte> certificate = reader.Bytes(MaxCertificateVotes * (MaxSignatureBytes + 64));
        ReadOnlyMemory<byte> block = reader.Bytes(MaxBlockBytes);
        return TryDecodeCertificate(certificate.Span, out CommitCertificate? decoded) ? new ConsensusMessage.DecidedBlock(decoded!, block) : null;
    }

    private static CommitCertificate? ReadCertificate(ref ByteReader reader)
    {
        ulong height = reader.UInt64();
        int round = reader.Int32();
        ValueId value = new(reader.Felt());
        int count = reader.Int32();
        if (reader.Failed || count is < 0 or > MaxCertificateVotes || round < 0)
        {
            return null;
        }

        List<SignedVote> votes = new(count);
        for (int i = 0; i < count && !reader.Failed; i++)
        {
            Vote vote = new(VoteType.Precommit, height, round, value, new ValidatorId(reader.Felt()));
            votes.Add(new SignedVote(vote, reader.Bytes(MaxSignatureBytes)));
        }

        return new CommitCertificate(height, round, value, votes);
    }

    private static ByteWriter Domain(string chain, string kind)
    {
        ByteWriter writer = new();
        writer.Text(kind);
        writer.Text(chain);
        return writer;
    }
}
