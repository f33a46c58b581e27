using System;
using System.Buffers.Binary;
using System.IO;
using Kraken.Storage;

namespace Kraken.State.Snapshots;

/// <summary>The records of a snapshot's file, unpacked: foreign bytes, of which no more are read than it says that there are.</summary>
/// <param name="input">The bytes.</param>
/// <param name="manifest">How many there are.</param>
/// <param name="limits">The bounds.</param>
internal sealed class SnapshotRecords(Stream input, SnapshotManifest manifest, SnapshotLimits limits)
{
    private byte[] previous = [];
    private long records;
    private long bytes;

    /// <summary>Copies all records into a store, in batches.</summary>
    /// <exception cref="InvalidDataException">They are other than the manifest says, or such as no snapshot has.</exception>
    internal void CopyTo(IKeyValueStore store)
    {
        WriteBatch batch = new();
        int held = 0;
        while (bytes < manifest.Bytes)
        {
            byte[] key = ReadPart("key", limits.MaxKeyBytes);
            RequireKey(key);
            byte[] value = ReadPart("value", limits.MaxValueBytes);
            batch.Put(key, value);
            previous = key;
            held += key.Length + value.Length;
            records++;
            if (records > manifest.Records)
            {
                throw Wrong($"{manifest.Records} records", "more");
            }

            if (held >= limits.BatchBytes)
            {
                Write(store, ref batch);
                held = 0;
            }
        }

        if (records != manifest.Records || bytes != manifest.Bytes || ReadByte())
        {
            throw Wrong($"{manifest.Records} records in {manifest.Bytes} bytes", $"{records} in {bytes} or more");
        }

        Write(store, ref batch);
    }

    private static void Write(IKeyValueStore store, ref WriteBatch batch)
    {
        WriteBatch full = batch;
        batch = new WriteBatch();
        store.Write(_ => full);
    }

    private void RequireKey(byte[] key)
    {
        if (key.Length == 0 || !SnapshotFile.IsKept(key[0]))
        {
            throw Wrong("a key of a chain's table", key.Length == 0 ? "an empty one" : $"one of table {key[0]}");
        }

        if (key.AsSpan().SequenceCompareTo(previous) <= 0)
        {
            throw Wrong("ascending keys", "one that is not above the one before");
        }
    }

    private byte[] ReadPart(string name, int most)
    {
        Span<byte> length = stackalloc byte[sizeof(uint)];
        Fill(length);
        uint count = BinaryPrimitives.ReadUInt32LittleEndian(length);
        if (count > most || count > manifest.Bytes - bytes)
        {
            throw Wrong($"a {name} of at most {Math.Min(most, manifest.Bytes - bytes)} bytes", $"one of {count}");
        }

        byte[] part = new byte[count];
        Fill(part);
        return part;
    }

    private void Fill(Span<byte> destination)
    {
        if (Read(destination) < destination.Length)
        {
            throw Wrong($"{manifest.Bytes} bytes", "fewer");
        }

        bytes += destination.Length;
    }

    private bool ReadByte()
    {
        Span<byte> one = stackalloc byte[1];
        return Read(one) > 0;
    }

    private int Read(Span<byte> destination)
    {
        try
        {
            return input.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException broken)
        {
            throw new InvalidDataException($"the snapshot's records, after record {records}: {broken.Message}", broken);
        }
    }

    private InvalidDataException Wrong(string expected, string got) =>
        new($"the snapshot's records, after record {records}: expected {expected}, got {got}");
}
