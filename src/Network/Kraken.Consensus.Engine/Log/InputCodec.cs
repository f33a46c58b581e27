using System;
using Kraken.Serialization;

namespace Kraken.Consensus.Engine.Log;

/// <summary>The encoding of a core's inputs. The beginning of a height is none of them: a log begins with it by its name.</summary>
internal static class InputCodec
{
    private enum Kind : byte
    {
        Message = 1,
        Built = 2,
        Timer = 3,
    }

    public static void Write(ByteWriter writer, IConsensusAlgorithm algorithm, ConsensusInput input)
    {
        switch (input)
        {
            case ConsensusInput.MessageReceived received:
                writer.Byte((byte)Kind.Message);
                writer.Boolean(received.BlockIsValid);
                algorithm.Write(writer, algorithm.WithBlock(received.Message, default));
                break;
            case ConsensusInput.ValueBuilt built:
                writer.Byte((byte)Kind.Built);
                writer.UInt64(built.Height);
                writer.Int32(built.Round);
                writer.Felt(built.Value.Hash);
                writer.UInt128(built.Digest.Low);
                writer.UInt128(built.Digest.High);
                break;
            case ConsensusInput.TimerElapsed elapsed:
                writer.Byte((byte)Kind.Timer);
                writer.UInt64(elapsed.Id.Height);
                writer.Int32(elapsed.Id.Round);
                writer.Byte(elapsed.Id.Kind);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(input), input, "not an input that is logged");
        }
    }

    public static ConsensusInput? Read(ref ByteReader reader, IConsensusAlgorithm algorithm)
    {
        switch ((Kind)reader.Byte())
        {
            case Kind.Message:
                bool valid = reader.Boolean();
                return algorithm.Read(ref reader, maxBlockBytes: 0) is { } message
                    ? new ConsensusInput.MessageReceived(message, valid)
                    : null;
            case Kind.Built:
                return new ConsensusInput.ValueBuilt(
                    reader.UInt64(), reader.Int32(), new ValueId(reader.Felt()), new BlockDigest(reader.UInt128(), reader.UInt128()));
            case Kind.Timer:
                return new ConsensusInput.TimerElapsed(new TimerId(reader.UInt64(), reader.Int32(), reader.Byte()));
            default:
                return null;
        }
    }
}
