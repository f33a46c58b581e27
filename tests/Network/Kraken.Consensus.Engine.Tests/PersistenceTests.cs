using System;
using System.IO;
using System.Linq;
using Kraken.Consensus.Engine.Keys;
using Kraken.Consensus.Engine.Log;
using Kraken.Consensus.Engine.Machine;
using Kraken.Consensus.Engine.Storage;
using Kraken.Consensus.Tendermint;
using Kraken.Fields;
using Kraken.Storage.Files;
using Xunit;

namespace Kraken.Consensus.Engine.Tests;

/// <summary>Nothing is signed that rests on what the disk may not have; a sync that failed once is never believed again.</summary>
public sealed class PersistenceTests : IDisposable
{
    private const string Log = "00000000000000000001.wal";

    private static readonly ValidatorId Self = new((Felt)1);

    private readonly string folder = Directory.CreateTempSubdirectory("kraken-persistence-").FullName;
    private readonly ValidatorKey key = ValidatorKey.Generate();
    private readonly FolderStorage files;
    private readonly FailingDisk disk;

    public PersistenceTests()
    {
        files = new FolderStorage(folder);
        disk = new FailingDisk(files);
    }

    public void Dispose()
    {
        files.Dispose();
        key.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData(Log)]
    [InlineData(SignerGuard.FileName)]
    public void AfterASyncThatFailedNothingIsSignedThoughTheNextWouldSucceed(string failing)
    {
        Persistence persistence = Open(disk);
        persistence.Perform(new EngineEffect.Append(Record(0)));
        Assert.IsType<EngineEvent.Signed>(persistence.Perform(new EngineEffect.Sign(1, Prevote(0))));
        persistence.Perform(new EngineEffect.Append(Record(1)));
        disk.Fails = name => name == failing;
        EngineEvent.StorageFailed failed = Assert.IsType<EngineEvent.StorageFailed>(
            persistence.Perform(new EngineEffect.Sign(2, Prevote(1))));
        Assert.Contains(failing, failed.Reason, StringComparison.Ordinal);
        Assert.Equal(failed.Reason, persistence.Failure);

        // A kernel that dropped the bytes reports success now.
        disk.Fails = _ => false;
        disk.Done.Clear();
        Assert.Null(persistence.Perform(new EngineEffect.Sign(2, Prevote(1))));
        Assert.Null(persistence.Perform(new EngineEffect.Append(Record(2))));
        Assert.Null(persistence.Perform(new EngineEffect.Sign(3, Prevote(2))));
        Assert.Null(persistence.Perform(new EngineEffect.OpenLog(2)));
        Assert.Empty(disk.Done);
    }

    [Fact]
    public void ALogThatCannotBeRewrittenEndsSigningToo()
    {
        Persistence persistence = Open(disk);
        persistence.Perform(new EngineEffect.Append(Record(0)));
        disk.Fails = name => name == Log;
        Assert.IsType<EngineEvent.StorageFailed>(persistence.Perform(new EngineEffect.CompactLog([])));
        disk.Fails = _ => false;
        Assert.Null(persistence.Perform(new EngineEffect.Sign(1, Prevote(0))));
    }

    [Fact]
    public void ADiskThatIsFullForAWhileIsTriedAgain()
    {
        FullDisk full = new(files);
        Persistence persistence = Open(full);
        full.Takes = 20;
        Assert.Throws<IOException>(() => persistence.Perform(new EngineEffect.Append(Record(0))));
        Assert.Null(persistence.Failure);
        full.Takes = int.MaxValue;
        persistence.Perform(new EngineEffect.Append(Record(0)));
        Assert.IsType<EngineEvent.Signed>(persistence.Perform(new EngineEffect.Sign(1, Prevote(0))));
        Assert.Single(Open(disk).TakeStart().Log.Records);
    }

