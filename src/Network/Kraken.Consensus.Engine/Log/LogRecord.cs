using System;
using Kraken.Serialization;

namespace Kraken.Consensus.Engine.Log;

/// <summary>
/// What the write-ahead log of a height consists of: the core's inputs in order, and the little beside them that must survive.
/// </summary>
public abstract record LogRecord
{
    private enum Kind : byte
    {
        Input = 1,
        KeptBlock = 2,
        Attempt = 3,
        AttemptEnded = 4,
        Abstention = 5,
    }

    private LogRecord()
    {
    }

    /// <summary>An input of the core. Messages stand without the blocks they carry.</summary>
    public sealed record Input(ConsensusInput Value) : LogRecord;

    /// <summary>A block that this validator found valid or built: it must survive whatever is said about it.</summary>
    public sealed record KeptBlock(ValueId Value, ReadOnlyMemory<byte> Bytes) : LogRecord;

    /// <summary>
    /// An execution begins. One that the process did not survive has no outcome after it, and is not tried again without end.
    /// </summary>
    /// <param name="Block">The block's digest; the default for one that is built.</param>
    public sealed record Attempt(BlockDigest Block) : LogRecord;

    /// <summary>An execution ended, and no input of a valid block says so: the process survived it, whatever came of it.</summary>
    /// <param name="Block">As in <see cref="Attempt"/>.</param>
    public sealed record AttemptEnded(BlockDigest Block) : LogRecord;

    /// <summary>
    /// What was signed at this height rests on records that are lost, and nothing more is said at it. It must survive: what follows may
    /// lead to the last statement once more, and what was said before that would still be forgotten.
    /// </summary>
    public sealed record Abstention : LogRecord;

    /// <summary>The record's bytes.</summary>
    public byte[] Encode(IConsensusAlgorithm algorithm)
    {
        ByteWriter writer = new();
        switch (this)
        {
            case Input input:
                writer.Byte((byte)Kind.Input);
                InputCodec.Write(writer, algorithm, input.Value);
                break;
            case KeptBlock kept:
                writer.Byte((byte)Kind.KeptBlock);
                writer.Felt(kept.Value.Hash);
                writer.Bytes(kept.Bytes.Span);
                break;
            case Attempt attempt:
                writer.Byte((byte)Kind.Attempt);
                writer.UInt128(attempt.Block.Low);
                writer.UInt128(attempt.Block.High);
                break;
            case AttemptEnded ended:
                writer.Byte((byte)Kind.AttemptEnded);
                writer.UInt128(ended.Block.Low);
                writer.UInt128(ended.Block.High);
                break;
            case Abstention:
                writer.Byte((byte)Kind.Abstention);
                break;
            default:
                throw new InvalidOperationException($"no encoding for {GetType().Name}");
        }

        return writer.ToArray();
    }

    /// <summary>Reads a record; null when the bytes are not exactly one. Never throws.</summary>
    public static LogRecord? Decode(ReadOnlySpan<byte> bytes, IConsensusAlgorithm algorithm, int maxBlockBytes)
    {
        ByteReader reader = new(bytes);
        LogRecord? record = (Kind)reader.Byte() switch
        {
            Kind.Input => InputCodec.Read(ref reader, algorithm) is { } input ? new Input(input) : null,
            Kind.KeptBlock => new KeptBlock(new ValueId(reader.Felt()), reader.Bytes(maxBlockBytes)),
            Kind.Attempt => new Attempt(new BlockDigest(reader.UInt128(), reader.UInt128())),
            Kind.AttemptEnded => new AttemptEnded(new BlockDigest(reader.UInt128(), reader.UInt128())),
            Kind.Abstention => new Abstention(),
            _ => null,
        };
        return reader.Succeeded ? record : null;
    }
}
