using System;
using System.Collections.Immutable;
using Kraken.BlockProof.Replay;
using Kraken.Serialization;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Json;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;
using Kraken.State.Codecs;

namespace Kraken.BlockProof.Stateless;

/// <summary>
/// Blocks with their state diffs as bytes: header, transactions, receipts and diff, each behind its length and in the form that the
/// node's store has. Old block hashes are not part of it: they follow from the diff.
/// </summary>
public static class DecidedBlockCodec
{
    /// <summary>The most bytes of a header.</summary>
    public const int MaxHeaderBytes = 1 << 12;

    /// <summary>The most bytes of a transaction, of a receipt, and of a state diff.</summary>
    public const int MaxPartBytes = 64 << 20;

    /// <summary>Appends the four parts of a block.</summary>
    public static void Write(ByteWriter writer, DecidedBlock decided)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(decided);
        WriteHeader(writer, decided.Block.Header);
        writer.List(decided.Block.Transactions, static (output, transaction) => output.Bytes(TransactionCodec.Encode(transaction)));
        writer.List(decided.Block.Receipts, static (output, receipt) => output.Bytes(ReceiptCodec.Encode(receipt)));
        writer.Bytes(StateDiffCodec.Encode(decided.Diff));
    }

    /// <summary>Writes a header alone.</summary>
    public static void WriteHeader(ByteWriter writer, BlockHeader header)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Bytes(HeaderCodec.Encode(header));
    }

    /// <summary>Reads a block with as many receipts as transactions; null after an error.</summary>
    /// <param name="where">What the block is called in an error.</param>
    public static DecidedBlock? Read(ref PartReader reader, string where)
    {
        BlockHeader? header = ReadHeader(ref reader, $"{where}, header");
        ImmutableArray<Transaction> transactions = reader.List(
            $"{where}, transactions", TransactionLimits.MaxTransactions, $"{where}, transaction", ReadTransaction);
        ImmutableArray<TransactionReceipt> receipts = reader.List(
            $"{where}, receipts", TransactionLimits.MaxTransactions, $"{where}, receipt", ReadReceipt);
        StateDiff? diff = reader.Part<StateDiff>($"{where}, state diff", MaxPartBytes, "a state diff", StateDiffCodec.TryDecode);
        if (transactions.Length != receipts.Length)
        {
            reader.Refuse($"{where}, receipts", $"{transactions.Length}", $"{receipts.Length}");
        }

        return reader.Error is null ? new DecidedBlock(new Block(header!, transactions, receipts), diff!, null) : null;
    }

    /// <summary>Reads a header alone; null after an error.</summary>
    /// <param name="where">What the header is called in an error.</param>
    public static BlockHeader? ReadHeader(ref PartReader reader, string where) =>
        reader.Part<BlockHeader>(where, MaxHeaderBytes, "a header", HeaderCodec.TryDecode);

    private static Transaction? ReadTransaction(ref PartReader reader, string where) =>
        reader.Part<Transaction>(where, MaxPartBytes, "a transaction", TransactionCodec.TryDecode);

    private static TransactionReceipt? ReadReceipt(ref PartReader reader, string where) =>
        reader.Part<TransactionReceipt>(where, MaxPartBytes, "a receipt", ReceiptCodec.TryDecode);
}
