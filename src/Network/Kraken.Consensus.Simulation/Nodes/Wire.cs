using System;
using Kraken.Consensus.Engine.Messages;
using Kraken.Consensus.Simulation.Chain;
using Kraken.Serialization;

namespace Kraken.Consensus.Simulation.Nodes;

/// <summary>What travels between nodes: a lane, then a transaction or a message in the engine's own encoding.</summary>
internal static class Wire
{
    private const byte Message = 0;
    private const byte Transaction = 1;

    public static byte[] Write(PeerMessage message, PeerMessageCodec codec) => [Message, .. codec.Encode(message)];

    public static byte[] Write(SimulatedTransaction transaction)
    {
        ByteWriter writer = new();
        writer.Byte(Transaction);
        writer.UInt64(transaction.Id);
        writer.Byte((byte)transaction.Kind);
        writer.Int32(transaction.Size);
        return writer.ToArray();
    }

    /// <summary>Reads a message; null for anything else.</summary>
    public static PeerMessage? ReadMessage(ReadOnlySpan<byte> bytes, PeerMessageCodec codec) =>
        bytes is [Message, ..] && codec.TryDecode(bytes[1..], out PeerMessage? message) ? message : null;

    /// <summary>Reads a transaction; null for anything else.</summary>
    public static SimulatedTransaction? ReadTransaction(ReadOnlySpan<byte> bytes)
    {
        if (bytes is not [Transaction, ..])
        {
            return null;
        }

        ByteReader reader = new(bytes[1..]);
        SimulatedTransaction transaction = new(reader.UInt64(), (TransactionKind)reader.Byte(), reader.Int32());
        return reader.Succeeded && transaction.Size >= 0 && transaction.Kind <= TransactionKind.Deadly ? transaction : null;
    }
}
