using System;
using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using Kraken.Fields.Serialization;
using Kraken.Starknet;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Json;
using Kraken.Starknet.Transactions;
using Kraken.State.Codecs;

namespace Kraken.Sequencer.Blocks;

/// <summary>
/// Decodes transactions of other validators and computes their hashes. A transaction comes twice, when it is passed on and in a block:
/// the second time its bytes are known and nothing is computed again. Safe for several threads.
/// </summary>
/// <param name="chain">The chain whose transaction hashes are computed.</param>
public sealed class TransactionDecoder(ChainId chain)
{
    private const int MaxTransactionBytes = 1 << 20;
    private const int MaxClassBytes = 8 << 20;
    private const int MaxKnown = 20_000;

    // By SHA-256 of both encodings: equal bytes are the same transaction with the same hash.
    private readonly ConcurrentDictionary<UInt128, (byte[] Digest, SubmittedTransaction Transaction)> known = new();

    /// <summary>The encoding in which validators pass a transaction on; this node knows the transaction from then on.</summary>
    public byte[] Encode(SubmittedTransaction transaction)
    {
        ByteWriter writer = new();
        Write(writer, transaction);
        byte[] encoded = writer.ToArray();
        ByteReader reader = new(encoded);
        byte[] body = reader.Bytes(MaxTransactionBytes);
        Remember(Digest(body, reader.Bytes(MaxClassBytes)), transaction);
        return encoded;
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
        writer.Bytes(TransactionCodec.Encode(transaction.Transaction));
        writer.Bytes(transaction.Class is null ? [] : SierraClassJson.ToBytes(transaction.Class));
    }

    internal bool TryRead(ref ByteReader reader, out SubmittedTransaction? transaction)
    {
        transaction = null;
        byte[] body = reader.Bytes(MaxTransactionBytes);
        byte[] classBytes = reader.Bytes(MaxClassBytes);
        if (reader.Failed)
        {
            return false;
        }

        byte[] digest = Digest(body, classBytes);
        if (known.TryGetValue(Place(digest), out (byte[] Digest, SubmittedTransaction Transaction) seen) && seen.Digest.AsSpan().SequenceEqual(digest))
        {
            transaction = seen.Transaction;
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

    private static UInt128 Place(byte[] digest) => BinaryPrimitives.ReadUInt128LittleEndian(digest);

    private void Remember(byte[] digest, SubmittedTransaction transaction)
    {
        if (known.Count >= MaxKnown)
        {
            known.Clear();
        }

        known[Place(digest)] = (digest, transaction);
    }

    private SubmittedTransaction? Decode(byte[] body, byte[] classBytes)
    {
        if (!TransactionCodec.TryDecode(body, out Transaction? decoded) || decoded is not AccountTransaction account || account.IsQuery)
        {
            return null;
        }

        SierraClass? sierra = null;
        bool hasClass = classBytes.Length > 0;
        if (account is DeclareTransaction != hasClass || (hasClass && !SierraClassJson.TryDecode(classBytes, out sierra, out _)))
        {
            return null;
        }

        return new SubmittedTransaction(account with { Hash = TransactionHash.Compute(account, chain) }, sierra);
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
