using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.BlockProof.Ranges;
using Xunit;

namespace Kraken.BlockProof.Tests.Ranges;

/// <summary>Blocks in ranges: by cells, by time, by what cannot be proved.</summary>
public sealed class RangePlannerTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // Ten transfers: a table of 4,096 hashes holds 13 such blocks, one of 512 multiples 17.
    private static readonly TableRows TenTransfers = TableRows.OfEmptyBlock + new TableRows(120_000, 290, 230, 30);

    [Fact]
    public void ARangeEndsBeforeTheBlockThatDoesNotFit()
    {
        RangePlanner planner = new(new RangeRules { MaxCells = Cells(30, 30, 30) });
        Assert.Empty(planner.Add(Block(5, 30)));
        Assert.Empty(planner.Add(Block(6, 30)));
        Assert.Empty(planner.Add(Block(7, 30)));
        Assert.Equal([new BlockRange(5, 7, Cells(30, 30, 30))], planner.Add(Block(8, 200)));
        Assert.Equal(new BlockRange(8, 8, Cells(200)), planner.Open);
    }

    [Fact]
    public void ARangeEndsWhenItsFirstBlockHasWaited()
    {
        RangePlanner planner = new(new RangeRules());
        Assert.Null(planner.TakeDue(Start + TimeSpan.FromDays(1)));
        planner.Add(Block(1, 1));
        planner.Add(Block(2, 1, seconds: 59));
        Assert.Null(planner.TakeDue(Start + TimeSpan.FromSeconds(59.9)));
        Assert.Equal(new BlockRange(1, 2, Cells(1, 1)), planner.TakeDue(Start + TimeSpan.FromSeconds(60)));
        Assert.Null(planner.Open);
        planner.Add(Block(3, 1, seconds: 61));
        Assert.Null(planner.TakeDue(Start + TimeSpan.FromSeconds(120)));
    }

    [Fact]
    public void ABlockThatCannotBeProvedStandsAloneWithItsReason()
    {
        ulong most = Cells(500);
        RangePlanner planner = new(new RangeRules { MaxCells = most });
        planner.Add(Block(1, 1));
        Assert.Equal(
            [new BlockRange(1, 1, Cells(1)), new BlockRange(2, 2, Cells(7), "keccak")],
            planner.Add(Block(2, 7) with { Obstacle = "keccak" }));
        BlockRange heavy = Assert.Single(planner.Add(Block(3, 1100)));
        Assert.Equal($"it takes {Cells(1100)} cells of the prover's trace, one proof has room for {most}", heavy.Obstacle);
        BlockRange endless = Assert.Single(planner.Add(Block(4, ulong.MaxValue)));
        Assert.NotNull(endless.Obstacle);
        Assert.Empty(planner.Add(Block(5, 500)));
    }

    [Fact]
    public void CountsAndOrderBind()
    {
        RangePlanner planner = new(new RangeRules { MaxBlocks = 2 });
        planner.Add(Block(1, 0));
        planner.Add(Block(2, 0));
        Assert.Equal([new BlockRange(1, 2, Cells(0, 0))], planner.Add(Block(3, 0)));
        ArgumentException error = Assert.Throws<ArgumentException>(() => planner.Add(Block(3, 0)));
        Assert.StartsWith("expected block 4, got block 3", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => planner.Add(Block(5, 0)));
    }

    /// <summary>Thirteen blocks fill tables that a fourteenth would double.</summary>
    [Theory]
    [InlineData(13)]
    [InlineData(14)]
    [InlineData(16)]
    public void ARangeEndsWhereItsCellsAreCheapest(int blocks)
    {
        RangePlanner planner = new(new RangeRules());
        for (int i = 0; i < blocks; i++)
        {
            Assert.Empty(planner.Add(new WeighedBlock((ulong)i + 1, TenTransfers, Start)));
        }

        BlockRange range = planner.TakeDue(Start + TimeSpan.FromSeconds(60))!;
        Assert.Equal(new BlockRange(1, 13, Cells(13)), range);
        Assert.Equal(blocks == 13 ? null : new BlockRange(14, (ulong)blocks, Cells(blocks - 13)), planner.Open);
        Assert.All(Enumerable.Range(1, blocks), count => Assert.True(
            (double)range.Cells / 13 <= (double)Cells(count) / count, $"{count} blocks are cheaper"));
        Assert.True(Cells(14) > Cells(13) + Cells(1), "the fourteenth alone is cheaper than in the same proof");

        static ulong Cells(int count) =>
            Enumerable.Repeat(TenTransfers, count).Aggregate(TableRows.OfNoBlocks, (sum, rows) => sum + rows).Cells;
    }

    /// <summary>A block that passes a boundary by itself is proved, and so is what waits while nothing else comes.</summary>
    [Fact]
    public void NoBlockStarves()
    {
        TableRows over = TableRows.OfEmptyBlock + new TableRows(1_000_000, 2_100, 2_100, 260);
        RangePlanner planner = new(new RangeRules());
        planner.Add(new WeighedBlock(1, over, Start));
        planner.Add(new WeighedBlock(2, TableRows.OfEmptyBlock, Start));
        planner.Add(new WeighedBlock(3, over, Start));
        DateTimeOffset later = Start + TimeSpan.FromSeconds(60);
        List<BlockRange> ranges = [];
        while (planner.TakeDue(later) is { } range)
        {
            ranges.Add(range);
        }

        Assert.Null(planner.Open);
        Assert.Equal([1ul, 2ul, 3ul], ranges.SelectMany(range => Enumerable.Range((int)range.First, (int)(range.Last - range.First) + 1))
            .Select(number => (ulong)number));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void EveryBlockIsInOneRangeThatFits(int seed)
    {
        Random random = new(seed);
        RangeRules rules = new() { MaxCells = Cells(500), MaxBlocks = 20 };
        RangePlanner planner = new(rules);
        List<BlockRange> ranges = [];
        DateTimeOffset now = Start;
        for (ulong number = 10; number < 1000; number++)
        {
            now += TimeSpan.FromSeconds(random.Next(20));
            while (planner.TakeDue(now) is { } due)
            {
                ranges.Add(due);
            }

            ranges.AddRange(planner.Add(Block(number, (ulong)random.Next(1, 700)) with
            {
                Seen = now,
                Obstacle = random.Next(50) == 0 ? "a reason" : null,
            }));
        }

        ranges.AddRange(planner.Open is { } open ? [open] : []);
        Assert.Equal(10ul, ranges[0].First);
        Assert.Equal(999ul, ranges[^1].Last);
        Assert.All(ranges.Zip(ranges.Skip(1)), pair => Assert.Equal(pair.First.Last + 1, pair.Second.First));
        Assert.All(ranges, range => Assert.True(
            range.Obstacle is null ? range.Cells <= rules.MaxCells && range.Last - range.First < 20 : range.First == range.Last));
        Assert.Contains(ranges, range => range.Last > range.First);
    }

    private static WeighedBlock Block(ulong number, ulong hashes, double seconds = 0) =>
        new(number, Rows(hashes), Start + TimeSpan.FromSeconds(seconds));

    private static TableRows Rows(ulong hashes) => TableRows.OfEmptyBlock + new TableRows(0, hashes, 0, 0);

    private static ulong Cells(params ulong[] hashes) =>
        hashes.Aggregate(TableRows.OfNoBlocks, (sum, block) => sum + Rows(block)).Cells;
}
