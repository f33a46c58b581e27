using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Threading;
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
    private readonly Lock gate = new();

    // By SHA-256 of both encodings: equal bytes are the same transaction with the same hash. When the recent half is full it becomes
    // the older half, and what was older is forgotten.
    private Dictionary<UInt128, (byte[] Digest, SubmittedTransaction Transaction)> recent = [];
    private Dictionary<UInt128, (byte[] Digest, SubmittedTransaction Transaction)> older = [];
    private long recentBytes;

    /// <summary>The chain's limits.</summary>
    internal ChainLimits Limits => limits;

    /// <summary>The encoding in which validators pass a transaction on; this node knows the transaction from then on.</summary>
    public byte[] Encode(SubmittedTransaction transaction)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        byte[] body = SubmissionCodec.EncodeBody(transaction.Transaction);
        byte[] classBytes = ClassBytes(transaction);
        Remember(Digest(body, classBytes), transaction);
        ByteWriter writer = new();
        writer.Bytes(body);
        writer.Bytes(classBytes);
        return writer.ToArray();
    }

    /// <summary>Decodes a transaction; never throws.</summary>
    public bool TryDecode(ReadOnlySpan<byte> bytes, out SubmittedTransaction? transaction)
    {
        ByteReader reader = new(bytes);
        bool read = TryRead(ref reader, out transaction) && reader.Succeeded;
        transaction = read ? transaction : null;
        return read;
    }

    internal static void Write(ByteWriter writer, SubmittedTransaction transaction)
    {
        writer.Bytes(SubmissionCodec.EncodeBody(transaction.Transaction));
        writer.Bytes(ClassBytes(transaction));
    }

    internal bool TryRead(ref ByteReader reader, out SubmittedTransaction? transaction)
    {
        transaction = null;
        byte[] body = reader.Bytes(maxTransactionBytes);
        byte[] classBytes = reader.Bytes(maxClassBytes);
        if (reader.Failed)
        {
            return false;
        }

        byte[] digest = Digest(body, classBytes);
        if (Known(digest) is { } seen)
        {
            transaction = seen;
            return true;
        }

        transaction = Decode(body, classBytes);
        if (transaction is null)
        {
            return false;
        }

        Remember(digest, transaction);
        return true;
    }

    private static byte[] ClassBytes(SubmittedTransaction transaction) => transaction.Class is null ? [] : SierraClassCodec.Encode(transaction.Class);

    private static UInt128 Place(byte[] digest) => BinaryPrimitives.ReadUInt128LittleEndian(digest);

    private SubmittedTransaction? Known(byte[] digest)
    {
        lock (gate)
        {
            return (recent.TryGetValue(Place(digest), out (byte[] Digest, SubmittedTransaction Transaction) seen) || older.TryGetValue(Place(digest), out seen))
                && seen.Digest.AsSpan().SequenceEqual(digest)
                ? seen.Transaction
                : null;
        }
    }

    private void Remember(byte[] digest, SubmittedTransaction transaction)
    {
        long bytes = SizeModel.MemoryOf(transaction);
        lock (gate)
        {
            if (!recent.TryAdd(Place(digest), (digest, transaction)))
            {
                return;
            }

            recentBytes += bytes;
            if (recent.Count >= MaxKnown / 2 || recentBytes >= MaxKnownBytes / 2)
            {
                (older, recent, recentBytes) = (recent, [], 0);
            }
        }
    }

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

    private static byte[] Digest(byte[] body, byte[] classBytes)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(BitConverter.GetBytes(body.Length));
        hash.AppendData(body);
        hash.AppendData(classBytes);
        return hash.GetHashAndReset();
    }
}
