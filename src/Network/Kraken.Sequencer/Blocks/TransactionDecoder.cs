using System;
using System.Diagnostics.CodeAnalysis;
using Kraken.Serialization;
using Kraken.Starknet;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Limits;
using Kraken.Starknet.Transactions;
using Kraken.State.Codecs;

namespace Kraken.Sequencer.Blocks;

/// <summary>
/// Decodes transactions of other validators, checks them against the chain's limits and computes everything that follows from their
/// content. A transaction comes twice, when it is passed on and in a block: the second time its bytes are known and nothing is computed
/// again. Safe for several threads.
/// </summary>
/// <param name="chain">The chain whose transaction hashes are computed.</param>
/// <param name="limits">The chain's limits; null for the defaults.</param>
public sealed class TransactionDecoder(ChainId chain, ChainLimits? limits = null)
{
    /// <summary>The most memory that known transactions take, in bytes.</summary>
    public const long MaxKnownBytes = 64 << 20;

    /// <summary>The most transactions that are known.</summary>
    public const int MaxKnown = 20_000;

    private readonly ChainLimits limits = limits ?? new();
    private readonly StatelessRules rules = new(limits ?? new());
    private readonly int maxTransactionBytes = (int)new SizeModel(limits ?? new()).MaxTransactionBytes;
    private readonly int maxClassBytes = (int)new SizeModel(limits ?? new()).MaxClassBytes;
    private readonly KnownTransactions known = new(MaxKnown, MaxKnownBytes);

    /// <summary>The chain's limits.</summary>
    internal ChainLimits Limits => limits;

    /// <summary>The encoding in which validators pass a transaction on; this node knows the transaction from then on.</summary>
    public byte[] Encode(SubmittedTransaction transaction)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        byte[] body = SubmissionCodec.EncodeBody(transaction.Transaction);
        byte[] classBytes = ClassBytes(transaction);
        known.Remember(KnownTransactions.Digest(body, classBytes), transaction);
        ByteWriter writer = new();
        Write(writer, body, classBytes);
        return writer.ToArray();
    }

    /// <summary>Decodes a transaction; never throws.</summary>
    public bool TryDecode(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out SubmittedTransaction? transaction)
    {
        ByteReader reader = new(bytes);
        bool read = TryRead(ref reader, out transaction) && reader.Succeeded;
        transaction = read ? transaction : null;
        return read;
    }

    internal static void Write(ByteWriter writer, SubmittedTransaction transaction) =>
        Write(writer, SubmissionCodec.EncodeBody(transaction.Transaction), ClassBytes(transaction));

    internal bool TryRead(ref ByteReader reader, [NotNullWhen(true)] out SubmittedTransaction? transaction)
    {
        transaction = null;
        byte[] body = reader.Bytes(maxTransactionBytes);
        byte[] classBytes = reader.Bytes(maxClassBytes);
        if (reader.Failed)
        {
            return false;
        }

        byte[] digest = KnownTransactions.Digest(body, classBytes);
        if (known.Find(digest) is { } seen)
        {
            transaction = seen;
            return true;
        }

        transaction = Decode(body, classBytes);
        if (transaction is null)
        {
            return false;
        }

        known.Remember(digest, transaction);
        return true;
    }

    private static void Write(ByteWriter writer, byte[] body, byte[] classBytes)
    {
        writer.Bytes(body);
        writer.Bytes(classBytes);
    }

    private static byte[] ClassBytes(SubmittedTransaction transaction) =>
        transaction.Class is null ? [] : SierraClassCodec.Encode(transaction.Class);

    private SubmittedTransaction? Decode(byte[] body, byte[] classBytes)
    {
        if (SubmissionCodec.DecodeBody(body, limits.Transaction) is not { } transaction)
        {
            return null;
        }

        SierraClass? sierra = null;
        if (classBytes.Length > 0 && !SierraClassCodec.TryDecode(classBytes, maxClassBytes, out sierra))
        {
            return null;
        }

        SubmittedTransaction content = new(transaction, sierra);
        return rules.Check(content) is null ? DerivedFields.Compute(content, chain) : null;
    }
}
