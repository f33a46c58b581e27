using Xunit;

namespace Kraken.Storage.Tests;

/// <summary>The laws for the store in memory.</summary>
public sealed class MemoryStoreTests : StorageLaws<MemoryStore>
{
    protected override MemoryStore Create() => new();

    [Fact]
    public void ThePrefixRangeEndsAtTheNextPrefix()
    {
        Assert.Equal([1, 3], KeyPrefix.End([1, 2]));
        Assert.Equal([2], KeyPrefix.End([1, 0xff]));
        Assert.Null(KeyPrefix.End([0xff, 0xff]));
        Assert.Null(KeyPrefix.End([]));
    }
}
