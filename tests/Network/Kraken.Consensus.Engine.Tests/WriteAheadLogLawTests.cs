using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Kraken.Consensus.Engine.Log;
using Kraken.Storage.Files;
using Xunit;

namespace Kraken.Consensus.Engine.Tests;

/// <summary>
/// A log of every kind of record, cut or damaged at every byte: what is read is a beginning of what was written, or damage is told.
/// </summary>
public sealed class WriteAheadLogLawTests
{
    private const int MaxBlockBytes = 1_000;
    private const string Name = "00000000000000000007.wal";

    private readonly MemoryDisk disk = new();
    private readonly List<LogRecord> written = [];
    private readonly List<int> ends = [0];

    public WriteAheadLogLawTests()
    {
        WriteAheadLog log = Opened();
        foreach (LogRecord record in new Samples(1).Records())
        {
            written.Add(record);
            ends.Add(ends[^1] + log.Append(record));
        }

        log.Flush();
    }

    [Fact]
    public void ALogCutAtAnyByteHoldsItsWholeRecordsAndGoesOn()
    {
        byte[] whole = disk.Files[Name];
        Assert.Equal(ends[^1], whole.Length);
        for (int length = 0; length <= whole.Length; length++)
        {
            disk.Files[Name] = whole[..length];
            int records = ends.FindLastIndex(end => end <= length);
            WriteAheadLog log = Opened(out LogContent content);
            Assert.Null(content.Damage);
            AssertSame(written.Take(records), content.Records);
            log.Append(written[0]);
            log.Flush();
            AssertSame([.. written.Take(records), written[0]], Read().Records);
        }
    }

    [Fact]
    public void ATailOfZerosOrGarbageAfterAnyByteIsTorn()
    {
        byte[] whole = disk.Files[Name];
        Random random = new(2);
        for (int length = 0; length < whole.Length; length++)
        {
            byte[] tail = new byte[1 + random.Next(100)];
            if (length % 2 == 0)
            {
                random.NextBytes(tail);
            }

            disk.Files[Name] = [.. whole.AsSpan(0, length), .. tail];
            LogContent content = Read();
            Assert.Null(content.Damage);
            AssertBeginning(content);
        }
    }

    [Fact]
    public void AFlippedBitAnywhereIsATornLastRecordOrDamageThatIsTold()
    {
        byte[] whole = disk.Files[Name];
        for (int place = 0; place < whole.Length; place++)
        {
            disk.Files[Name] = [.. whole];
            disk.Files[Name][place] ^= (byte)(1 << (place % 8));
            LogContent content = Read();
            AssertBeginning(content);
            Assert.Equal(ends.FindLastIndex(end => end <= place), content.Records.Count);
            Assert.Equal(place >= ends[^2], content.Damage is null);
            Assert.Equal(content.Damage is not null, disk.Files.Remove(Name + ".damaged"));
        }
    }

    [Fact]
    public void AZeroedSectorAnywhereIsTornOrDamageThatIsTold()
    {
        byte[] whole = disk.Files[Name];
        for (int place = 0; place < whole.Length; place++)
        {
            disk.Files[Name] = [.. whole];
            disk.Files[Name].AsSpan(place, Math.Min(64, whole.Length - place)).Clear();
            bool isChanged = !disk.Files[Name].AsSpan().SequenceEqual(whole);
            LogContent content = Read();
            AssertBeginning(content);
            bool reachesTheLast = place + 64 > ends[^2];
            Assert.True(!isChanged || reachesTheLast || content.Damage is not null,
                $"64 bytes at {place} of {whole.Length} are gone and nobody says so");
        }
    }

    [Fact]
    public void ACompactedLogCutAtAnyByteIsALogLikeAnyOther()
    {
        ValueId kept = written.OfType<LogRecord.KeptBlock>().Single().Value;
        WriteAheadLog log = Opened();
        LogRecord.KeptBlock dropped = new(new ValueId((Fields.Felt)99), new byte[300]);
        log.Append(dropped);
        log.Append(written[0]);
        log.Compact([kept]);
        log.Append(written[1]);
        log.Flush();
        AssertSame([.. written, written[0], written[1]], Read().Records);
        Opened().Compact([]);
        LogRecord[] expected = [.. written.Where(record => record is not LogRecord.KeptBlock), written[0], written[1]];
        AssertSame(expected, Read().Records);
        byte[] whole = disk.Files[Name];
        for (int length = 0; length <= whole.Length; length++)
        {
            disk.Files[Name] = whole[..length];
            LogContent content = Read();
            Assert.Null(content.Damage);
            AssertSame(expected.Take(content.Records.Count), content.Records);
        }
    }

    [Fact]
    public void ALogThatRottedUnderItsProcessIsNotRewrittenWithoutWhatItLost()
    {
        byte[] whole = disk.Files[Name];
        for (int place = 0; place < whole.Length; place += 5)
        {
            disk.Files[Name] = [.. whole];
            WriteAheadLog log = Opened();
            log.Append(written[0]);
            log.Flush();
            disk.Files[Name][place] ^= 4;
            byte[] rotten = [.. disk.Files[Name]];
            Assert.Throws<SyncFailedException>(() => log.Compact([]));
            Assert.Equal(rotten, disk.Files[Name]);
        }
    }

