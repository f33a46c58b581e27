using System;
using System.Linq;
using Xunit;

namespace Kraken.Execution.Tests.Concurrency;

/// <summary>Whatever the threads do and in whatever order, a block is what it is transaction by transaction.</summary>
public sealed class ForcedScheduleTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(0, 1_000)]
    [InlineData(1_000, 2_000)]
    [InlineData(2_000, 3_000)]
    public void EveryScheduleGivesTheSequentialBlock(int from, int to)
    {
        long switches = 0;
        for (int seed = from; seed < to; seed++)
        {
            switches += Check(seed);
        }

        output.WriteLine($"{switches} switches of threads");
        Assert.True(switches > 20 * (to - from), $"{switches} switches");
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void ManyMoreSchedules()
    {
        foreach (int seed in Enumerable.Range(100_000, 40_000))
        {
            Check(seed);
        }
    }

    [Fact]
    public void TheSchedulesMeetAllThatCanHappenToABlock()
    {
        // A test of the test: blocks that end early, with each kind of end, and blocks that are filled.
        string[] ends =
        [
            .. Enumerable.Range(0, 1_000).Select(seed => BlockText.OfWhole(new ScriptedBlock(seed)).Split('\n')[0]),
        ];
        foreach (string kind in (string[])
        [
            "InvalidDataException", "NotSupportedException", "StateUnavailableException", "ExecutionInterruptedException", "more than",
            "too slow", "rejected: by", "rejected: nonce", "is declared", "refused beforehand", "transactions: expected at most",
        ])
        {
            Assert.Contains(ends, end => end.Contains(kind, StringComparison.Ordinal));
        }

        Assert.InRange(ends.Count(end => end.Length == 0), 100, 900);
    }

    private static int Check(int seed)
    {
        ScriptedBlock block = new(seed);
        int threads = 2 + (seed % 3);

        // Blocks of less than four transactions have one thread only.
        int expected = block.Count < 4 ? 1 : Math.Min(threads, block.Count);
        SeededInterleaving whole = new(seed, expected);
        Same(seed, "whole", BlockText.OfWhole(block), BlockText.OfWhole(block, threads, whole));
        SeededInterleaving fitting = new(seed + 1, expected);
        Same(seed, "what fits", BlockText.OfWhatFits(block), BlockText.OfWhatFits(block, threads, fitting));
        return whole.Switches + fitting.Switches;
    }

    private static void Same(int seed, string what, string sequential, string optimistic) =>
        Assert.True(sequential == optimistic, $"seed {seed}, {what}\n--- one by one\n{sequential}\n--- ahead\n{optimistic}");
}
