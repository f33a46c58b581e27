using System;
using System.IO;
using System.Linq;
using System.Threading;
using Kraken.Execution.Blocks;
using Kraken.Execution.Limits;
using Kraken.Execution.Tests.Chain;
using Kraken.Execution.Tests.Syscalls;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Receipts;
using Xunit;

namespace Kraken.Execution.Tests.Limits;

public sealed class ExecutionBudgetTests
{
    private const ulong Endless = 1ul << 62;

    public static TheoryData<string> LongRuns => ["loop", "recursion", "pedersen", "poseidon", "keccak"];

    [Theory]
    [MemberData(nameof(LongRuns))]
    public void ARunThatNobodyWaitsForStopsAtTheNextCheck(string name)
    {
        TestContracts chain = new();
        using CancellationTokenSource source = new();
        CheckClock clock = new(look =>
        {
            if (look == 5)
            {
                source.Cancel();
            }
        });
        using ExecutionBudget budget = new(TimeSpan.FromDays(1), clock: clock, cancellation: source.Token);
        var stopped = Assert.Throws<ExecutionInterruptedException>(() => View(chain, name, budget));
        Assert.Equal(InterruptionKind.Cancelled, stopped.Kind);

        // The check that saw the cancellation did not look at the clock any more.
        Assert.Equal(6, clock.Looks);
    }

    [Theory]
    [MemberData(nameof(LongRuns))]
    public void ARunStopsWhenItsTimeIsOver(string name)
    {
        CheckClock clock = new();
        using ExecutionBudget budget = new(TimeSpan.FromMilliseconds(8), clock: clock);
        var stopped = Assert.Throws<ExecutionInterruptedException>(() => View(new TestContracts(), name, budget));
        Assert.Equal((InterruptionKind.OutOfTime, 9), (stopped.Kind, clock.Looks));
    }

    [Fact]
    public void BuiltinsThatTakeLongAreCheckedMoreOftenThanSteps()
    {
        const int Hashes = 400;
        CheckClock clock = new();
        using ExecutionBudget budget = new(TimeSpan.FromDays(1), clock: clock);
        TestContracts chain = new();
        ViewResult result = Execute(chain, TestContracts.Hashes, "pedersen_many", Span(Hashes), budget);
        Assert.Equal(ViewStatus.Success, result.Status);
        Assert.InRange(clock.Looks, Hashes / 8, int.MaxValue);
    }

    [Fact]
    public void SystemCallsAreCheckedOneByOne()
    {
        // Three multiplications and additions on secp256k1 are a few hundred steps, and milliseconds.
        CheckClock clock = new();
        using ExecutionBudget budget = new(TimeSpan.FromMilliseconds(3), clock: clock);
        Assert.Throws<ExecutionInterruptedException>(() => Execute(new TestContracts(), TestContracts.Secp, "k1_mul", [7, 0], budget));
        Assert.Equal(4, clock.Looks);
    }

    [Fact]
    public void GrowingMemoryEndsAtItsLimitAndComesBack()
    {
        MemoryAllowance shared = new(1 << 20);
        using (ExecutionBudget budget = new(maxCells: 200_000, shared: shared))
        {
            var stopped = Assert.Throws<ExecutionInterruptedException>(() => View(new TestContracts(), "recursion", budget));
            Assert.Equal(InterruptionKind.OutOfMemory, stopped.Kind);
            Assert.Equal(shared.UsedCells, budget.UsedCells);
        }

        Assert.Equal(0, shared.UsedCells);
    }

    [Fact]
    public void ARunMayHaveExactlyTheMemoryThatItWants()
    {
        long peak = PeakOf(long.MaxValue);
        Assert.Equal(peak, PeakOf(peak));
        Assert.Throws<ExecutionInterruptedException>(() => PeakOf(peak - 1));
    }

    [Fact]
    public void RunsShareAnAllowanceAndOneMayNotTakeWhatAnotherHas()
    {
        MemoryAllowance shared = new(100_000);
        using ExecutionBudget first = new(shared: shared);
        using ExecutionBudget second = new(shared: shared);
        first.Allocate(99_000);
        var stopped = Assert.Throws<ExecutionInterruptedException>(() => View(new TestContracts(), "recursion", second));
        Assert.Equal(InterruptionKind.OutOfMemory, stopped.Kind);
    }

    [Fact]
    public void ABlockGoesOnAfterAnInterruptedTransactionAsIfItHadNeverBeen()
    {
        ExecutedBlock without = Block(interrupted: false);
        ExecutedBlock with = Block(interrupted: true);
        Assert.Equal(
            without.Transactions.Select(transaction => transaction.Hash), with.Transactions.Select(transaction => transaction.Hash));
        Assert.Equal(without.Receipts.Select(Text), with.Receipts.Select(Text));
        Assert.Equal(without.Gas, with.Gas);
        Assert.Equal(Cells(without.StateDiff), Cells(with.StateDiff));
    }

