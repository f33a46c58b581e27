using Xunit;

namespace Kraken.Caching.Tests;

/// <summary>A cache within a bound of entries and of bytes.</summary>
public sealed class BoundedCacheTests
{
    [Fact]
    public void TheEntryThatWasNotUsedForLongestMakesRoom()
    {
        BoundedCache<int, string> cache = new(3);
        for (int key = 0; key < 3; key++)
        {
            cache.Set(key, $"{key}");
        }

        Assert.True(cache.TryGet(0, out string? zero));
        Assert.Equal("0", zero);
        cache.Set(3, "3");
        Assert.Equal(3, cache.Count);
        Assert.False(cache.TryGet(1, out _));
        Assert.True(cache.TryGet(0, out _) && cache.TryGet(2, out _) && cache.TryGet(3, out _));
    }

    [Fact]
    public void BytesAreBoundedExactly()
    {
        BoundedCache<int, byte[]> cache = new(100, 10, static bytes => bytes.Length);
        cache.Set(1, new byte[4]);
        cache.Set(2, new byte[6]);
        Assert.Equal((2, 10L), (cache.Count, cache.Bytes));
        cache.Set(3, new byte[5]);
        Assert.Equal((1, 5L), (cache.Count, cache.Bytes));
        Assert.True(cache.TryGet(3, out _));
        cache.Set(4, new byte[10]);
        Assert.Equal((1, 10L), (cache.Count, cache.Bytes));

        // One byte more than all is not kept, and nothing leaves for it.
        cache.Set(5, new byte[11]);
        Assert.False(cache.TryGet(5, out _));
        Assert.True(cache.TryGet(4, out _));
    }

    [Fact]
    public void AnEntryIsReplacedWithItsSize()
    {
        BoundedCache<string, byte[]> cache = new(2, 10, static bytes => bytes.Length);
        cache.Set("a", new byte[8]);
        cache.Set("a", new byte[2]);
        Assert.Equal((1, 2L), (cache.Count, cache.Bytes));
        Assert.True(cache.TryGet("a", out byte[]? value));
        Assert.Equal(2, value.Length);
        cache.Set("a", new byte[11]);
        Assert.Equal((0, 0L), (cache.Count, cache.Bytes));
    }

    [Fact]
    public void AClearedCacheHasAllItsRoomAgain()
    {
        BoundedCache<int, byte[]> cache = new(2, 10, static bytes => bytes.Length);
        cache.Set(1, new byte[10]);
        cache.Clear();
        Assert.Equal((0, 0L), (cache.Count, cache.Bytes));
        Assert.False(cache.TryGet(1, out _));
        cache.Set(2, new byte[10]);
        Assert.True(cache.TryGet(2, out _));
    }
}
