using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Farm.Objects;
using Xunit;

namespace Kraken.Farm.Tests.Objects;

/// <summary>What every store of objects does; an implementation is one line of test.</summary>
internal static class ObjectStoreLaws
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task HoldAsync(IObjectStore store)
    {
        await ObjectsAreWrittenReadAndRemovedAsync(store);
        await OnlyTheFirstOfSeveralNewWritersWinsAsync(store);
        await KeysAreListedInOrderAsync(store);
        await ObjectsMoveAsync(store);
    }

    private static async Task ObjectsAreWrittenReadAndRemovedAsync(IObjectStore store)
    {
        Assert.Null(await store.ReadAsync("laws/a.bin", 10, Token));
        Assert.Null(await store.OpenAsync("laws/a.bin", Token));
        await store.PutAsync("laws/a.bin", new byte[] { 1, 2, 3 }, Token);
        await store.PutAsync("laws/a.bin", new byte[] { 4, 5 }, Token);
        Assert.Equal([4, 5], await store.ReadAsync("laws/a.bin", 2, Token));
        await Assert.ThrowsAsync<InvalidDataException>(() => store.ReadAsync("laws/a.bin", 1, Token));
        await using (Stream opened = (await store.OpenAsync("laws/a.bin", Token))!)
        {
            Assert.Equal(4, opened.ReadByte());
        }

        await store.PutAsync("laws/empty", ReadOnlyMemory<byte>.Empty, Token);
        Assert.Equal([], await store.ReadAsync("laws/empty", 0, Token));
        byte[] large = [.. Enumerable.Range(0, 9_000_000).Select(i => (byte)i)];
        await store.PutAsync("laws/large", large, Token);
        Assert.Equal(large, await store.ReadAsync("laws/large", large.Length, Token));
        foreach (string key in (string[])["laws/a.bin", "laws/empty", "laws/large", "laws/a.bin"])
        {
            await store.DeleteAsync(key, Token);
            Assert.Null(await store.ReadAsync(key, 10, Token));
        }
    }

    private static async Task OnlyTheFirstOfSeveralNewWritersWinsAsync(IObjectStore store)
    {
        bool[] won = await Task.WhenAll(Enumerable.Range(1, 8).Select(i => store.PutNewAsync("laws/new", new byte[] { (byte)i }, Token)));
        int winner = Assert.Single(Enumerable.Range(1, 8), i => won[i - 1]);
        Assert.Equal([(byte)winner], await store.ReadAsync("laws/new", 1, Token));
        await store.DeleteAsync("laws/new", Token);
        Assert.True(await store.PutNewAsync("laws/new", new byte[] { 9 }, Token));
        await store.DeleteAsync("laws/new", Token);
    }

    private static async Task KeysAreListedInOrderAsync(IObjectStore store)
    {
        string[] keys = ["list/a/10-1", "list/a/10-2", "list/a/2-1", "list/b", "list/a/10-1x/deep"];
        foreach (string key in keys)
        {
            await store.PutAsync(key, new byte[] { 1 }, Token);
        }

        Assert.Equal(keys.Order(StringComparer.Ordinal), await store.ListAsync("list/", Token));
        Assert.Equal(["list/a/10-1", "list/a/10-1x/deep", "list/a/10-2"], await store.ListAsync("list/a/10-", Token));
        Assert.Empty(await store.ListAsync("list/none/", Token));
        await Task.WhenAll(keys.Select(key => store.DeleteAsync(key, Token)));
        Assert.Empty(await store.ListAsync("list/", Token));
    }

    private static async Task ObjectsMoveAsync(IObjectStore store)
    {
        await store.PutAsync("move/a", new byte[] { 7 }, Token);
        await store.PutAsync("move/to/b", new byte[] { 8 }, Token);
        await store.MoveAsync("move/a", "move/to/b", Token);
        Assert.Null(await store.ReadAsync("move/a", 1, Token));
        Assert.Equal([7], await store.ReadAsync("move/to/b", 1, Token));
        await store.MoveAsync("move/none", "move/to/c", Token);
        Assert.Null(await store.ReadAsync("move/to/c", 1, Token));
        await store.DeleteAsync("move/to/b", Token);
    }
}
