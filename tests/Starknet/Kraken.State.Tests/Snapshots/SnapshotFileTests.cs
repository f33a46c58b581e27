using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using Kraken.State.Snapshots;
using Kraken.State.Store;
using Kraken.State.Tests.Store.Pruning;
using Kraken.Storage;
using Xunit;

namespace Kraken.State.Tests.Snapshots;

/// <summary>A store as a file and back, and files that nobody's store wrote.</summary>
public sealed class SnapshotFileTests
{
    private static readonly SnapshotLimits Limits = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AStoreComesBackRecordForRecord(bool settles)
    {
        using MemoryStore store = Chain(40, settles);
        using MemoryStream file = new();
        SnapshotManifest written = SnapshotFile.Write(store, "KRAKEN_TEST", file);
        SnapshotManifest read = SnapshotFile.ReadManifest(file, Limits);
        Assert.Equal(written, read);
        Assert.Equal(39ul, read.Number);
        using MemoryStore restored = new();
        SnapshotFile.Read(file, read, restored, Limits);
        Assert.Equal(Records(store).Where(record => SnapshotFile.IsKept(Convert.FromHexString(record.Key)[0])), Records(restored));
        Assert.Equal(read.Records, Records(restored).Count());

        // What was left out is made anew.
        ChainStore chain = new(restored);
        Assert.Equal(new ChainStore(store).Commitment.Roots, chain.Commitment.Roots);
        Assert.Equal(Settled(store), Settled(restored));
    }

    [Fact]
    public void AnEmptyStoreHasNoSnapshot()
    {
        using MemoryStore store = new();
        Assert.Throws<DamagedStoreException>(() => SnapshotFile.Write(store, "KRAKEN_TEST", new MemoryStream()));
    }

    [Fact]
    public void AFileThatIsCutOrChangedAnywhereIsRefused()
    {
        using MemoryStore store = Chain(3, false);
        using MemoryStream file = new();
        SnapshotFile.Write(store, "KRAKEN_TEST", file);
        byte[] whole = file.ToArray();
        int step = Math.Max(1, whole.Length / 150);
        for (int at = 0; at < whole.Length; at += step)
        {
            Refuse(whole[..at]);
            byte[] changed = [.. whole];
            changed[at] ^= 1;

            // A space behind the manifest is nothing that anybody reads.
            if (!IsIgnored(whole, at))
            {
                Refuse(changed);
            }
        }

        Refuse([.. whole, 0]);
        Refuse([]);
        Refuse(Encoding.ASCII.GetBytes(new string('x', 5000)));
    }

    [Theory]
    [InlineData("records", "17179869185")]
    [InlineData("records", "-1")]
    [InlineData("bytes", "1099511627777")]
    [InlineData("bytes", "18446744073709551616")]
    [InlineData("sha256", "\"00\"")]
    [InlineData("chain_id", "\"12345678901234567890123456789012\"")]
    [InlineData("state_root", "\"1\"")]
    public void AManifestHasBounds(string member, string value)
    {
        byte[] encoded = new SnapshotManifest("A", 1, 2, 3, 4, 5, 6, 7, new string('0', 64)).Encode();
        string text = Encoding.ASCII.GetString(encoded).TrimEnd();
        int begin = text.IndexOf($"\"{member}\":", StringComparison.Ordinal) + member.Length + 3;
        int end = text.IndexOfAny([',', '}'], begin);
        byte[] changed = Encoding.ASCII.GetBytes($"{text[..begin]}{value}{text[end..]}");
        Assert.False(SnapshotManifest.TryDecode(changed, Limits, out _, out Serialization.Json.DecodeError? error));
        Assert.StartsWith(member, error.Path, StringComparison.Ordinal);
    }

    [Fact]
    public void ARecordHasBounds()
    {
        byte[] longestKey = new byte[Limits.MaxKeyBytes];
        longestKey[0] = (byte)Table.Header;
        Take([(longestKey, [])]);
        RefuseRecords([([.. longestKey, 0], [])], "a key of at most");
        SnapshotLimits small = Limits with { MaxValueBytes = 1000 };
        Take([([2], new byte[1000])], small);
        RefuseRecords([([2], new byte[1001])], "a value of at most 1000", small);
        RefuseRecords([([], [])], "an empty one");
        RefuseRecords([([(byte)Table.EventCount], [])], "table 20");
        RefuseRecords([([200], [])], "table 200");
        RefuseRecords([([2, 1], []), ([2], [])], "ascending keys");
        RefuseRecords([([2], []), ([2], [])], "ascending keys");
        RefuseRecords([([2], [1])], "a value of at most 0", change: manifest => manifest with { Bytes = manifest.Bytes - 1 });
        RefuseRecords([([2], [1]), ([3], [])], "more", change: manifest => manifest with { Records = 1 });
        RefuseRecords([([2], [1])], "2 records", change: manifest => manifest with { Records = 2 });
        RefuseRecords([([2], [1])], "fewer", change: manifest => manifest with { Bytes = manifest.Bytes + 9 });
        RefuseRecords([([2], [1])], "SHA-256", change: manifest => manifest with { Digest = new string('0', 64) });
    }

