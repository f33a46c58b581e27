using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using Kraken.Fields;
using Kraken.Fields.Serialization;
using Kraken.Starknet;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Json;
using Kraken.Starknet.Transactions;
using Kraken.State.Codecs;

namespace Kraken.Sequencer.Blocks;

/// <summary>
/// A block as it is proposed: what its hash cannot be recomputed from. Everything else follows by execution, and the value that
/// consensus votes on, the block hash, binds all of it.
/// </summary>
/// <param name="Number">The height.</param>
/// <param name="Timestamp">Seconds since 1970-01-01 UTC.</param>
/// <param name="Sequencer">Who built it and receives the fees.</param>
/// <param name="Transactions">The transactions, in the order of execution, with the classes they declare.</param>
public sealed record ProposedBlock(ulong Number, ulong Timestamp, Felt Sequencer, ImmutableArray<SubmittedTransaction> Transactions)
{
    private const int MaxTransactions = 10_000;
    private const int MaxTransactionBytes = 1 << 20;
    private const int MaxClassBytes = 8 << 20;

    /// <summary>The encoding that proposals carry.</summary>
    public byte[] Encode()
    {
        ByteWriter writer = new();
        writer.UInt64(Number);
        writer.UInt64(Timestamp);
        writer.Felt(Sequencer);
        writer.Int32(Transactions.Length);
        foreach (SubmittedTransaction transaction in Transactions)
        {
            Write(writer, transaction);
        }

        return writer.ToArray();
    }

    /// <summary>Decodes foreign bytes; never throws. Transaction hashes are computed anew for the chain.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, ChainId chain, out ProposedBlock? block)
    {
        ByteReader reader = new(bytes);
        ulong number = reader.UInt64();
        ulong timestamp = reader.UInt64();
        Felt sequencer = reader.Felt();
        int count = reader.Count(MaxTransactions);
        List<SubmittedTransaction> transactions = new(count);
        for (int i = 0; i < count && TryRead(ref reader, chain, out SubmittedTransaction? transaction); i++)
        {
            transactions.Add(transaction!);
        }

        block = reader.Succeeded && transactions.Count == count ? new ProposedBlock(number, timestamp, sequencer, [.. transactions]) : null;
        return block is not null;
    }

    /// <summary>The encoding of a single transaction, in which validators pass it on.</summary>
    public static byte[] EncodeTransaction(SubmittedTransaction transaction)
    {
        ByteWriter writer = new();
        Write(writer, transaction);
        return writer.ToArray();
    }

    /// <summary>Decodes a single transaction; never throws.</summary>
    public static bool TryDecodeTransaction(ReadOnlySpan<byte> bytes, ChainId chain, out SubmittedTransaction? transaction)
    {
        ByteReader reader = new(bytes);
        bool read = TryRead(ref reader, chain, out transaction) && reader.Succeeded;
        transaction = read ? transaction : null;
        return read;
    }

    private static void Write(ByteWriter writer, SubmittedTransaction transaction)
    {
        writer.Bytes(TransactionCodec.Encode(transaction.Transaction));
        writer.Bytes(transaction.Class is null ? [] : SierraClassJson.ToBytes(transaction.Class));
    }

    private static bool TryRead(ref ByteReader reader, ChainId chain, out SubmittedTransaction? transaction)
    {
        transaction = null;
        byte[] body = reader.Bytes(MaxTransactionBytes);
        byte[] classBytes = reader.Bytes(MaxClassBytes);
        if (reader.Failed || !TransactionCodec.TryDecode(body, out Transaction? decoded) || decoded is not AccountTransaction account || account.IsQuery)
        {
            return false;
        }

        SierraClass? sierra = null;
        if (classBytes.Length > 0 && !SierraClassJson.TryDecode(classBytes, out sierra, out _))
        {
            return false;
        }

        transaction = new SubmittedTransaction(account with { Hash = TransactionHash.Compute(account, chain) }, sierra);
        return (account is DeclareTransaction) == (sierra is not null);
    }
}
