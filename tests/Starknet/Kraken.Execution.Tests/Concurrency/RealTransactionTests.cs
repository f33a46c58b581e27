using System.Linq;
using Kraken.Execution.Blocks;
using Kraken.Execution.Transactions;
using Xunit;

namespace Kraken.Execution.Tests.Concurrency;

/// <summary>Signed transactions with contracts: receipts, traces, diffs and weights are those of one thread.</summary>
public sealed class RealTransactionTests
{
    public static TheoryData<int, bool> Blocks =>
        [.. Enumerable.Range(0, 6).SelectMany(seed => new TheoryDataRow<int, bool>[] { new(seed, false), new(seed, true) })];

    [Theory]
    [MemberData(nameof(Blocks))]
    public void ThreadsGiveTheSequentialBlock(int seed, bool native)
    {
        RealBlock block = new(seed, 40, accounts: 2 + (seed % 5));
        BlockRun expected = block.Sequential(native, out BlockRefusal? refusal);
        Assert.Null(refusal);
        BlockRun threads = block.Optimistic(native, 4, null, out refusal);
        Assert.Null(refusal);
        RealBlock.Same(expected, threads);
        BlockRun forced = block.Optimistic(native, 3, new SeededInterleaving(seed, 3), out refusal);
        Assert.Null(refusal);
        RealBlock.Same(block.Sequential(native, out _), forced);
    }

    [Fact]
    public void TheBlocksHoldWhatTheyAreMeantTo()
    {
        ExecutedOutcome[] outcomes =
            [.. Enumerable.Range(0, 6).SelectMany(seed => new RealBlock(seed, 40, 2 + (seed % 5)).Sequential(true, out _).Outcomes)];
        Assert.Contains(outcomes, outcome => outcome.RevertReason?.Contains("is not deployed") == true);
        Assert.Contains(outcomes, outcome => outcome.RevertReason?.Contains("is not declared") == true);
        Assert.Contains(outcomes, outcome => outcome.RevertReason?.Contains("already deployed") == true);
        Assert.Contains(outcomes, outcome => outcome.RevertReason?.Contains("insufficient balance") == true);
        Assert.Contains(outcomes, outcome =>
            outcome.RevertReason is null && outcome.Usage.Classes.Count > 0 && outcome.Resources.State.ClassHashUpdates > 0);
        Assert.InRange(outcomes.Count(outcome => outcome.RevertReason is null), 60, 239);
    }
}
