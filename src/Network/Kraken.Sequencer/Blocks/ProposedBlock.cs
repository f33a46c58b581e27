using System;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using Kraken.Fields;
using Kraken.Sequencer.Messages;
using Kraken.Serialization;
using Kraken.Starknet.Limits;
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
    /// <summary>The bytes of a block without transactions.</summary>
    internal const int EmptyBytes = sizeof(ulong) + sizeof(ulong) + Felt.ByteCount + sizeof(int);

    // The least that a transaction's two lengths and its content take.
    private const int LeastTransactionBytes = 2 * sizeof(int);

    /// <summary>
    /// The messages from L1 that it consumes, executed after the transactions; their number stands in the encoding only where it is not
    /// zero, so that chains without an L1 have the bytes that they always had.
    /// </summary>
    public ImmutableArray<L1HandlerTransaction> Messages { get; init; } = [];

    /// <summary>The encoding that proposals carry. Equal blocks have equal bytes, and only they.</summary>
    public byte[] Encode()
    {
        ByteWriter writer = new(EmptyBytes + Transactions.Sum(transaction => transaction.Class is null ? SizeOf(transaction) : 0));
        writer.UInt64(Number);
        writer.UInt64(Timestamp);
        writer.Felt(Sequencer);
        writer.Int32(Transactions.Length);
        foreach (SubmittedTransaction transaction in Transactions)
        {
            TransactionDecoder.Write(writer, transaction);
        }

        if (!Messages.IsEmpty)
        {
            writer.Int32(Messages.Length);
            foreach (L1HandlerTransaction message in Messages)
            {
                MessageCodec.Write(writer, message);
            }
        }

        return writer.ToArray();
    }

    /// <summary>Decodes foreign bytes within the limits of a block; never throws.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, TransactionDecoder transactions, [NotNullWhen(true)] out ProposedBlock? block) =>
        TryDecode(bytes, transactions, out block, out _);

    /// <summary>Decodes foreign bytes within the limits of a block; never throws.</summary>
    /// <param name="transactions">Decodes the transactions and computes what follows from them.</param>
    /// <param name="block">The block, or null.</param>
    /// <param name="error">What is wrong, or null.</param>
    public static bool TryDecode(
        ReadOnlySpan<byte> bytes,
        TransactionDecoder transactions,
        [NotNullWhen(true)] out ProposedBlock? block,
        [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(transactions);
        BlockBounds bounds = transactions.Limits.Block;
        block = null;
        if (bytes.Length > bounds.MaxBytes)
        {
            error = $"expected at most {bounds.MaxBytes} bytes, got {bytes.Length}";
            return false;
        }

        ByteReader reader = new(bytes);
        ulong number = reader.UInt64();
        ulong timestamp = reader.UInt64();
        Felt sequencer = reader.Felt();
        int count = reader.Count(bounds.MaxTransactions, LeastTransactionBytes);
        if (reader.Failed)
        {
            error = $"it does not begin with number, time, sequencer and at most {bounds.MaxTransactions} transactions";
            return false;
        }

        ImmutableArray<SubmittedTransaction>.Builder decoded = ImmutableArray.CreateBuilder<SubmittedTransaction>(count);
        while (decoded.Count < count)
        {
            if (!transactions.TryRead(ref reader, out SubmittedTransaction? transaction))
            {
                error = $"transaction {decoded.Count} does not decode";
                return false;
            }

            decoded.Add(transaction!);
        }

        if (!TryReadMessages(ref reader, transactions, out ImmutableArray<L1HandlerTransaction> messages))
        {
            error = $"after its transactions stand neither its end nor 1 to {MessageCodec.MaxPerBlock} messages";
            return false;
        }

        ProposedBlock read = new(number, timestamp, sequencer, decoded.MoveToImmutable()) { Messages = messages };

        // One block has one encoding, so that bytes can be compared in place of blocks.
        error = !reader.Succeeded ? "bytes follow its content"
            : !read.Encode().AsSpan().SequenceEqual(bytes) ? "it is not in canonical form"
            : null;
        block = error is null ? read : null;
        return block is not null;
    }

    private static bool TryReadMessages(
        ref ByteReader reader, TransactionDecoder transactions, out ImmutableArray<L1HandlerTransaction> messages)
    {
        messages = [];
        if (reader.Succeeded)
        {
            return true;
        }

        int count = reader.Count(MessageCodec.MaxPerBlock, MessageCodec.LeastBytes);
        ImmutableArray<L1HandlerTransaction>.Builder read = ImmutableArray.CreateBuilder<L1HandlerTransaction>(count);
        while (read.Count < count)
        {
            if (!transactions.TryReadMessage(ref reader, out L1HandlerTransaction? message))
            {
                return false;
            }

            read.Add(message);
        }

        messages = read.MoveToImmutable();
        return !reader.Failed && count > 0;
    }

    /// <summary>The bytes that a transaction takes in a block.</summary>
    internal static int SizeOf(SubmittedTransaction transaction) => SubmissionCodec.BytesOf(transaction);
}
