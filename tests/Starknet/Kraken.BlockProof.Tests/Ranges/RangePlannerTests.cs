using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.BlockProof.Ranges;
using Kraken.Execution.Blocks.Weights;
using Xunit;

namespace Kraken.BlockProof.Tests.Ranges;

/// <summary>Blocks in ranges: by weight, by time, by what cannot be proved.</summary>
public sealed class RangePlannerTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void ARangeEndsBeforeTheBlockThatDoesNotFit()
    {
        RangePlanner planner = new(new RangeRules { MaxCells = Total(10, 10, 10) });
        Assert.Empty(planner.Add(Block(5, 10)));
        Assert.Empty(planner.Add(Block(6, 10)));
        Assert.Empty(planner.Add(Block(7, 10)));
        Assert.Equal([new BlockRange(5, 7, Total(10, 10, 10))], planner.Add(Block(8, 0)));
        Assert.Equal(new BlockRange(8, 8, Total(0)), planner.Open);
    }

    [Fact]
    public void ARangeEndsWhenItsFirstBlockHasWaited()
    {
        RangePlanner planner = new(new RangeRules());
        Assert.Null(planner.TakeDue(Start + TimeSpan.FromDays(1)));
        planner.Add(Block(1, 1));
        planner.Add(Block(2, 1, seconds: 59));
        Assert.Null(planner.TakeDue(Start + TimeSpan.FromSeconds(59.9)));
        Assert.Equal(new BlockRange(1, 2, Total(1, 1)), planner.TakeDue(Start + TimeSpan.FromSeconds(60)));
        Assert.Null(planner.Open);
        planner.Add(Block(3, 1, seconds: 61));
        Assert.Null(planner.TakeDue(Start + TimeSpan.FromSeconds(120)));
    }

    [Fact]
    public void ABlockThatCannotBeProvedStandsAloneWithItsReason()
    {
        RangePlanner planner = new(new RangeRules { MaxCells = Total(100) });
        planner.Add(Block(1, 1));
        Assert.Equal(
            [new BlockRange(1, 1, Total(1)), new BlockRange(2, 2, Total(7), "keccak")],
            planner.Add(Block(2, 7) with { Obstacle = "keccak" }));
        BlockRange heavy = Assert.Single(planner.Add(Block(3, 101)));
        Assert.Equal($"it takes {Total(101)} cells of the prover's trace, one proof has room for {Total(100)}", heavy.Obstacle);
        BlockRange endless = Assert.Single(planner.Add(Block(4, ulong.MaxValue)));
        Assert.NotNull(endless.Obstacle);
        Assert.Empty(planner.Add(Block(5, 100)));
    }

    [Fact]
    public void CountsAndOrderBind()
    {
        RangePlanner planner = new(new RangeRules { MaxBlocks = 2 });
        planner.Add(Block(1, 0));
        planner.Add(Block(2, 0));
        Assert.Equal([new BlockRange(1, 2, Total(0, 0))], planner.Add(Block(3, 0)));
        ArgumentException error = Assert.Throws<ArgumentException>(() => planner.Add(Block(3, 0)));
        Assert.StartsWith("expected block 4, got block 3", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => planner.Add(Block(5, 0)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void EveryBlockIsInOneRangeThatFits(int seed)
    {
        Random random = new(seed);
        RangeRules rules = new() { MaxCells = Total(30_000_000), MaxBlocks = 20 };
        RangePlanner planner = new(rules);
        List<BlockRange> ranges = [];
        DateTimeOffset now = Start;
        for (ulong number = 10; number < 1000; number++)
        {
            now += TimeSpan.FromSeconds(random.Next(20));
            if (planner.TakeDue(now) is { } due)
            {
                ranges.Add(due);
            }

            WeighedBlock block = new(number, (ulong)random.Next(1, 31_000_000), now, random.Next(50) == 0 ? "a reason" : null);
            ranges.AddRange(planner.Add(block));
        }

        ranges.AddRange(planner.Open is { } open ? [open] : []);
        Assert.Equal(10ul, ranges[0].First);
        Assert.Equal(999ul, ranges[^1].Last);
        Assert.All(ranges.Zip(ranges.Skip(1)), pair => Assert.Equal(pair.First.Last + 1, pair.Second.First));
        Assert.All(ranges, range => Assert.True(
            range.Obstacle is null ? range.Cells <= rules.MaxCells && range.Last - range.First < 20 : range.First == range.Last));
        Assert.Contains(ranges, range => range.Last > range.First);
    }

    private static WeighedBlock Block(ulong number, ulong cells, double seconds = 0) =>
        new(number, cells, Start + TimeSpan.FromSeconds(seconds));

    private static ulong Total(params ulong[] cells) =>
        cells.Aggregate(ProvingCells.OfNoBlocks, (sum, block) => sum + block + ProvingCells.OfEmptyBlock);
}