    [Fact]
    public void WhatAProcessFindsIsWrittenAnewBeforeItSigns()
    {
        Persistence first = Open(disk);
        first.Perform(new EngineEffect.Append(Record(0)));
        first.Perform(new EngineEffect.Sign(1, Prevote(0)));
        first.Perform(new EngineEffect.Append(Record(1)));

        // The process ends; what it appended last may be in the system's memory alone, whatever a sync says now.
        disk.Done.Clear();
        Persistence second = Open(disk);
        Assert.Equal(2, second.TakeStart().Log.Records.Count);
        Assert.Empty(disk.Done);
        Assert.IsType<EngineEvent.Signed>(second.Perform(new EngineEffect.Sign(2, Prevote(0))));
        Assert.Equal(["replace " + Log, "replace " + SignerGuard.FileName], disk.Done);

        // Once is enough.
        disk.Done.Clear();
        second.Perform(new EngineEffect.Sign(3, Prevote(0)));
        Assert.Empty(disk.Done);
        second.Perform(new EngineEffect.Append(Record(2)));
        second.Perform(new EngineEffect.Sign(4, Prevote(1)));
        Assert.Equal(["append " + Log, "sync " + Log, "replace " + SignerGuard.FileName], disk.Done);
        Assert.Equal(3, Open(disk).TakeStart().Log.Records.Count);
    }

    [Fact]
    public void ALogWhoseRecordsCannotBeWrittenAnewIsNotSignedUpon()
    {
        Persistence first = Open(disk);
        first.Perform(new EngineEffect.Append(Record(0)));
        Persistence second = Open(disk);
        disk.Fails = name => name == Log;
        Assert.IsType<EngineEvent.StorageFailed>(second.Perform(new EngineEffect.Append(Record(1))));
        disk.Fails = _ => false;
        Assert.Null(second.Perform(new EngineEffect.Sign(1, Prevote(0))));
    }

    /// <summary>A tail that is cut off in place may come back after a power cut, under the records that follow it.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void ATornTailIsLeftBehindWithItsFile(int records)
    {
        Persistence first = Open(disk);
        for (int i = 0; i < records; i++)
        {
            first.Perform(new EngineEffect.Append(Record(i)));
        }

        files.Append(Log, [1, 2, 3, 4, 5, 6, 7, 8, 9]);
        Persistence second = Open(disk);
        Assert.Equal(records, second.TakeStart().Log.Records.Count);
        disk.Done.Clear();
        second.Perform(new EngineEffect.Append(Record(9)));
        Assert.Equal(["replace " + Log, "append " + Log], disk.Done);
        Assert.Equal(records + 1, Open(disk).TakeStart().Log.Records.Count);
    }

    /// <summary>
    /// The chain was lost and the validator's folder kept: what is logged at a height the second time must not stand behind what the first
    /// time led elsewhere, to a later round for example, in which no lock of this time would be found.
    /// </summary>
    [Fact]
    public void ANextHeightBeginsWithNothingOfAnEarlierLife()
    {
        const string Next = "00000000000000000002.wal";
        Persistence first = Open(disk);
        first.Perform(new EngineEffect.OpenLog(2));
        first.Perform(new EngineEffect.Append(Record(0)));
        Persistence second = Open(disk);
        Assert.Empty(second.TakeStart().Log.Records);
        second.Perform(new EngineEffect.OpenLog(1));
        second.Perform(new EngineEffect.Append(Record(1)));
        disk.Done.Clear();
        second.Perform(new EngineEffect.OpenLog(2));
        Assert.Empty(disk.Done);
        second.Perform(new EngineEffect.Append(Record(2)));
        Assert.Equal(["replace " + Next, "append " + Next], disk.Done);
        Assert.Equal([Record(2)], Open(disk, new CommittedTip(1, default)).TakeStart().Log.Records);
    }

    [Fact]
    public void AGuardThatCannotBeMadeKeepsTheValidatorFromStarting()
    {
        disk.Fails = name => name == SignerGuard.FileName;
        Assert.Throws<SyncFailedException>(() => Open(disk));
    }

    [Fact]
    public void AMachineIsStartedOnce()
    {
        Persistence persistence = Open(disk);
        Assert.Equal(0UL, persistence.TakeStart().LastSigned.Slot.Height);
        Assert.Throws<InvalidOperationException>(persistence.TakeStart);
    }

    [Fact]
    public void WhatIsNoWorkOfADiskIsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Open(disk).Perform(new EngineEffect.ForgetTimers()));

    private static Vote Prevote(int round) => new(VoteType.Prevote, 1, round, null, Self);

    private static LogRecord Record(int round) => new LogRecord.Input(new ConsensusInput.TimerElapsed(new TimerId(1, round, 0)));

    private Persistence Open(IDurableStorage storage, CommittedTip tip = default)
    {
        Committee committee = new(Enumerable.Range(1, 4).Select(index => (new ValidatorId((Felt)index), 1UL)));
        EngineSetup setup = new(Self, committee, Cluster.Algorithm, Cluster.Domain, new EngineLimits());
        return Persistence.Open(setup, storage, key, tip);
    }
}
