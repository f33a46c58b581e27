using Kraken.Rpc;
using Kraken.Starknet.Limits;
using Xunit;

namespace Kraken.Node.Tests;

/// <summary>A node's bounds follow the chain's.</summary>
public sealed class NodeLimitsTests
{
    [Theory]
    [InlineData(8 << 20)]
    [InlineData(40 << 20)]
    public void EveryBlockCanBeAnswered(int blockBytes)
    {
        // A felt of 32 bytes takes 69 in JSON.
        ChainLimits limits = new() { Block = new BlockBounds { MaxBytes = blockBytes } };
        RpcOptions options = new NodeLimits(limits).Rpc;
        Assert.InRange((long)options.MaxAnswerBytes, (blockBytes / 32 * 69L) + (500 * 1024), 1L << 30);
        Assert.True(options.MaxClientAnswerBytes >= options.MaxAnswerBytes);
        Assert.True(options.MaxTotalAnswerBytes >= 2L * options.MaxAnswerBytes);
    }
}