    /// <summary>Zeros pack a thousandfold.</summary>
    [Fact]
    public void ABombIsRefusedByWhatItSays()
    {
        byte[] packed = Pack([([2], new byte[8 << 20])], out long bytes);
        SnapshotManifest said = Manifest(1, bytes, packed);
        Assert.True(bytes > Limits.MaxGain * (long)packed.Length);
        Assert.False(SnapshotManifest.TryDecode(said.Encode(), Limits, out _, out Serialization.Json.DecodeError? error));
        Assert.Equal("bytes", error.Path);

        // One that says less gives no more than it says.
        SnapshotManifest small = said with { Bytes = 1000 };
        Assert.True(SnapshotManifest.TryDecode(small.Encode(), Limits, out _, out _));
        using MemoryStore store = new();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InvalidDataException>(() => SnapshotFile.Read(new MemoryStream(packed), small, store, Limits));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2 << 20);
        Assert.Empty(Records(store));
    }

    private static bool IsIgnored(byte[] file, int at)
    {
        const int Head = 8 + SnapshotManifest.Size;
        return at is >= 8 and < Head && file.AsSpan(at, Head - at).IndexOfAnyExcept((byte)' ') < 0;
    }

    private static void Refuse(byte[] file)
    {
        using MemoryStore store = new();
        using MemoryStream stream = new(file);
        Assert.Throws<InvalidDataException>(() =>
        {
            SnapshotManifest manifest = SnapshotFile.ReadManifest(stream, Limits);
            SnapshotFile.Read(stream, manifest, store, Limits);

            // A changed name of the chain, hash or root is found by who compares them with what the records say.
            ChainStore chain = new(store);
            if (manifest.ChainId != "KRAKEN_TEST" || manifest.Number != chain.LatestNumber
                || manifest.BlockHash != chain.Header(manifest.Number)!.Hash || manifest.GenesisHash != chain.Header(0)!.Hash
                || manifest.StateRoot != chain.Commitment.Roots.Global)
            {
                throw new InvalidDataException("another chain");
            }
        });
    }

    private static void Take(List<(byte[] Key, byte[] Value)> records, SnapshotLimits? limits = null)
    {
        byte[] packed = Pack(records, out long bytes);
        using MemoryStore store = new();
        SnapshotFile.Read(new MemoryStream(packed), Manifest(records.Count, bytes, packed), store, limits ?? Limits);
        Assert.Equal(records.Count, Records(store).Count());
    }

    private static void RefuseRecords(
        List<(byte[] Key, byte[] Value)> records,
        string reason,
        SnapshotLimits? limits = null,
        Func<SnapshotManifest, SnapshotManifest>? change = null)
    {
        byte[] packed = Pack(records, out long bytes);
        SnapshotManifest manifest = Manifest(records.Count, bytes, packed);
        using MemoryStore store = new();
        InvalidDataException refusal = Assert.Throws<InvalidDataException>(() =>
            SnapshotFile.Read(new MemoryStream(packed), change?.Invoke(manifest) ?? manifest, store, limits ?? Limits));
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    private static SnapshotManifest Manifest(long records, long bytes, byte[] packed) =>
        new("A", 1, 2, 3, 4, records, bytes, packed.Length, Convert.ToHexStringLower(SHA256.HashData(packed)));

    private static byte[] Pack(List<(byte[] Key, byte[] Value)> records, out long bytes)
    {
        using MemoryStream plain = new();
        Span<byte> length = stackalloc byte[4];
        foreach (byte[] part in records.SelectMany(record => (byte[][])[record.Key, record.Value]))
        {
            BinaryPrimitives.WriteUInt32LittleEndian(length, (uint)part.Length);
            plain.Write(length);
            plain.Write(part);
        }

        bytes = plain.Length;
        using MemoryStream packed = new();
        using (GZipStream stream = new(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            stream.Write(plain.ToArray());
        }

        return packed.ToArray();
    }

    private static IEnumerable<KeyValuePair<string, string>> Records(MemoryStore store) => store.Scan([])
        .Select(record => KeyValuePair.Create(Convert.ToHexString(record.Key), Convert.ToHexString(record.Value)));

    // As readers see it, whatever of it is still in the journal.
    private static List<string> Settled(MemoryStore store)
    {
        using IStoreSnapshot seen = ChainJournal.Over(store).Snapshot();
        return [.. seen.Scan([]).Where(record => record.Key[0] != (byte)Table.Journal)
            .Select(record => $"{Convert.ToHexString(record.Key)}={Convert.ToHexString(record.Value)}")];
    }

    private static MemoryStore Chain(int blocks, bool settles)
    {
        MemoryStore medium = new();
        using WholeChain whole = new();
        ChainStore store = new(medium, default, settles ? WholeChain.SmallJournal : Kraken.Storage.Journal.JournalLimits.Default);
        RandomChanges changes = new(blocks);
        for (int number = 0; number < blocks; number++)
        {
            store.Append(whole.Append(changes.Apply));
        }

        return medium;
    }
}
