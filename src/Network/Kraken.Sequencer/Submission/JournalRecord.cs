using System;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Security.Cryptography;
using Kraken.Fields;

namespace Kraken.Sequencer.Submission;

/// <summary>
/// A record of <see cref="TransactionJournal"/>: the length of its content, 4 bytes little-endian; the first bytes of SHA-256 over what
/// follows; the transaction's hash; the content, which is empty where the transaction is no longer accepted.
/// </summary>
/// <param name="Bytes">The whole record.</param>
internal readonly record struct JournalRecord(byte[] Bytes)
{
    private const int DigestBytes = 8;
    private const int HashAt = sizeof(uint) + DigestBytes;
    private const int HeaderBytes = HashAt + Felt.ByteCount;

    internal Felt Hash => Felt.FromBytesBigEndianReduced(Bytes.AsSpan(HashAt, Felt.ByteCount));

    internal ReadOnlySpan<byte> Content => Bytes.AsSpan(HeaderBytes);

    /// <summary>Says that the transaction of the hash is no longer accepted.</summary>
    internal bool IsEnd => Bytes.Length == HeaderBytes;

    internal static JournalRecord Of(in Felt transactionHash, ReadOnlySpan<byte> content)
    {
        byte[] bytes = new byte[HeaderBytes + content.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, (uint)content.Length);
        transactionHash.WriteBigEndian(bytes.AsSpan(HashAt, Felt.ByteCount));
        content.CopyTo(bytes.AsSpan(HeaderBytes));
        Digest(bytes).CopyTo(bytes.AsSpan(sizeof(uint)));
        return new JournalRecord(bytes);
    }

    /// <summary>Reads the next record; false at the end and where one is torn or damaged.</summary>
    /// <param name="from">The file, at the record's beginning.</param>
    /// <param name="maxContent">The most bytes of content.</param>
    internal static bool TryRead(FileStream from, int maxContent, [NotNullWhen(true)] out JournalRecord? record)
    {
        record = null;
        Span<byte> header = stackalloc byte[HeaderBytes];
        if (from.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) < HeaderBytes)
        {
            return false;
        }

        uint length = BinaryPrimitives.ReadUInt32LittleEndian(header);
        if (length > maxContent || length > from.Length - from.Position)
        {
            return false;
        }

        byte[] read = new byte[HeaderBytes + (int)length];
        header.CopyTo(read);
        from.ReadExactly(read.AsSpan(HeaderBytes));
        record = Digest(read).SequenceEqual(read.AsSpan(sizeof(uint), DigestBytes)) ? new JournalRecord(read) : null;
        return record is not null;
    }

    private static ReadOnlySpan<byte> Digest(ReadOnlySpan<byte> record) => SHA256.HashData(record[HashAt..]).AsSpan(0, DigestBytes);
}
