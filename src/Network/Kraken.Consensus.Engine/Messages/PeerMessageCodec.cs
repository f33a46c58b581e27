using System;
using System.Diagnostics.CodeAnalysis;
using Kraken.Serialization;

namespace Kraken.Consensus.Engine.Messages;

/// <summary>
/// The encoding of what validators send each other: a kind, then for messages of an algorithm its tag and its own encoding.
/// </summary>
/// <param name="algorithm">The algorithm of the chain.</param>
/// <param name="maxBlockBytes">The largest block.</param>
public sealed class PeerMessageCodec(IConsensusAlgorithm algorithm, int maxBlockBytes)
{
    private enum Kind : byte
    {
        Consensus = 1,
        Status = 2,
        CarrierRequest = 3,
        BlockRequest = 4,
        Decided = 5,
    }

    /// <summary>The bytes of a message as peers exchange them, its kind first.</summary>
    public byte[] Encode(PeerMessage message)
    {
        ByteWriter writer = new();
        switch (message)
        {
            case PeerMessage.Consensus consensus:
                writer.Byte((byte)Kind.Consensus);
                writer.Byte((byte)algorithm.Tag);
                algorithm.Write(writer, consensus.Message);
                break;
            case PeerMessage.Status status:
                writer.Byte((byte)Kind.Status);
                writer.UInt64(status.CommittedHeight);
                break;
            case PeerMessage.CarrierRequest request:
                writer.Byte((byte)Kind.CarrierRequest);
                writer.UInt64(request.Height);
                writer.Int32(request.Round);
                break;
            case PeerMessage.BlockRequest request:
                writer.Byte((byte)Kind.BlockRequest);
                writer.UInt64(request.Height);
                break;
            case PeerMessage.Decided decided:
                writer.Byte((byte)Kind.Decided);
                CertificateCodec.Write(writer, algorithm, decided.Block.Certificate);
                writer.Bytes(decided.Block.Bytes.Span);
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
    public bool TryDecode(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out PeerMessage? message)
    {
        ByteReader reader = new(bytes);
        message = (Kind)reader.Byte() switch
        {
            Kind.Consensus => ReadConsensus(ref reader),
            Kind.Status => new PeerMessage.Status(reader.UInt64()),
            Kind.CarrierRequest => new PeerMessage.CarrierRequest(reader.UInt64(), reader.Int32()),
            Kind.BlockRequest => new PeerMessage.BlockRequest(reader.UInt64()),
            Kind.Decided => ReadDecided(ref reader),
            _ => null,
        };
        if (!reader.Succeeded)
        {
            message = null;
        }

        return message is not null;
    }

    private PeerMessage.Consensus? ReadConsensus(ref ByteReader reader) =>
        reader.Byte() == (byte)algorithm.Tag && algorithm.Read(ref reader, maxBlockBytes) is { } message
            ? new PeerMessage.Consensus(message)
            : null;

    private PeerMessage.Decided? ReadDecided(ref ByteReader reader) =>
        CertificateCodec.Read(ref reader, algorithm) is { } certificate
            ? new PeerMessage.Decided(new CertifiedBlock(certificate, reader.Bytes(maxBlockBytes)))
            : null;
}