    [Fact]
    public void ADamagedLogIsKeptAndGoneOnFromTheRecordsBeforeTheDamage()
    {
        byte[] whole = disk.Files[Name];
        for (int place = 0; place < ends[^2]; place += 3)
        {
            disk.Files[Name] = [.. whole];
            disk.Files[Name][place] ^= 8;
            byte[] damaged = [.. disk.Files[Name]];
            int before = ends.FindLastIndex(end => end <= place);

            // A process that ends before it wrote anything loses nothing.
            Assert.NotNull(Read().Damage);
            WriteAheadLog log = Opened(out LogContent content);
            AssertSame(written.Take(before), content.Records);
            Assert.Equal(damaged, disk.Files[Name + ".damaged"]);
            Assert.False(log.IsEmpty);
            log.Append(written[1]);
            log.Flush();
            content = Read();
            Assert.Null(content.Damage);
            AssertSame([.. written.Take(before), written[1]], content.Records);
        }
    }

    // Blocks are logged as they came: a user may have put a record into a transaction.
    [Fact]
    public void ATornBlockWithARecordInItIsNoLessABeginning()
    {
        byte[] record = disk.Files[Name][..ends[1]];
        WriteAheadLog log = Opened();
        log.Append(new LogRecord.KeptBlock(new ValueId((Fields.Felt)99), (byte[])[1, 2, 3, .. record, 4, 5, 6]));
        log.Flush();
        disk.Files[Name] = disk.Files[Name][..^3];
        LogContent content = Read();
        AssertSame(written, content.Records);
        log = Opened();
        log.Append(written[0]);
        log.Flush();
        Assert.Null(Read().Damage);
        AssertSame([.. written, written[0]], Read().Records);
    }

    // Hashing to the end of the file at each of its marks would take hours.
    [Fact]
    public void ATornBlockFullOfMarksIsReadInALinearTime()
    {
        WriteAheadLog log = new(disk, Cluster.Algorithm, 32 << 20);
        log.Open(7);
        byte[] marks = new byte[16 << 20];
        for (int place = 0; place < marks.Length; place += 8)
        {
            "LAWK"u8.CopyTo(marks.AsSpan(place));
            BitConverter.TryWriteBytes(marks.AsSpan(place + 4), (marks.Length - place) / 2);
        }

        log.Append(new LogRecord.KeptBlock(new ValueId((Fields.Felt)99), marks));
        log.Flush();
        disk.Files[Name] = disk.Files[Name][..^1];
        LogContent content = Read();
        Assert.NotNull(content.Damage);
        AssertSame(written, content.Records);
    }

    [Fact]
    public void AWriteCutAnywhereIsMadeGoodByTheNext()
    {
        for (int taken = 0; taken < 60; taken++)
        {
            MemoryDisk small = new();
            FullDisk full = new(small);
            WriteAheadLog log = new(full, Cluster.Algorithm, MaxBlockBytes);
            log.Open(7);
            log.Append(written[0]);
            full.Takes = taken;
            Assert.Throws<IOException>(() => log.Append(written[1]));
            full.Takes = int.MaxValue;
            log.Append(written[2]);
            log.Flush();
            WriteAheadLog again = new(small, Cluster.Algorithm, MaxBlockBytes);
            LogContent content = again.Open(7);
            Assert.Null(content.Damage);
            AssertSame([written[0], written[2]], content.Records);
        }
    }

    [Fact]
    public void AnIntactRecordThatDecodesToNothingIsDamage()
    {
        // A record of another version: its checksum holds.
        WriteAheadLog other = new(disk, Cluster.Algorithm, 100_000);
        other.Open(7);
        other.Append(new LogRecord.KeptBlock(new ValueId((Fields.Felt)5), new byte[MaxBlockBytes + 1]));
        other.Flush();
        LogContent content = Read();
        Assert.NotNull(content.Damage);
        AssertSame(written, content.Records);
    }

    [Fact]
    public void TheLogOfAHeightIsNotAnothersAndLowerOnesGo()
    {
        WriteAheadLog log = Opened();
        Assert.False(log.IsEmpty);
        Assert.Empty(log.Open(8).Records);
        Assert.DoesNotContain(Name, disk.Files.Keys);
        Assert.True(log.IsEmpty);
        log.Append(written[0]);
        log.Flush();
        Assert.Empty(new WriteAheadLog(disk, Cluster.Algorithm, MaxBlockBytes).Open(7).Records);
        Assert.Single(new WriteAheadLog(disk, Cluster.Algorithm, MaxBlockBytes).Open(8).Records);
    }

    [Fact]
    public void ALogThatIsNotOpenTakesNothing()
    {
        WriteAheadLog log = new(disk, Cluster.Algorithm, MaxBlockBytes);
        Assert.Throws<InvalidOperationException>(() => log.Append(written[0]));
        Assert.Throws<InvalidOperationException>(() => log.Compact([]));
    }

    private WriteAheadLog Opened() => Opened(out _);

    private WriteAheadLog Opened(out LogContent content)
    {
        WriteAheadLog log = new(disk, Cluster.Algorithm, MaxBlockBytes);
        content = log.Open(7);
        return log;
    }

    private LogContent Read()
    {
        Opened(out LogContent content);
        return content;
    }

    private void AssertBeginning(LogContent content) => AssertSame(written.Take(content.Records.Count), content.Records);

    private static void AssertSame(IEnumerable<LogRecord> expected, IEnumerable<LogRecord> actual) => Assert.Equal(
        expected.Select(record => Convert.ToHexString(record.Encode(Cluster.Algorithm))),
        actual.Select(record => Convert.ToHexString(record.Encode(Cluster.Algorithm))));
}
