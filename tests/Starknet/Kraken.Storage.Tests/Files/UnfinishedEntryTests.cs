using System;
using System.IO;
using System.Linq;
using Kraken.Storage.Files;
using Xunit;

namespace Kraken.Storage.Tests.Files;

/// <summary>Entries that are written beside their place.</summary>
public sealed class UnfinishedEntryTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kraken-unfinished-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void EachHasAPathOfItsOwn()
    {
        string[] paths = [.. Enumerable.Range(0, 100).Select(_ => UnfinishedEntry.In(folder)).Distinct()];
        Assert.Equal(100, paths.Length);
        Assert.All(paths, path => Assert.Equal(folder, Path.GetDirectoryName(path)));
        Assert.All(paths, path => Assert.StartsWith(UnfinishedEntry.Prefix, Path.GetFileName(path), StringComparison.Ordinal));
    }

    [Fact]
    public void WhatNobodyFinishesIsRemovedAndNothingElse()
    {
        string oldFile = Make("old", isOld: true, isFolder: false);
        string oldFolder = Make("old-folder", isOld: true, isFolder: true);
        string young = Make("young", isOld: false, isFolder: false);
        string other = Path.Combine(folder, "other");
        File.WriteAllBytes(other, [1]);
        File.SetLastWriteTimeUtc(other, DateTime.UtcNow.AddDays(-2));
        _ = UnfinishedEntry.In(folder);
        Assert.False(File.Exists(oldFile));
        Assert.False(Directory.Exists(oldFolder));
        Assert.True(File.Exists(young));
        Assert.True(File.Exists(other));
    }

    private string Make(string name, bool isOld, bool isFolder)
    {
        string path = Path.Combine(folder, UnfinishedEntry.Prefix + name);
        if (isFolder)
        {
            File.WriteAllBytes(Path.Combine(Directory.CreateDirectory(path).FullName, "part"), [1]);
        }
        else
        {
            File.WriteAllBytes(path, [1]);
        }

        if (isOld)
        {
            Directory.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddDays(-2));
        }

        return path;
    }
}
