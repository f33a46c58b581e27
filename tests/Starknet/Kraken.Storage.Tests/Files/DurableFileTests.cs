using System;
using System.IO;
using System.Linq;
using System.Threading;
using Kraken.Storage.Files;
using Xunit;

namespace Kraken.Storage.Tests.Files;

/// <summary>Files that are there whole or as they were.</summary>
public sealed class DurableFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kraken-files-").FullName;

    private string Target => Path.Combine(folder, "file");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void ReplacingMakesAndOverwrites()
    {
        DurableFile.Replace(Target, [1, 2, 3]);
        Assert.Equal([1, 2, 3], File.ReadAllBytes(Target));
        DurableFile.Replace(Target, [4]);
        Assert.Equal([4], File.ReadAllBytes(Target));
        Assert.Single(Directory.EnumerateFileSystemEntries(folder));
    }

    [Fact]
    public void WhatAnEarlierProcessLeftUnfinishedIsNoObstacle()
    {
        File.WriteAllBytes(Target, [1]);
        File.WriteAllBytes(Target + DurableFile.Unfinished, [9, 9, 9, 9, 9]);
        DurableFile.Replace(Target, [2]);
        Assert.Equal([2], File.ReadAllBytes(Target));
        Assert.Single(Directory.EnumerateFileSystemEntries(folder));
    }

    [Fact]
    public void AFileThatCannotBeReplacedStaysAsItWas()
    {
        File.WriteAllBytes(Target, [1]);

        // A folder in the place of the file beside it, as a disk that refuses.
        Directory.CreateDirectory(Target + DurableFile.Unfinished);
        Exception refused = Assert.ThrowsAny<Exception>(() => DurableFile.Replace(Target, [2]));
        Assert.True(refused is IOException or UnauthorizedAccessException);
        Assert.Equal([1], File.ReadAllBytes(Target));
    }

    [Fact]
    public void CreatingIsNeverOverAFile()
    {
        DurableFile.Create(Target, [1]);
        Assert.Throws<IOException>(() => DurableFile.Create(Target, [2]));
        Assert.Equal([1], File.ReadAllBytes(Target));
    }

    [Fact]
    public void OfSeveralThatWantANameOneGetsIt()
    {
        for (int round = 0; round < 200; round++)
        {
            string wanted = Path.Combine(folder, $"wanted-{round}");
            string[] files = [.. Enumerable.Range(0, 4).Select(writer => Path.Combine(folder, $"{round}-{writer}"))];
            foreach ((int writer, string file) in files.Index())
            {
                File.WriteAllBytes(file, [(byte)writer]);
            }

            using Barrier start = new(files.Length);
            bool[] won = new bool[files.Length];
            Thread[] threads =
            [
                .. files.Select((file, writer) => new Thread(() =>
                {
                    start.SignalAndWait();
                    won[writer] = DurableFile.TryRename(file, wanted);
                })),
            ];
            Array.ForEach(threads, thread => thread.Start());
            Array.ForEach(threads, thread => thread.Join());
            int winner = Assert.Single(Enumerable.Range(0, files.Length), writer => won[writer]);
            Assert.Equal([(byte)winner], File.ReadAllBytes(wanted));
            Assert.All(files.Index(), file => Assert.Equal(file.Index != winner, File.Exists(file.Item)));
        }

        Assert.Throws<IOException>(() => DurableFile.TryRename(Path.Combine(folder, "nowhere"), Target));
    }

    [Fact]
    public void FilesAndFoldersTakeOtherNames()
    {
        DurableFile.Create(Target, [1]);
        string other = Path.Combine(folder, "other");
        File.WriteAllBytes(other, [2]);
        DurableFile.Rename(Target, other);
        Assert.Equal([1], File.ReadAllBytes(other));
        Assert.False(File.Exists(Target));
        string inner = Directory.CreateDirectory(Path.Combine(folder, "unfinished")).FullName;
        DurableFile.Create(Path.Combine(inner, "part"), [3]);
        DurableFile.RenameFolder(inner, Path.Combine(folder, "entry"));
        Assert.Equal([3], File.ReadAllBytes(Path.Combine(folder, "entry", "part")));
        string entry = Directory.CreateDirectory(inner).FullName;
        Assert.Throws<IOException>(() => DurableFile.RenameFolder(entry, Path.Combine(folder, "entry")));
    }

    [Fact]
    public void AFolderThatCannotBeSyncedIsNamed()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        string missing = Path.Combine(folder, "missing");
        SyncFailedException failure = Assert.Throws<SyncFailedException>(() => DurableFile.SyncFolder(missing));
        Assert.Contains(missing, failure.Message, StringComparison.Ordinal);
    }
}
