using System.Threading.Tasks;
using Xunit;

namespace Kraken.Caching.Tests;

public sealed class RecentResultsTests
{
    [Fact]
    public void AResultIsThereUntilFourOthersTookThePlacesOfItsHash()
    {
        RecentResults<int, long> results = new(8);
        Assert.False(results.TryGet(0, out _));

        // An integer is its own hash: these have the same of the two.
        foreach (int key in (int[])[4, 12, 20, 28])
        {
            results.Set(key, key * 10L);
        }

        results.Set(0, 1);
        results.Set(12, 7);
        foreach ((int key, long expected) in ((int, long)[])[(4, 40), (12, 7), (20, 200), (28, 280), (0, 1)])
        {
            Assert.True(results.TryGet(key, out long value));
            Assert.Equal(expected, value);
        }

        results.Set(36, 360);
        Assert.False(results.TryGet(4, out _));
        foreach (int key in (int[])[12, 20, 28, 36, 0])
        {
            Assert.True(results.TryGet(key, out _));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void FewPlacesAreEnough(int places)
    {
        RecentResults<int, int> results = new(places);
        results.Set(5, 6);
        Assert.True(results.TryGet(5, out int value));
        Assert.Equal(6, value);
        Assert.False(results.TryGet(6, out _));
    }

    [Fact]
    public void FewAreLostWhereATenthOfThePlacesIsInUse()
    {
        const int Places = 1 << 15;
        RecentResults<long, int> results = new(Places);
        System.Random random = new(5);
        long[] keys = new long[Places / 10];
        for (int i = 0; i < keys.Length; i++)
        {
            keys[i] = random.NextInt64();
            results.Set(keys[i], i);
        }

        int lost = 0;
        foreach (long key in keys)
        {
            lost += results.TryGet(key, out _) ? 0 : 1;
        }

        // 8 of 3,276 by Poisson's law; some 160 with one place for each hash.
        Assert.InRange(lost, 0, 40);
    }

    [Fact]
    public void NoThreadSeesAnotherArgumentsResult()
    {
        RecentResults<int, long> results = new(8);
        Parallel.For(0, 4, worker =>
        {
            for (int i = 0; i < 50_000; i++)
            {
                int key = (i * 7) + worker;
                results.Set(key % 100, (key % 100) * 3L);
                if (results.TryGet(i % 100, out long value))
                {
                    Assert.Equal(i % 100 * 3L, value);
                }
            }
        });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(-4)]
    public void PlacesAreAPowerOfTwo(int places) =>
        Assert.Throws<System.ArgumentOutOfRangeException>(() => new RecentResults<int, int>(places));
}
