using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Kraken.Sequencer.Messages;
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

    /// <summary>
    /// Decodes several transactions, faster than one after the other; never throws. What it keeps meanwhile is as large as they are.
    /// </summary>
    /// <returns>As many, in their order; null where one does not decode or breaks a limit.</returns>
    public SubmittedTransaction?[] DecodeMany(ReadOnlySpan<ReadOnlyMemory<byte>> encodings)
    {
        SubmittedTransaction?[] decoded = new SubmittedTransaction?[encodings.Length];
        List<(int Place, byte[] Digest)> unknown = [];
        List<SubmittedTransaction> contents = [];
        for (int i = 0; i < encodings.Length; i++)
        {
            ByteReader reader = new(encodings[i].Span);
            if (ReadParts(ref reader) is not { } parts || !reader.Succeeded)
            {
                continue;
            }

            decoded[i] = known.Find(parts.Digest);
            if (decoded[i] is null && ReadContent(parts) is { } content)
            {
                unknown.Add((i, parts.Digest));
                contents.Add(content);
            }
        }

        SubmittedTransaction[] computed = DerivedFields.ComputeMany(CollectionsMarshal.AsSpan(contents), chain);
        for (int i = 0; i < computed.Length; i++)
        {
            known.Remember(unknown[i].Digest, computed[i]);
            decoded[unknown[i].Place] = computed[i];
        }

        return decoded;
    }

    /// <summary>The bytes that a transaction has in a block.</summary>
    internal static byte[] BytesOf(SubmittedTransaction transaction)
    {
        ByteWriter writer = new();
        Write(writer, transaction);
        return writer.ToArray();
    }

    /// <summary>Which of the forms of a transaction it is that share its hash: the first half of the digest of all its bytes.</summary>
    internal static UInt128 FormOf(SubmittedTransaction transaction) => BinaryPrimitives.ReadUInt128LittleEndian(
        KnownTransactions.Digest(SubmissionCodec.EncodeBody(transaction.Transaction), ClassBytes(transaction)));

    internal static void Write(ByteWriter writer, SubmittedTransaction transaction) =>
        Write(writer, SubmissionCodec.EncodeBody(transaction.Transaction), ClassBytes(transaction));

    internal bool TryRead(ref ByteReader reader, [NotNullWhen(true)] out SubmittedTransaction? transaction)
    {
        transaction = null;
        if (ReadParts(ref reader) is not { } parts)
        {
            return false;
        }

        transaction = known.Find(parts.Digest);
        if (transaction is null && ReadContent(parts) is { } content)
        {
            transaction = DerivedFields.Compute(content, chain);
            known.Remember(parts.Digest, transaction);
        }

        return transaction is not null;
    }

    internal bool TryReadMessage(ref ByteReader reader, [NotNullWhen(true)] out L1HandlerTransaction? message) =>
        MessageCodec.TryRead(ref reader, limits.Transaction.MaxCalldataFelts, chain, out message);

    private static void Write(ByteWriter writer, byte[] body, byte[] classBytes)
    {
        writer.Bytes(body);
        writer.Bytes(classBytes);
    }

    private static byte[] ClassBytes(SubmittedTransaction transaction) =>
        transaction.Class is null ? [] : SierraClassCodec.Encode(transaction.Class);

    private Parts? ReadParts(ref ByteReader reader)
    {
        byte[] body = reader.Bytes(maxTransactionBytes);
        byte[] classBytes = reader.Bytes(maxClassBytes);
        return reader.Failed ? null : new Parts(body, classBytes, KnownTransactions.Digest(body, classBytes));
    }

    // Without the fields that follow from the others.
    private SubmittedTransaction? ReadContent(Parts parts)
    {
        if (SubmissionCodec.DecodeBody(parts.Body, limits.Transaction) is not { } transaction)
        {
            return null;
        }

        SierraClass? sierra = null;
        if (parts.Class.Length > 0 && !SierraClassCodec.TryDecode(parts.Class, maxClassBytes, out sierra))
        {
            return null;
        }

        SubmittedTransaction content = new(transaction, sierra);
        return rules.Check(content) is null ? content : null;
    }

    private sealed record Parts(byte[] Body, byte[] Class, byte[] Digest);
}
