using System;
using System.IO;
using System.Linq;
using Kraken.Storage.Files;
using Xunit;

namespace Kraken.Storage.Tests.Files;

/// <summary>Files are read whole or not at all, and never beyond the bound, whatever they say of their size.</summary>
public sealed class BoundedFileTests : IDisposable
{
    private const int Limit = 300_000;

    private readonly string folder = Directory.CreateTempSubdirectory("kraken-files-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(Limit)]
    public void FilesUpToTheLimitAreReadAsTheyAre(int length)
    {
        byte[] content = [.. Enumerable.Range(0, length).Select(i => (byte)(i * 7))];
        string path = Path.Combine(folder, "file");
        File.WriteAllBytes(path, content);
        Assert.Equal(content, BoundedFile.TryRead(path, Limit, out string? problem));
        Assert.Null(problem);
        Assert.Equal(content, BoundedFile.TryRead(new Trickle(content), "trickle", Limit, out problem));
    }

    [Fact]
    public void OneByteMoreIsRefused()
    {
        string path = Path.Combine(folder, "file");
        File.WriteAllBytes(path, new byte[Limit + 1]);
        Assert.Null(BoundedFile.TryRead(path, Limit, out string? problem));
        Assert.Equal($"{path}: expected at most {Limit} bytes, got {Limit + 1}", problem);
        Assert.Null(BoundedFile.TryRead(new Trickle(new byte[Limit + 1]), "trickle", Limit, out problem));
        Assert.Equal($"trickle: expected at most {Limit} bytes, got more", problem);
    }

    [Fact]
    public void FilesWithoutEndAndFilesOfHolesTakeNoMoreThanTheLimit()
    {
        string sparse = Path.Combine(folder, "sparse");
        using (FileStream file = new(sparse, FileMode.CreateNew))
        {
            file.SetLength(3L << 30);
        }

        foreach (string path in (string[])[sparse, "/dev/zero"])
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Null(BoundedFile.TryRead(path, Limit, out string? problem));
            Assert.StartsWith($"{path}: expected at most {Limit} bytes", problem, StringComparison.Ordinal);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 * Limit);
        }
    }

    [Theory]
    [InlineData("", "got a folder")]
    [InlineData("missing", "can be read")]
    [InlineData("missing/file", "can be read")]
    [InlineData("na\0me", "can be read")]
    public void WhatIsNoFileIsSaidInWords(string name, string words)
    {
        Assert.Null(BoundedFile.TryRead(Path.Join(folder, name), Limit, out string? problem));
        Assert.Contains(words, problem, StringComparison.Ordinal);
    }

    /// <summary>What does not begin as it must is not read further, however long it is.</summary>
    [Fact]
    public void OfAFileWithoutItsMarkOnlyTheBeginningIsRead()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(new byte[4], BoundedFile.TryRead("/dev/zero", int.MaxValue - 1, "MARK"u8, out string? problem));
        Assert.Null(problem);
        string place = Path.Join(folder, "marked");
        File.WriteAllText(place, "MARKED");
        Assert.Equal("MARKED"u8.ToArray(), BoundedFile.TryRead(place, 6, "MARK"u8, out problem));
        Assert.Null(BoundedFile.TryRead(place, 5, "MARK"u8, out problem));
        Assert.Contains("at most 5 bytes", problem, StringComparison.Ordinal);
        File.WriteAllText(place, "MA");
        Assert.Equal("MA"u8.ToArray(), BoundedFile.TryRead(place, 6, "MARK"u8, out problem));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Limit);
        Assert.Contains(
            "got a folder", Assert.Throws<InvalidDataException>(() => BoundedFile.Read(folder, 6)).Message, StringComparison.Ordinal);
    }

    /// <summary>A pipe: no length, and a few bytes at a time.</summary>
    private sealed class Trickle(byte[] content) : MemoryStream(content)
    {
        public override bool CanSeek => false;

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 1000));

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, 1000)]);
    }
}
