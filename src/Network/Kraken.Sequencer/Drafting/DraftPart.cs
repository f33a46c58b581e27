using System;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Kraken.Consensus;
using Kraken.Fields;
using Kraken.Serialization;

namespace Kraken.Sequencer.Drafting;

/// <summary>
/// What the proposer of a height's first round has executed beyond its earlier parts. A hint: whoever follows it executes the block sooner,
/// and what becomes of the block does not depend on it.
/// </summary>
/// <param name="Height">The height of the block.</param>
/// <param name="Parent">The block below.</param>
/// <param name="Timestamp">The block's time, in seconds since 1970-01-01 UTC.</param>
/// <param name="Number">Which part of the draft it is, from 0.</param>
/// <param name="Transactions">
/// The transactions that follow those of the earlier parts, 1 to <see cref="DraftLimits.MaxPartTransactions"/>.
/// </param>
public sealed record DraftPart(ulong Height, ValueId Parent, ulong Timestamp, int Number, ImmutableArray<DraftedTransaction> Transactions)
{
    /// <summary>The bytes before the transactions.</summary>
    internal const int HeadBytes = sizeof(ulong) + Felt.ByteCount + sizeof(ulong) + sizeof(int) + sizeof(int);

    /// <summary>The encoding in which validators exchange it.</summary>
    public byte[] Encode()
    {
        ByteWriter writer = new();
        writer.UInt64(Height);
        writer.Felt(Parent.Hash);
        writer.UInt64(Timestamp);
        writer.Int32(Number);
        writer.Int32(Transactions.Length);
        foreach (DraftedTransaction transaction in Transactions)
        {
            writer.Felt(transaction.Hash);
            writer.UInt128(transaction.Form);
        }

        return writer.ToArray();
    }

    /// <summary>Decodes foreign bytes; never throws.</summary>
    /// <param name="part">The part when true is returned.</param>
    /// <returns>False when the bytes are not exactly one part within the bounds.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out DraftPart? part)
    {
        ByteReader reader = new(bytes);
        ulong height = reader.UInt64();
        Felt parent = reader.Felt();
        ulong timestamp = reader.UInt64();
        int number = reader.Int32();
        DraftedTransaction[] transactions =
            new DraftedTransaction[reader.Count(DraftLimits.MaxPartTransactions, DraftedTransaction.ByteCount)];
        for (int i = 0; i < transactions.Length; i++)
        {
            transactions[i] = new DraftedTransaction(reader.Felt(), reader.UInt128());
        }

        part = reader.Succeeded && number >= 0 && transactions.Length > 0
            ? new DraftPart(height, new ValueId(parent), timestamp, number, [.. transactions])
            : null;
        return part is not null;
    }
}
