using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using Kraken.Fields;
using Kraken.Fields.Serialization;
using Kraken.Starknet.Transactions;

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
            TransactionDecoder.Write(writer, transaction);
        }

        return writer.ToArray();
    }

    /// <summary>Decodes foreign bytes; never throws.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, TransactionDecoder transactions, out ProposedBlock? block)
    {
        ArgumentNullException.ThrowIfNull(transactions);
        ByteReader reader = new(bytes);
        ulong number = reader.UInt64();
        ulong timestamp = reader.UInt64();
        Felt sequencer = reader.Felt();
        int count = reader.Count(MaxTransactions);
        List<SubmittedTransaction> decoded = new(count);
        for (int i = 0; i < count && transactions.TryRead(ref reader, out SubmittedTransaction? transaction); i++)
        {
            decoded.Add(transaction!);
        }

        block = reader.Succeeded && decoded.Count == count ? new ProposedBlock(number, timestamp, sequencer, [.. decoded]) : null;
        return block is not null;
    }
}
