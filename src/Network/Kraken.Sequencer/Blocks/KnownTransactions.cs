using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Threading;
using Kraken.Starknet.Limits;
using Kraken.Starknet.Transactions;

namespace Kraken.Sequencer.Blocks;

/// <summary>
/// The transactions that were decoded last, by the SHA-256 of their encoding: equal bytes are the same transaction with the same hash.
/// Bounded in count and bytes. When the recent half is full it becomes the older half, and what was older is forgotten. Safe for several
/// threads.
/// </summary>
/// <param name="maxCount">The most transactions.</param>
/// <param name="maxBytes">The most memory that they take, in bytes; one transaction more may be above it.</param>
internal sealed class KnownTransactions(int maxCount, long maxBytes)
{
    // Transactions of a few calls are shorter.
    private const int MaxAtOnce = 2048;

    private readonly Lock gate = new();
    private Dictionary<UInt128, (byte[] Digest, SubmittedTransaction Transaction)> recent = [];
    private Dictionary<UInt128, (byte[] Digest, SubmittedTransaction Transaction)> older = [];
    private long recentBytes;

    internal int Count
    {
        get
        {
            lock (gate)
            {
                return recent.Count + older.Count;
            }
        }
    }

    /// <summary>The name of an encoding: of the transaction without its class, and of the class.</summary>
    internal static byte[] Digest(ReadOnlySpan<byte> body, ReadOnlySpan<byte> classBytes)
    {
        // At once where it is short: a hash in pieces is a native object with a finalizer.
        int length = sizeof(int) + body.Length + classBytes.Length;
        if (length <= MaxAtOnce)
        {
            Span<byte> whole = stackalloc byte[MaxAtOnce];
            BitConverter.TryWriteBytes(whole, body.Length);
            body.CopyTo(whole[sizeof(int)..]);
            classBytes.CopyTo(whole[(sizeof(int) + body.Length)..]);
            return SHA256.HashData(whole[..length]);
        }

        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(BitConverter.GetBytes(body.Length));
        hash.AppendData(body);
        hash.AppendData(classBytes);
        return hash.GetHashAndReset();
    }

    internal SubmittedTransaction? Find(byte[] digest)
    {
        UInt128 place = Place(digest);
        lock (gate)
        {
            bool found = recent.TryGetValue(place, out (byte[] Digest, SubmittedTransaction Transaction) seen)
                || older.TryGetValue(place, out seen);
            return found && seen.Digest.AsSpan().SequenceEqual(digest) ? seen.Transaction : null;
        }
    }

    internal void Remember(byte[] digest, SubmittedTransaction transaction)
    {
        long bytes = SizeModel.MemoryOf(transaction);
        lock (gate)
        {
            if (!recent.TryAdd(Place(digest), (digest, transaction)))
            {
                return;
            }

            recentBytes += bytes;
            if (recent.Count >= maxCount / 2 || recentBytes >= maxBytes / 2)
            {
                (older, recent, recentBytes) = (recent, [], 0);
            }
        }
    }

    private static UInt128 Place(byte[] digest) => BinaryPrimitives.ReadUInt128LittleEndian(digest);
}
