using System.IO;
using System.Linq;
using Kraken.Watcher.Following;
using Kraken.Watcher.Tests.Chain;
using Xunit;

namespace Kraken.Watcher.Tests.Following;

/// <summary>Records of blocks that differ: a damaged one is left out, whatever it lacks.</summary>
public sealed class DifferingBlocksTests
{
    [Theory]
    [InlineData("""{"block_number":7,"block_hash":"0x1"}""")]
    [InlineData("""{"block_number":7,"block_hash":"0x1","mismatches":null}""")]
    [InlineData("""{"block_number":7,"block_hash":"0x1","mismatches":["root",null]}""")]
    [InlineData("null")]
    [InlineData("{")]
    public void WhatIsDamagedIsNotListed(string json)
    {
        using TemporaryFolder folder = new();
        DifferingBlocks blocks = new(folder["differing"]);
        blocks.Add(new(6, 1, ["root"]));
        File.WriteAllText(Path.Combine(folder["differing"], "7.json"), json);
        DifferingBlocks again = new(folder["differing"]);
        Assert.Equal(2, again.Count);
        Assert.Equal([6UL], again.Latest(10).Select(block => block.BlockNumber));
    }
}
