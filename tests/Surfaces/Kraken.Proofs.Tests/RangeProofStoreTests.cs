using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Proofs.Ranges;
using Xunit;

namespace Kraken.Proofs.Tests;

/// <summary>Entries are whole and what their writer said; damage is told apart from absence.</summary>
public sealed class RangeProofStoreTests : IDisposable
{
    private static readonly Felt Genesis = 5;
    private readonly string folder = Directory.CreateTempSubdirectory("kraken-ranges-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private RangeProofStore Store => new(folder);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task WhatWasStoredIsReadTheSameAndStays()
    {
        byte[] bundle = [1, 2, 3];
        RangeManifest manifest = Manifest(4, 9);
        await Store.PutAsync(manifest, bundle, Token);
        await Store.PutAsync(manifest with { Steps = 1 }, new byte[] { 9 }, Token);
        StoredRange stored = Store.Read(manifest.Key)!;
        Assert.Equal(manifest.ToJson(), stored.Manifest.ToJson());
        Assert.Equal(bundle, stored.Bundle);
        await using Stream opened = Store.OpenBundle(manifest.Key)!;
        Assert.Equal(3, opened.Length);
        Assert.Null(Store.Read(new RangeKey(6, 4, 9)));
        Assert.Null(Store.OpenBundle(new RangeKey(Genesis, 4, 8)));
    }

    [Fact]
    public async Task EntriesAreListedByTheirFirstBlocks()
    {
        foreach ((ulong first, ulong last) in ((ulong, ulong)[])[(10, 11), (1, 4), (5, 9), (1, 2)])
        {
            await Store.PutAsync(Manifest(first, last), default, Token);
        }

        Directory.CreateDirectory(Path.Combine(folder, "ranges", Genesis.ToString(), "007-9"));
        Assert.Equal(
            ["1-2", "1-4", "5-9", "10-11"], Store.OfChain(Genesis).Select(key => key.BlocksText));
        Store.SetAside(new RangeKey(Genesis, 5, 9));
        Assert.Equal(["1-2", "1-4", "10-11"], Store.OfChain(Genesis).Select(key => key.BlocksText));
    }

    [Fact]
    public void BlocksWithoutAProofAreNamedInBounds()
    {
        Store.PutUnproved(Genesis, new UnprovedBlock(7, new string('x', UnprovedBlock.MaxReason + 1), 0, 1, DateTimeOffset.UnixEpoch));
        Store.PutUnproved(Genesis, new UnprovedBlock(12, "a reason", 3, 1, DateTimeOffset.UnixEpoch));
        Assert.Equal([7ul, 12], Store.UnprovedBlocks(Genesis));
        Assert.Equal(UnprovedBlock.MaxReason + 4, Store.Unproved(Genesis, 7)!.Reason.Length);
        Assert.Equal("not proved after 3 attempts: a reason", Store.Unproved(Genesis, 12)!.Text);
        Assert.Null(Store.Unproved(6, 12));
        Store.ForgetUnproved(Genesis, 7);
        Assert.Equal([12ul], Store.UnprovedBlocks(Genesis));
        File.WriteAllText(Path.Combine(folder, "ranges", Genesis.ToString(), "unproved", "12.json"), "{}");
        Assert.Null(Store.Unproved(Genesis, 12));
    }

    [Theory]
    [InlineData("\"schema\": 2", "\"schema\": 1")]
    [InlineData("\"last_block\": 9", "\"last_block\": 3")]
    [InlineData("\"last_block\": 9", "\"last_block\": 8")]
    [InlineData("\"reverted\": 1", "\"reverted\": 4")]
    [InlineData("\"steps\": 1000", "\"steps\": -1000")]
    [InlineData("\"protocol_version\": \"0.14.4\"", "\"protocol_version\": null")]
    public async Task ADamagedManifestIsToldApartFromAbsence(string written, string altered)
    {
        await Store.PutAsync(Manifest(4, 9), default, Token);
        string file = Path.Combine(folder, "ranges", Genesis.ToString(), "4-9", "manifest.json");
        string json = await File.ReadAllTextAsync(file, Token);
        Assert.Contains(written, json, StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, json.Replace(written, altered, StringComparison.Ordinal), Token);
        Assert.Throws<InvalidDataException>(() => Store.Manifest(new RangeKey(Genesis, 4, 9)));
    }

    [Fact]
    public void NamedBlocksOfStrangersAreInBoundsOrNone()
    {
        string unproved = Directory.CreateDirectory(Path.Combine(folder, "ranges", Genesis.ToString(), "unproved")).FullName;
        foreach ((string name, ulong number, string reason, int attempts) in ((string, ulong, string, int)[])
            [("0", 0, "a", 1), ("007", 7, "a", 1), ("x", 1, "a", 1), ("8", 8, new string('<', 60_000), 1), ("9", 9, "a", -1)])
        {
            File.WriteAllText(
                Path.Combine(unproved, name + ".json"),
                $$"""
                {"number":{{number}},"reason":"{{reason}}","attempts":{{attempts}},"program_hash":"0x1","at":"2026-11-28T00:00:00Z"}
                """);
        }

        Assert.Equal([8ul, 9], Store.UnprovedBlocks(Genesis));
        Assert.Equal(UnprovedBlock.MaxReason + 4, Store.Unproved(Genesis, 8)!.Reason.Length);
        Assert.Null(Store.Unproved(Genesis, 9));
    }

    [Fact]
    public async Task AnEntryThatCannotBeReadNowIsNotTakenForDamaged()
    {
        RangeManifest manifest = Manifest(4, 9);
        await Store.PutAsync(manifest, new byte[] { 1 }, Token);
        string file = Path.Combine(folder, "ranges", Genesis.ToString(), "4-9", "manifest.json");
        using (FileStream held = new(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            await Assert.ThrowsAsync<IOException>(() => Store.ReadAsync(manifest.Key, Token));
        }

        Assert.NotNull(await Store.ReadAsync(manifest.Key, Token));
        File.Delete(file);
        await Assert.ThrowsAsync<InvalidDataException>(() => Store.ReadAsync(manifest.Key, Token));
        Directory.CreateDirectory(file);
        await Assert.ThrowsAsync<InvalidDataException>(() => Store.ReadAsync(manifest.Key, Token));
    }

    [Fact]
    public async Task WhatAProcessLeftThatEndedWhileItWroteIsRemovedAfterADay()
    {
        string chain = Path.Combine(folder, "ranges", Genesis.ToString());
        string old = Directory.CreateDirectory(Path.Combine(chain, ".unfinished-old")).FullName;
        string young = Directory.CreateDirectory(Path.Combine(chain, ".unfinished-young")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(old, "bundle.bin"), new byte[9], Token);
        Directory.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddDays(-2));
        await Store.PutAsync(Manifest(4, 9), default, Token);
        Assert.Equal((false, true), (Directory.Exists(old), Directory.Exists(young)));
        Assert.Single(Store.OfChain(Genesis));
    }

    private static RangeManifest Manifest(ulong first, ulong last) => ExampleRange.Of(Genesis, first, last, default);
}
