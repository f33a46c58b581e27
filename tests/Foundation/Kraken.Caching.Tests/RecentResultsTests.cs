using System.Threading.Tasks;
using Xunit;

namespace Kraken.Caching.Tests;

public sealed class RecentResultsTests
{
    [Fact]
    public void AResultIsThereUntilAnotherTakesItsPlace()
    {
        RecentResults<int, long> results = new(4);
        Assert.False(results.TryGet(0, out _));
        results.Set(1, 10);
        results.Set(2, 20);
        Assert.True(results.TryGet(1, out long value));
        Assert.Equal(10, value);

        // An integer is its own hash.
        Assert.False(results.TryGet(5, out _));
        results.Set(5, 50);
        Assert.False(results.TryGet(1, out _));
        Assert.True(results.TryGet(5, out value));
        Assert.Equal(50, value);
        Assert.True(results.TryGet(2, out value));
        Assert.Equal(20, value);
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
