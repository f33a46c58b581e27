using System;
using Kraken.Consensus.Engine.Messages;
using Kraken.Consensus.Tendermint;
using Kraken.Fields.Serialization;

namespace Kraken.Consensus.Engine.Log;

/// <summary>An input of the core as it stands in the write-ahead log, with the block where the input brings one.</summary>
/// <param name="Input">The input; never a <see cref="ConsensusInput.StartHeight"/>, which a log file begins with by its name.</param>
/// <param name="Block">The block of a proposal or of a built value; empty otherwise.</param>
internal sealed record LogRecord(ConsensusInput Input, ReadOnlyMemory<byte> Block)
{
    private enum Kind : byte
    {
        Message = 1,
        Built = 2,
        Checked = 3,
        Timeout = 4,
    }

    public byte[] Encode()
    {
        ByteWriter writer = new();
        switch (Input)
        {
            case ConsensusInput.ProposalReceived received:
                writer.Byte((byte)Kind.Message);
                writer.Bytes(MessageCodec.Encode(new ConsensusMessage.ProposalMessage(received.Proposal, Block)));
                break;
            case ConsensusInput.VoteReceived received:
                writer.Byte((byte)Kind.Message);
                writer.Bytes(MessageCodec.Encode(new ConsensusMessage.VoteMessage(received.Vote)));
                break;
            case ConsensusInput.ValueBuilt built:
                writer.Byte((byte)Kind.Built);
                writer.UInt64(built.Height);
                writer.Int32(built.Round);
                writer.Felt(built.Value.Hash);
                writer.Bytes(Block.Span);
                break;
            case ConsensusInput.ValueChecked check:
                writer.Byte((byte)Kind.Checked);
                MessageCodec.Write(writer, check.Proposal);
                writer.Byte(check.IsValid ? (byte)1 : (byte)0);
                break;
            case ConsensusInput.TimeoutElapsed elapsed:
                writer.Byte((byte)Kind.Timeout);
                writer.UInt64(elapsed.Id.Height);
                writer.Int32(elapsed.Id.Round);
                writer.Byte((byte)elapsed.Id.Step);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(Input));
        }

        return writer.ToArray();
    }

    public static bool TryDecode(ReadOnlySpan<byte> bytes, out LogRecord? record)
    {
        ByteReader reader = new(bytes);
        record = (Kind)reader.Byte() switch
        {
            Kind.Message => ReadMessage(reader.Bytes(int.MaxValue)),
            Kind.Built => ReadBuilt(ref reader),
            Kind.Checked => new LogRecord(new ConsensusInput.ValueChecked(MessageCodec.ReadProposal(ref reader), reader.Byte() == 1), default),
            Kind.Timeout => new LogRecord(new ConsensusInput.TimeoutElapsed(new TimeoutId(reader.UInt64(), reader.Int32(), (TimeoutStep)reader.Byte())), default),
            _ => null,
        };
        return record is not null && reader.Succeeded;
    }

    private static LogRecord? ReadMessage(byte[] bytes) => MessageCodec.TryDecode(bytes, out ConsensusMessage? message)
        ? message switch
        {
            ConsensusMessage.ProposalMessage proposal => new LogRecord(new ConsensusInput.ProposalReceived(proposal.Proposal), proposal.Block),
            ConsensusMessage.VoteMessage vote => new LogRecord(new ConsensusInput.VoteReceived(vote.Vote), default),
            _ => null,
        }
        : null;

    private static LogRecord ReadBuilt(ref ByteReader reader)
    {
        ConsensusInput.ValueBuilt built = new(reader.UInt64(), reader.Int32(), new ValueId(reader.Felt()));
        return new LogRecord(built, reader.Bytes(MessageCodec.MaxBlockBytes));
    }
}
