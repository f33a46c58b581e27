using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using Kraken.Fields;
using Kraken.Serialization;

namespace Kraken.Consensus.Simulation.Chain;

/// <summary>
/// A block of the simulated chain. Its value is the hash of everything but the filling, which stands for the bytes that a real block's
/// hash does not bind: other bytes with the same value are possible, and invalid.
/// </summary>
/// <param name="Parent">The value below.</param>
/// <param name="Builder">Who built it.</param>
/// <param name="Timestamp">Its time by the builder's clock, in microseconds.</param>
/// <param name="State">The state after it.</param>
/// <param name="Transactions">Its transactions, in order.</param>
internal sealed record SimulatedBlock(
    ulong Height, ValueId Parent, ValidatorId Builder, long Timestamp, Felt State, IReadOnlyList<SimulatedTransaction> Transactions)
{
    /// <summary>Transactions in a block at most.</summary>
    public const int MaxTransactions = 40;

    private const int MaxFilling = 1 << 20;

    /// <summary>The value that commits to the block.</summary>
    public ValueId Value
    {
        get
        {
            ByteWriter writer = new();
            WriteContent(writer);
            return new ValueId(Hash(writer.ToArray()));
        }
    }

    /// <summary>The state after some transactions.</summary>
    public static Felt StateAfter(Felt state, IEnumerable<SimulatedTransaction> transactions)
    {
        ByteWriter writer = new();
        writer.Felt(state);
        foreach (SimulatedTransaction transaction in transactions)
        {
            writer.UInt64(transaction.Id);
        }

        return Hash(writer.ToArray());
    }

    /// <summary>The block's bytes.</summary>
    /// <param name="filling">What fills the transactions' bytes: zero in a valid block.</param>
    public byte[] Encode(byte filling = 0)
    {
        ByteWriter writer = new();
        WriteContent(writer);
        byte[] fill = new byte[Transactions.Sum(transaction => transaction.Size) + 1];
        Array.Fill(fill, filling);
        writer.Bytes(fill);
        return writer.ToArray();
    }

    /// <summary>Reads a block, foreign bytes; null when they are not exactly one whose filling is zero. Never throws.</summary>
    public static SimulatedBlock? Decode(ReadOnlySpan<byte> bytes)
    {
        ByteReader reader = new(bytes);
        ulong height = reader.UInt64();
        ValueId parent = new(reader.Felt());
        ValidatorId builder = new(reader.Felt());
        long timestamp = (long)reader.UInt64();
        Felt state = reader.Felt();
        SimulatedTransaction[] transactions = new SimulatedTransaction[reader.Count(MaxTransactions, itemBytes: 13)];
        long size = 1;
        for (int i = 0; i < transactions.Length; i++)
        {
            transactions[i] = new SimulatedTransaction(reader.UInt64(), (TransactionKind)reader.Byte(), reader.Int32());
            size += transactions[i].Size;
            if (transactions[i].Kind > TransactionKind.Deadly || transactions[i].Size < 0)
            {
                return null;
            }
        }

        byte[] fill = reader.Bytes(MaxFilling);
        return reader.Succeeded && fill.Length == size && !fill.AsSpan().ContainsAnyExcept((byte)0)
            ? new SimulatedBlock(height, parent, builder, timestamp, state, transactions)
            : null;
    }

    private static Felt Hash(byte[] bytes)
    {
        byte[] hash = SHA256.HashData(bytes);
        hash[0] = 0;
        return Felt.FromBytesBigEndianReduced(hash);
    }

    private void WriteContent(ByteWriter writer)
    {
        writer.UInt64(Height);
        writer.Felt(Parent.Hash);
        writer.Felt(Builder.Address);
        writer.UInt64((ulong)Timestamp);
        writer.Felt(State);
        writer.Int32(Transactions.Count);
        foreach (SimulatedTransaction transaction in Transactions)
        {
            writer.UInt64(transaction.Id);
            writer.Byte((byte)transaction.Kind);
            writer.Int32(transaction.Size);
        }
    }
}
