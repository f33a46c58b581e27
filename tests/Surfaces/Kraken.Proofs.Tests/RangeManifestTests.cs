using System;
using System.IO;
using System.Linq;
using Kraken.Proofs.Ranges;
using Xunit;

namespace Kraken.Proofs.Tests;

/// <summary>A manifest that anybody wrote is within its bounds or refused: whoever shows it counts and draws what it says.</summary>
public sealed class RangeManifestTests
{
    private const ulong LastTime = 253_402_300_799;

    private static RangeManifest Example => ExampleRange.Of(5, 4, 9, []);

    [Fact]
    public void WhatWasWrittenIsReadTheSame()
    {
        RangeManifest read = RangeManifest.Read(Example.ToJson());
        Assert.Equal(Example.ToJson(), read.ToJson());
        Assert.Equal(Example.Cells, read.Cells);
        Assert.Equal((1000.0, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(40)), (read.TotalCells, read.Lag, read.LongestLag));
    }

    /// <summary>Manifests without it were written by processes that told the most they had ever held.</summary>
    [Theory]
    [InlineData("\"memory_of\": \"proof\",", ProofMemory.Proof)]
    [InlineData("\"memory_of\": \"samples\",", ProofMemory.Samples)]
    [InlineData("", ProofMemory.Process)]
    [InlineData("\"memory_of\": \"guess\",", null)]
    [InlineData("\"memory_of\": 3,", null)]
    public void AManifestSaysOfWhatItsMemoryIsTheMost(string member, ProofMemory? expected)
    {
        const string Written = "\"memory_of\": \"proof\",";
        string json = System.Text.Encoding.UTF8.GetString((Example with { MemoryOf = ProofMemory.Proof }).ToJson());
        Assert.Contains(Written, json, StringComparison.Ordinal);
        byte[] altered = System.Text.Encoding.UTF8.GetBytes(json.Replace(Written, member, StringComparison.Ordinal));
        if (expected is null)
        {
            Assert.Throws<InvalidDataException>(() => RangeManifest.Read(altered));
        }
        else
        {
            Assert.Equal(expected, RangeManifest.Read(altered).MemoryOf);
        }
    }

    [Fact]
    public void AProofIsNotStoredBeforeItsBlocksWhateverTheClocksSay()
    {
        RangeManifest early = Example with { StoredAt = DateTimeOffset.UnixEpoch };
        Assert.Equal((TimeSpan.Zero, TimeSpan.Zero), (early.Lag, early.LongestLag));
        RangeManifest late = Example with { FirstBlockTime = 0, LastBlockTime = LastTime, StoredAt = DateTimeOffset.MaxValue };
        Assert.Equal(DateTimeOffset.MaxValue - DateTimeOffset.UnixEpoch, late.LongestLag);
    }

    [Theory]
    [InlineData(RangeManifest.MaxComponents, 256, 0, LastTime, LastTime, 0, null)]
    [InlineData(RangeManifest.MaxComponents + 1, 256, 0, 1, 1, 0, "at most 100 components")]
    [InlineData(1, 257, 0, 1, 1, 0, "names of at most 256 characters")]
    [InlineData(1, 1, -1, 1, 1, 0, "cells of at least 0")]
    [InlineData(1, 1, 0, 2, 1, 0, "block times in order")]
    [InlineData(1, 1, 0, 1, LastTime + 1, 0, "block times in order")]
    [InlineData(1, 1, 0, 1, 1, -1, "counts and times of at least 0")]
    public void NumbersAndListsHaveBounds(
        int components, int length, long cells, ulong firstTime, ulong lastTime, long memory, string? problem)
    {
        RangeManifest manifest = Example with
        {
            Cells = [.. Enumerable.Repeat(new ComponentCells(new string('x', length), cells), components)],
            FirstBlockTime = firstTime,
            LastBlockTime = lastTime,
            MemoryBytes = memory,
        };
        Exception? refused = Record.Exception(() => RangeManifest.Read(manifest.ToJson()));
        Assert.Equal(problem is null, refused is null);
        Assert.IsType<InvalidDataException>(refused ?? new InvalidDataException());
        Assert.Contains(problem ?? "", refused?.Message ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"cells\": [", "\"cells\": [null, ")]
    [InlineData("\"cells\": [", "\"cells\": [{}, ")]
    [InlineData("\"cells\": [", "\"cells\": [{\"name\": null, \"cells\": 1}, ")]
    [InlineData("\"cells\": [", "\"others\": [")]
    [InlineData("\"memory_bytes\": 2147483648", "\"memory_bytes\": 1e30")]
    [InlineData("\"first_block_time\": 1700000000", "\"first_block_time\": -1")]
    public void WhatIsLeftOutIsDamage(string written, string altered)
    {
        string json = System.Text.Encoding.UTF8.GetString(Example.ToJson());
        Assert.Contains(written, json, StringComparison.Ordinal);
        byte[] damaged = System.Text.Encoding.UTF8.GetBytes(json.Replace(written, altered, StringComparison.Ordinal));
        Assert.Throws<InvalidDataException>(() => RangeManifest.Read(damaged));
    }
}
