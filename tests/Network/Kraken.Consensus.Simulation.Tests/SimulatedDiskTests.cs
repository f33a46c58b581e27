using System.Collections.Generic;
using System.IO;
using System.Linq;
using Kraken.Consensus.Simulation.Clock;
using Kraken.Consensus.Simulation.Storage;
using Kraken.Storage.Files;
using Xunit;

namespace Kraken.Consensus.Simulation.Tests;

/// <summary>A simulated crash takes what was not synced and nothing else.</summary>
public sealed class SimulatedDiskTests
{
    [Theory]
    [InlineData(TailLoss.Lost)]
    [InlineData(TailLoss.Torn)]
    internal void WhatWasSyncedStays(TailLoss loss)
    {
        bool tailWasCut = false;
        bool tailWasKept = false;
        for (ulong seed = 0; seed < 200; seed++)
        {
            SimulatedDisk disk = new(new SeededRandom(1, "faults"));
            disk.Append("log", [1, 2, 3]);
            disk.Sync("log");
            disk.Append("log", [4, 5, 6, 7]);
            disk.Crash(loss, new SeededRandom(seed, "test"));
            byte[] left = disk.Read("log")!;
            Assert.Equal([1, 2, 3], left.Take(3));
            Assert.InRange(left.Length, 3, 7);
            tailWasCut |= left.Length < 7;
            tailWasKept |= left.Length == 7;
        }

        Assert.True(tailWasCut && tailWasKept);
    }

    [Fact]
    internal void AFileThatWasNeverSyncedMayVanish()
    {
        bool vanished = false;
        for (ulong seed = 0; seed < 50; seed++)
        {
            SimulatedDisk disk = new(new SeededRandom(1, "faults"));
            disk.Append("log", [1]);
            disk.Crash(TailLoss.Lost, new SeededRandom(seed, "test"));
            vanished |= disk.Read("log") is null;
        }

        Assert.True(vanished);
    }

    [Fact]
    internal void AReplacedFileIsWholeAndADeletedOneMayComeBack()
    {
        bool cameBack = false;
        for (ulong seed = 0; seed < 50; seed++)
        {
            SimulatedDisk disk = new(new SeededRandom(1, "faults"));
            disk.Append("old", [1]);
            disk.Sync("old");
            disk.Delete("old");
            disk.Replace("guard", [9, 9]);
            disk.Crash(TailLoss.Torn, new SeededRandom(seed, "test"));
            Assert.Equal([9, 9], disk.Read("guard")!);
            cameBack |= disk.Read("old") is not null;
        }

        Assert.True(cameBack);
    }

    [Fact]
    internal void AKilledProcessLeavesWhatItWrote()
    {
        SimulatedDisk disk = new(new SeededRandom(1, "faults"));
        disk.Append("log", [1, 2]);
        disk.Crash(TailLoss.None, new SeededRandom(1, "test"));
        Assert.Equal([1, 2], disk.Read("log")!);
    }

    [Fact]
    internal void StreamsOfOneSeedDiffer()
    {
        SeededRandom first = new(1, "a");
        SeededRandom second = new(1, "b");
        SeededRandom again = new(1, "a");
        ulong[] numbers = [.. Enumerable.Range(0, 8).Select(_ => first.Next())];
        Assert.NotEqual(numbers, Enumerable.Range(0, 8).Select(_ => second.Next()));
        Assert.Equal(numbers, Enumerable.Range(0, 8).Select(_ => again.Next()));
        Assert.All(Enumerable.Range(0, 1_000), _ => Assert.InRange(first.Below(7), 0, 6));
    }

    [Fact]
    internal void WhatASyncLostIsShownUntilThePowerGoesWhateverLaterSyncsSay()
    {
        for (ulong seed = 0; seed < 50; seed++)
        {
            SimulatedDisk disk = Failing();
            disk.Append("log", [1, 2, 3]);
            disk.Sync("log");
            disk.Append("log", [4, 5]);
            disk.Faults = new DiskFaults(0, SyncFailed: 1);
            Assert.Throws<SyncFailedException>(() => disk.Sync("log"));
            disk.Faults = DiskFaults.None;
            disk.Append("log", [6]);
            disk.Sync("log");
            disk.Crash(TailLoss.None, new SeededRandom(seed, "test"));
            Assert.Equal([1, 2, 3, 4, 5, 6], disk.Read("log")!);
            disk.Crash(TailLoss.Lost, new SeededRandom(seed, "test"));
            Assert.Equal([1, 2, 3, 0, 0, 6], disk.Read("log")!);
        }
    }

    [Fact]
    internal void WhatIsWrittenAnewAfterALostSyncIsDurable()
    {
        SimulatedDisk disk = Failing();
        disk.Append("log", [1, 2]);
        disk.Faults = new DiskFaults(0, SyncFailed: 1);
        Assert.Throws<SyncFailedException>(() => disk.Sync("log"));
        disk.Faults = DiskFaults.None;
        disk.Replace("log", disk.Read("log"));
        disk.Crash(TailLoss.Torn, new SeededRandom(1, "test"));
        Assert.Equal([1, 2], disk.Read("log")!);
    }

    [Fact]
    internal void AFileWhoseReplacementWasNotMadeDurableIsTheOldOrTheNewOne()
    {
        HashSet<int> left = [];
        for (ulong seed = 0; seed < 100; seed++)
        {
            SimulatedDisk disk = new(new SeededRandom(seed, "faults"));
            disk.Replace("guard", [1]);
            disk.Faults = new DiskFaults(0, SyncFailed: 1);
            Assert.Throws<SyncFailedException>(() => disk.Replace("guard", [2]));
            int shown = disk.Read("guard")!.Single();
            disk.Crash(TailLoss.Lost, new SeededRandom(seed, "test"));
            int now = disk.Read("guard")!.Single();
            Assert.True(now == shown || now == 1);
            left.Add((10 * shown) + now);
        }

        Assert.Equal([11, 21, 22], left.Order());
    }

    [Fact]
    internal void AFullDiskTakesAPartAtMost()
    {
        for (ulong seed = 0; seed < 50; seed++)
        {
            SimulatedDisk disk = new(new SeededRandom(seed, "faults")) { Faults = new DiskFaults(Refused: 1, 0) };
            Assert.Throws<IOException>(() => disk.Append("log", [1, 2, 3]));
            Assert.InRange(disk.Read("log")?.Length ?? 0, 0, 2);
            Assert.Throws<IOException>(() => disk.Replace("guard", [1]));
            Assert.Null(disk.Read("guard"));
        }
    }

    private static SimulatedDisk Failing() => new(new SeededRandom(1, "faults"));
}