    [Theory]
    [InlineData(100, 100, 40, true)]
    [InlineData(100, 101, 40, false)]
    [InlineData(long.MaxValue, 500, 500, true)]
    public void ARunThatAnotherBudgetCountedIsTakenOnIfItWouldHaveHadRoom(long maxCells, long peak, long kept, bool expected)
    {
        MemoryAllowance shared = new(1_000);
        using ExecutionBudget run = Counted(peak, kept, fits: false);
        using ExecutionBudget next = Counted(200, 0, fits: false);
        using (ExecutionBudget own = new(maxCells: maxCells, shared: shared))
        {
            Assert.Equal(expected, own.TryTakeOn(run));
            Assert.Equal(expected ? (kept, peak, kept) : (0, 0, 0), (own.UsedCells, own.PeakCells, shared.UsedCells));

            // What is taken on is counted from then on, as of all other runs.
            Assert.Equal(expected && maxCells > 200, own.TryTakeOn(next));
            Assert.Equal(expected ? kept : 0, own.UsedCells);
        }

        Assert.Equal(0, shared.UsedCells);
        using ExecutionBudget narrow = new(shared: new MemoryAllowance(peak - 1));
        Assert.False(narrow.TryTakeOn(run));
        Assert.Equal((0, 0), (narrow.UsedCells, narrow.PeakCells));
    }

    [Fact]
    public void ARunThatMayNotFitTheMachineIsNotTakenOnWhereItMust()
    {
        using ExecutionBudget strict = new(maxCells: 1_000) { MustFitMachine = true };
        using ExecutionBudget loose = Counted(100, 10, fits: false);
        using ExecutionBudget tight = Counted(100, 10, fits: true);
        Assert.False(strict.TryTakeOn(loose));
        Assert.True(strict.TryTakeOn(tight));

        // The next one had a limit above what is left now, so that it could fit there and not here.
        Assert.False(strict.TryTakeOn(tight));
    }

    private static ExecutionBudget Counted(long peak, long kept, bool fits)
    {
        ExecutionBudget budget = new(maxCells: 1_000) { MustFitMachine = fits };
        budget.Allocate(peak);
        budget.Free(peak - kept);
        return budget;
    }

    private static string Text(TransactionReceipt receipt) =>
        $"{receipt.TransactionHash} {receipt.Status} {receipt.ActualFee} {receipt.Gas} {receipt.Events.Length} {receipt.RevertReason}";

    private static string[] Cells(StateDiff diff) =>
        [
            .. diff.StorageDiffs.SelectMany(contract => contract.Entries.Select(entry => $"{contract.Address} {entry}")),
            .. diff.Nonces.Select(nonce => $"{nonce}"),
        ];

    private static ExecutedBlock Block(bool interrupted)
    {
        TestContracts chain = new();
        ExecutableTransaction spin = OwnChain.Invoke(
            OwnChain.Genesis.Accounts[0], 0, 1_000_000_000, (TestContracts.Sys, TestContracts.Selector("storage_rw"), [3, 4]),
            (TestContracts.Sys, TestContracts.Selector("spin"), [Endless]));
        if (interrupted)
        {
            int before = chain.Executor.State.Checkpoint;
            using ExecutionBudget budget = new(TimeSpan.FromMilliseconds(100), clock: new CheckClock());
            Assert.Throws<ExecutionInterruptedException>(() => chain.Executor.Execute(spin, budget));
            Assert.Equal(before, chain.Executor.State.Checkpoint);
            Assert.Equal(Felt.Zero, chain.Executor.State.NonceAt(OwnChain.Genesis.Accounts[0].Address));
        }

        chain.Invoke(TestContracts.Sys, "storage_rw", 5, 6);
        chain.Invoke(TestContracts.Sys, "call_other", TestContracts.OtherSys, TestContracts.Selector("storage_rw"), 2, 7, 8);
        return chain.Executor.Finish();
    }

    private static long PeakOf(long maxCells)
    {
        using ExecutionBudget budget = new(maxCells: maxCells);
        Assert.Equal(ViewStatus.Success, Execute(new TestContracts(), TestContracts.Collections, "tree", [6], budget).Status);
        return budget.PeakCells;
    }

    private static ViewResult View(TestContracts chain, string name, ExecutionBudget budget) => name switch
    {
        "loop" => Execute(chain, TestContracts.Sys, "spin", [Endless], budget),
        "recursion" => Execute(chain, TestContracts.Collections, "tree", [60], budget),
        "pedersen" => Execute(chain, TestContracts.Hashes, "pedersen_many", Span(3000), budget),
        "poseidon" => Execute(chain, TestContracts.Hashes, "poseidon_many", Span(3000), budget),
        "keccak" => Execute(chain, TestContracts.Hashes, "keccak_u256", [3000, .. Enumerable.Range(0, 6000).Select(i => (Felt)i)], budget),
        _ => throw new InvalidDataException(name),
    };

    private static Felt[] Span(int length) => [length, .. Enumerable.Range(1, length).Select(i => (Felt)i)];

    private static ViewResult Execute(TestContracts chain, Felt contract, string name, Felt[] calldata, ExecutionBudget budget) =>
        ViewCall.Execute(
            chain.Context, chain.Executor.State, chain.Classes, contract, TestContracts.Selector(name), calldata, budget: budget);
}
