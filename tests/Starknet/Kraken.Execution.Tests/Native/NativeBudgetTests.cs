using System;
using System.Linq;
using System.Threading;
using Kraken.Execution.Blocks;
using Kraken.Execution.Classes;
using Kraken.Execution.Limits;
using Kraken.Execution.Tests.Chain;
using Kraken.Execution.Tests.Syscalls;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Xunit;

namespace Kraken.Execution.Tests.Native;

/// <summary>What a node may spend beside gas holds for native runs too.</summary>
public sealed class NativeBudgetTests
{
    private const ulong Endless = 1ul << 62;

    [Fact]
    public void ALoopWithoutSystemCallsEndsWhenItsTimeIsOver()
    {
        using ExecutionBudget budget = new(TimeSpan.FromMilliseconds(50));
        Assert.Equal(InterruptionKind.OutOfTime, Interrupted("spin", [Endless], budget));
    }

    [Fact]
    public void ALoopWithoutSystemCallsEndsWhenNobodyWaits()
    {
        using CancellationTokenSource source = new();
        using ExecutionBudget budget = new(cancellation: source.Token);
        source.CancelAfter(TimeSpan.FromMilliseconds(20));
        Assert.Equal(InterruptionKind.Cancelled, Interrupted("spin", [Endless], budget));
    }

    [Fact]
    public void MemoryEndsAtItsLimitAndComesBack()
    {
        MemoryAllowance shared = new(1 << 20);
        using (ExecutionBudget budget = new(maxCells: 4_000, shared: shared))
        {
            Assert.Equal(InterruptionKind.OutOfMemory, Interrupted("poseidon_many", Span(5_000), budget));
            Assert.Equal(0, shared.UsedCells - budget.UsedCells);
        }

        Assert.Equal(0, shared.UsedCells);
    }

    [Fact]
    public void ARunGivesBackWhatItsValuesTook()
    {
        using ExecutionBudget budget = new(maxCells: 2_000_000);
        Assert.Equal(ViewStatus.Success, View("poseidon_many", Span(1_000), budget).Status);

        // The calldata and the result stay, for traces.
        Assert.InRange(budget.UsedCells, 0, 1_100);
        Assert.InRange(budget.PeakCells, 1_000, 2_000_000);
    }

    [Fact]
    public void WhatMightNotFitOnTheMachineRunsOnIt()
    {
        using ExecutionBudget free = new(maxCells: 1_000_000);
        ViewResult expected = View("poseidon_many", Span(1_000), free);
        using ExecutionBudget bound = new(maxCells: 1_000_000) { MustFitMachine = true };
        ViewResult actual = View("poseidon_many", Span(1_000), bound);
        Assert.Equal(expected.Retdata, actual.Retdata);

        // The machine's memory is larger by far.
        Assert.True(bound.PeakCells > 2 * free.PeakCells, $"{bound.PeakCells} cells at most, natively {free.PeakCells}");

        // Room enough: it is told by the gas, without the machine.
        using ExecutionBudget wide = new(maxCells: 1L << 40) { MustFitMachine = true };
        View("poseidon_many", Span(1_000), wide);
        Assert.Equal(free.PeakCells, wide.PeakCells);
    }

    [Fact]
    public void ATransferRunsOnceWhereBlocksAreBuilt()
    {
        // What runs ahead in a block that is built has these cells.
        using ExecutionBudget bound = new(maxCells: 4_000_000) { MustFitMachine = true };
        using ExecutionBudget free = new();
        foreach (ExecutionBudget budget in (ExecutionBudget[])[free, bound])
        {
            BlockRun run = new(OwnChain.Context(1), OwnChain.State(), OwnChain.NoOldBlock, OwnChain.Classes(native: true));
            ExecutableTransaction transfer = OwnChain.Invoke(
                OwnChain.Genesis.Accounts[0], 0, 10_000_000,
                (OwnChain.Genesis.FeeTokenAddress, OwnChain.Transfer, [OwnChain.Genesis.Accounts[1].Address, 5, 0]));
            Assert.Null(Assert.IsType<ExecutedOutcome>(run.Execute(transfer, budget)).RevertReason);
        }

        Assert.Equal(free.PeakCells, bound.PeakCells);
    }

    [Fact]
    public void WhatDoesNotFitOnTheMachineIsRefusedThoughItFitsNatively()
    {
        using ExecutionBudget onMachine = new(maxCells: long.MaxValue);
        Assert.Equal(ViewStatus.Success, View("poseidon_many", Span(1_000), onMachine, native: false).Status);
        using ExecutionBudget native = new(maxCells: onMachine.PeakCells - 1);
        Assert.Equal(ViewStatus.Success, View("poseidon_many", Span(1_000), native).Status);
        using ExecutionBudget bound = new(maxCells: onMachine.PeakCells - 1) { MustFitMachine = true };
        Assert.Equal(InterruptionKind.OutOfMemory, Interrupted("poseidon_many", Span(1_000), bound));
    }

    private static InterruptionKind Interrupted(string name, Felt[] calldata, ExecutionBudget budget) =>
        Assert.Throws<ExecutionInterruptedException>(() => View(name, calldata, budget)).Kind;

    private static ViewResult View(string name, Felt[] calldata, ExecutionBudget budget, bool native = true)
    {
        TestContracts chain = new();
        ClassRegistry classes = native ? chain.NativeClasses : chain.Classes;
        return ViewCall.Execute(
            chain.Context,
            chain.Executor.State,
            classes,
            name == "spin" ? TestContracts.Sys : TestContracts.Hashes,
            TestContracts.Selector(name),
            calldata,
            name == "spin" ? Endless : null,
            budget);
    }

    private static Felt[] Span(int length) => [length, .. Enumerable.Range(1, length).Select(i => (Felt)i)];
}
