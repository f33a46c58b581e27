using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Farm.Objects;
using Kraken.Farm.Tests.Workers;
using Kraken.Fields;
using Kraken.Proofs.Ranges;
using Kraken.Proofs.Tests;
using Kraken.Watcher.Tests.Chain;
using Xunit;

namespace Kraken.Farm.Tests.Objects;

public sealed class ObjectRangeStoreTests : IDisposable
{
    private static readonly byte[] Bundle = [1, 2, 3];

    private readonly TemporaryFolder folder = new();
    private readonly FileObjects objects;
    private readonly ObjectRangeStore store;

    public ObjectRangeStoreTests()
    {
        objects = new FileObjects(folder["objects"]);
        store = new ObjectRangeStore(objects);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public Task Files_are_a_store_of_objects() => ObjectStoreLaws.HoldAsync(objects);

    [Fact]
    public async Task Entries_are_read_as_they_were_put_and_listed_by_their_blocks()
    {
        foreach ((ulong first, ulong last) in ((ulong, ulong)[])[(10, 12), (2, 9), (10, 11)])
        {
            await store.PutAsync(ExampleRange.Of(77, first, last, Bundle), Bundle, Token);
        }

        RangeKey key = new(77, 10, 12);
        StoredRange read = (await store.ReadAsync(key, Token))!;
        Assert.Equal(key, read.Manifest.Key);
        Assert.Equal(Bundle, read.Bundle);
        Assert.Equal(
            [(2ul, 9ul), (10, 11), (10, 12)], (await store.OfChainAsync(77, Token)).Select(entry => (entry.FirstBlock, entry.LastBlock)));
        Assert.Equal([11ul, 12], (await store.BeginningWithAsync(77, 10, Token)).Select(entry => entry.LastBlock));
        Assert.Empty(await store.BeginningWithAsync(77, 1, Token));
        Assert.Empty(await store.OfChainAsync(78, Token));
        await using Stream opened = (await store.OpenBundleAsync(key, Token))!;
        Assert.Equal(1, opened.ReadByte());
        Assert.Null(await store.ReadAsync(new RangeKey(77, 10, 13), Token));
    }

    [Fact]
    public async Task Of_two_writers_one_wins_whole_and_nothing_of_the_other_stays()
    {
        byte[] other = [9, 9];
        await Task.WhenAll(
            store.PutAsync(ExampleRange.Of(77, 1, 2, Bundle), Bundle, Token),
            store.PutAsync(ExampleRange.Of(77, 1, 2, other), other, Token));
        StoredRange read = (await store.ReadAsync(new RangeKey(77, 1, 2), Token))!;
        Assert.Equal(read.Manifest.BundleBytes, read.Bundle.Length);
        Assert.Equal(2, (await objects.ListAsync("ranges/0x4d/", Token)).Count);
    }

    [Fact]
    public async Task What_squats_an_entry_is_told_set_aside_and_kept()
    {
        RangeManifest manifest = ExampleRange.Of(77, 1, 2, Bundle);
        string place = $"ranges/0x4d/{1:D20}-{2:D20}/manifest.json";
        await objects.PutAsync(place, "nonsense"u8.ToArray(), Token);
        await store.PutAsync(manifest, Bundle, Token);
        await Assert.ThrowsAsync<InvalidDataException>(() => store.ReadAsync(manifest.Key, Token));
        await store.SetAsideAsync(manifest.Key, Token);
        Assert.Null(await store.ReadAsync(manifest.Key, Token));
        Assert.Single(await objects.ListAsync("refused/0x4d/", Token));
        await store.PutAsync(manifest, Bundle, Token);
        Assert.NotNull(await store.ReadAsync(manifest.Key, Token));

        await objects.PutAsync(place, ExampleRange.Of(77, 1, 3, Bundle).ToJson(), Token);
        await Assert.ThrowsAsync<InvalidDataException>(() => store.ManifestAsync(manifest.Key, Token));
        await objects.PutAsync(place, (manifest with { BundleSha256 = "../x" }).ToJson(), Token);
        await Assert.ThrowsAsync<InvalidDataException>(() => store.ManifestAsync(manifest.Key, Token));
        await objects.PutAsync(place, (manifest with { BundleSha256 = new string('0', 64) }).ToJson(), Token);
        await Assert.ThrowsAsync<InvalidDataException>(() => store.ReadAsync(manifest.Key, Token));
    }

    [Fact]
    public async Task Blocks_without_a_proof_are_named_and_forgotten()
    {
        UnprovedBlock block = new(5, new string('x', 2 * UnprovedBlock.MaxReason), 2, 99, DateTimeOffset.UnixEpoch) { Differs = true };
        await store.PutUnprovedAsync(77, block, Token);
        await store.PutUnprovedAsync(77, block with { Number = 11 }, Token);
        Assert.Equal([5ul, 11], await store.UnprovedBlocksAsync(77, Token));
        UnprovedBlock read = (await store.UnprovedAsync(77, 5, Token))!;
        Assert.Equal((2, (Felt)99, true), (read.Attempts, read.ProgramHash, read.Differs));
        Assert.True(read.Reason.Length < UnprovedBlock.MaxReason + 10);
        await objects.PutAsync($"unproved/0x4d/{5:D20}.json", "{}"u8.ToArray(), Token);
        Assert.Null(await store.UnprovedAsync(77, 5, Token));
        await store.ForgetUnprovedAsync(77, 5, Token);
        Assert.Equal([11ul], await store.UnprovedBlocksAsync(77, Token));
    }

    [Fact]
    public async Task Objects_of_strangers_among_the_entries_are_none()
    {
        await store.PutAsync(ExampleRange.Of(77, 2, 9, Bundle), Bundle, Token);
        string good = $"{2:D20}-{9:D20}";
        foreach (string key in (string[])
        [
            "manifest.json", "x/manifest.json", "2-9/manifest.json", $"{good}/deeper/manifest.json", $"{good}/manifest.json.txt",
            $"{9:D20}-{2:D20}/manifest.json", $"{0:D20}-{2:D20}/manifest.json", $"+{2:D19}-{9:D20}/manifest.json",
        ])
        {
            await objects.PutAsync($"ranges/0x4d/{key}", "nonsense"u8.ToArray(), Token);
        }

        Assert.Equal([new RangeKey(77, 2, 9)], await store.OfChainAsync(77, Token));
        Assert.Equal([new RangeKey(77, 2, 9)], await store.BeginningWithAsync(77, 2, Token));
        foreach (string key in (string[])["5", $"{0:D20}", "x", "", $"{6:D20}.json", $"a/{7:D20}"])
        {
            await objects.PutAsync($"unproved/0x4d/{key}.json", "nonsense"u8.ToArray(), Token);
        }

        await store.PutUnprovedAsync(77, new UnprovedBlock(8, "a reason", 1, 99, DateTimeOffset.UnixEpoch), Token);
        Assert.Equal([8ul], await store.UnprovedBlocksAsync(77, Token));
    }

    [Fact]
    public async Task What_a_process_left_that_ended_while_it_wrote_is_no_object_and_goes_after_a_day()
    {
        string place = Directory.CreateDirectory(folder["objects/a"]).FullName;
        string old = Path.Combine(place, ".unfinished-old");
        string young = Path.Combine(place, ".unfinished-young");
        await File.WriteAllBytesAsync(old, Bundle, Token);
        await File.WriteAllBytesAsync(young, Bundle, Token);
        File.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddDays(-2));
        await objects.PutAsync("a/b", Bundle, Token);
        Assert.Equal((false, true), (File.Exists(old), File.Exists(young)));
        Assert.Equal(["a/b"], await objects.ListAsync("a/", Token));
    }

    [Fact]
    public async Task What_cannot_be_moved_aside_is_removed()
    {
        RangeManifest manifest = ExampleRange.Of(77, 1, 2, Bundle);
        FailingObjects refusing = new(objects) { Refuses = (what, _) => what == "move" };
        ObjectRangeStore over = new(refusing);
        await objects.PutAsync($"ranges/0x4d/{1:D20}-{2:D20}/manifest.json", "nonsense"u8.ToArray(), Token);
        await over.SetAsideAsync(manifest.Key, Token);
        await over.PutAsync(manifest, Bundle, Token);
        Assert.NotNull(await over.ReadAsync(manifest.Key, Token));
    }
}
