using System;
using System.Buffers.Binary;
using System.IO;
using System.IO.Compression;
using Kraken.Serialization.Json;
using Kraken.Starknet.Blocks;
using Kraken.State.Codecs;
using Kraken.State.Store;
using Kraken.Storage;

namespace Kraken.State.Snapshots;

/// <summary>
/// A chain's store at one moment as a file: eight bytes that name the format, the manifest, and all records by ascending key, each as the
/// length of its key, the key, the length of its value and the value (lengths of 4 bytes, little-endian), packed by gzip. What follows
/// from other records and is made anew when the store is opened, the index of events, is left out.
/// </summary>
public static class SnapshotFile
{
    /// <summary>What a file begins with: the format and its version.</summary>
    internal static ReadOnlySpan<byte> Magic => "KRKNSNP1"u8;

    private const int HeadBytes = 8 + SnapshotManifest.Size;

    // Packs a little less than the usual one, in half the time.
    private const CompressionLevel Level = CompressionLevel.Fastest;

    /// <summary>Writes a store, which may be written to meanwhile: the file has what it holds now.</summary>
    /// <param name="store">The store below a <see cref="ChainStore"/>.</param>
    /// <param name="chainId">The chain's name.</param>
    /// <param name="file">An empty file, which is written from its beginning.</param>
    /// <returns>What the file says of itself.</returns>
    /// <exception cref="DamagedStoreException">The store holds no chain, or a damaged one.</exception>
    /// <exception cref="StoreFormatException">It holds one of another format.</exception>
    public static SnapshotManifest Write(IKeyValueStore store, string chainId, Stream file)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(file);
        using IStoreSnapshot moment = store.Snapshot();
        StoreFormat.Require(moment);
        (BlockHeader genesis, BlockHeader latest) = Ends(moment);
        file.Write(new byte[HeadBytes]);
        (long records, long bytes) = (0, 0);
        using DigestStream packed = new(file);
        using (GZipStream packing = new(packed, Level, leaveOpen: true))
        using (BufferedStream output = new(packing, 1 << 16))
        {
            foreach (StoreRecord record in moment.Scan([]))
            {
                if (IsKept(record.Key[0]))
                {
                    bytes += Write(output, record.Key) + Write(output, record.Value);
                    records++;
                }
            }
        }

        SnapshotManifest manifest = new(
            chainId, genesis.Hash, latest.Number, latest.Hash, latest.StateRoot, records, bytes, packed.Count, packed.Digest());
        file.Position = 0;
        file.Write(Magic);
        file.Write(manifest.Encode());
        return manifest;
    }

    /// <summary>Reads what a file says of itself.</summary>
    /// <param name="file">The file, from anybody; it is read from its beginning, and is then at its records.</param>
    /// <param name="limits">The bounds.</param>
    /// <exception cref="InvalidDataException">It is no snapshot, is not whole, or says what no snapshot may.</exception>
    public static SnapshotManifest ReadManifest(Stream file, SnapshotLimits limits)
    {
        ArgumentNullException.ThrowIfNull(file);
        byte[] head = new byte[HeadBytes];
        file.Position = 0;
        if (file.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false) < HeadBytes || !head.AsSpan().StartsWith(Magic))
        {
            throw new InvalidDataException("expected a snapshot of a chain, which begins with KRKNSNP1 and a manifest");
        }

        if (!SnapshotManifest.TryDecode(head.AsMemory(Magic.Length), limits, out SnapshotManifest? manifest, out DecodeError? error))
        {
            throw new InvalidDataException($"the snapshot's manifest: {error}");
        }

        return file.Length - HeadBytes == manifest.PackedBytes ? manifest
            : throw new InvalidDataException(
                $"the snapshot: expected {manifest.PackedBytes} bytes after its manifest, got {file.Length - HeadBytes}");
    }

    /// <summary>
    /// Reads the records of a file into an empty store. They are what the file says, and nobody checked anything of it: see
    /// <see cref="ChainAudit"/>.
    /// </summary>
    /// <param name="file">The file, at its records.</param>
    /// <param name="manifest">What it says of itself.</param>
    /// <param name="store">The store; where this throws, what was written is to be deleted.</param>
    /// <param name="limits">The bounds.</param>
    /// <exception cref="InvalidDataException">It has other records than it says, or such as no snapshot has.</exception>
    public static void Read(Stream file, SnapshotManifest manifest, IKeyValueStore store, SnapshotLimits limits)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(limits);
        using DigestStream packed = new(file);
        using (GZipStream unpacked = new(packed, CompressionMode.Decompress, leaveOpen: true))
        using (BufferedStream input = new(unpacked, 1 << 16))
        {
            new SnapshotRecords(input, manifest, limits).CopyTo(store);
        }

        packed.ReadToEnd();
        if (packed.Digest() is var digest && digest != manifest.Digest)
        {
            throw new InvalidDataException($"the snapshot's records: expected SHA-256 {manifest.Digest}, got {digest}");
        }
    }

    /// <summary>Whether records of a table stand in a snapshot.</summary>
    internal static bool IsKept(byte table) =>
        table is >= (byte)Table.Latest and <= (byte)Table.EventCount
        && table is not ((byte)Table.EventBits or (byte)Table.EventRow or (byte)Table.EventCount);

    private static (BlockHeader Genesis, BlockHeader Latest) Ends(IStoreReader store) =>
        store.TryGet(StoreKey.Single(Table.Latest), out byte[]? bytes) && bytes.Length == sizeof(ulong)
            ? (Header(store, 0), Header(store, BinaryPrimitives.ReadUInt64BigEndian(bytes)))
            : throw new DamagedStoreException("expected a chain with a block, got none");

    private static BlockHeader Header(IStoreReader store, ulong number) =>
        store.TryGet(StoreKey.Of(Table.Header, number), out byte[]? bytes) && HeaderCodec.TryDecode(bytes, out BlockHeader? header)
            ? header
            : throw new DamagedStoreException($"{Table.Header} of block {number}");

    private static long Write(Stream output, byte[] part)
    {
        Span<byte> length = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(length, (uint)part.Length);
        output.Write(length);
        output.Write(part);
        return length.Length + part.Length;
    }
}
