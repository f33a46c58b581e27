using System.Collections.Generic;
using Kraken.Execution.Blocks.Weights;
using Kraken.Execution.Constants;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Limits;
using Kraken.Starknet.Transactions;
using Kraken.State.Journal;
using Xunit;

namespace Kraken.Execution.Tests.Blocks.Weights;

/// <summary>The weights of transactions against numbers computed by hand from the formulas of Starknet's bouncer.</summary>
public sealed class BlockBouncerTests
{
    private static readonly VersionedConstants Constants = VersionedConstants.ForVersion("0.14.3")!;
    private static readonly StorageCell First = new(1, 1);
    private static readonly StorageCell Second = new(2, 2);

    [Fact]
    public void TwoVisitedCellsOfWhichOneChangesTakeThreeTraversals()
    {
        // 3 traversals of 24 nodes: 24 * 16 steps of 100 gas and 24 Pedersen hashes of 4050 (Sierra) or 5e9 / 2e6 = 2500 (proving).
        BlockWeights with = Bouncer().WeightsOf(Outcome([First, Second], new StateChange(CellKind.Storage, 1, 1, 0, 5)), 100);
        BlockWeights without = Bouncer().WeightsOf(Outcome([]), 0);
        Assert.Equal(406_800UL, with.SierraGas - without.SierraGas);
        Assert.Equal(295_200UL, with.ProvingGas - without.ProvingGas);
        Assert.Equal((4UL, 100UL, 1UL), (with.StateDiffWords, with.Bytes, with.Transactions));
    }

    [Fact]
    public void WhatTransactionsShareIsCountedWithTheFirst()
    {
        BlockBouncer bouncer = Bouncer();
        Dictionary<Felt, VmResources> classes = new() { [7] = Steps(1_000) };
        ExecutedOutcome outcome = Outcome(
            [First],
            new StateChange(CellKind.Storage, 1, 1, 0, 5),
            new StateChange(CellKind.Nonce, 3, 0, 0, 1),
            new StateChange(CellKind.ClassHash, 3, 0, 0, 1));
        outcome = outcome with { Usage = outcome.Usage with { Classes = classes } };
        Assert.Null(bouncer.TryAdd(outcome, 10));
        BlockWeights first = bouncer.Total;

        // Two contracts, one class update, one cell.
        Assert.Equal(2UL + 2 + 1 + 2, first.StateDiffWords);
        Assert.Null(bouncer.TryAdd(outcome, 10));
        Assert.Equal(first.StateDiffWords, bouncer.Total.StateDiffWords);
        Assert.Equal(20UL, bouncer.Total.Bytes);
        ulong again = bouncer.Total.SierraGas - first.SierraGas;
        Assert.Equal((2UL * ((24 * 16 * 100) + (24 * 4050))) + 100_000, first.SierraGas - again);
    }

    [Fact]
    public void ARevertedExecutionCountsWithItsStepsGasAndBuiltins()
    {
        BuiltinCounts reverted = default;
        reverted[PricedBuiltin.EcOp] = 10;
        ExecutedOutcome nothing = Outcome([]);
        ExecutedOutcome outcome = nothing with
        {
            Resources = nothing.Resources with { RevertedSteps = 50, SierraGas = 1_000_000 },
            Usage = nothing.Usage with { Builtins = reverted, RevertedBuiltins = reverted },
        };
        BlockWeights with = Bouncer().WeightsOf(outcome, 0);
        BlockWeights without = Bouncer().WeightsOf(nothing, 0);
        Assert.Equal(1_000_000UL + 5_000 + (10 * 4_085), with.SierraGas - without.SierraGas);

        // 5e9 / 130,000 = 38,461 for each of the ten.
        Assert.Equal(1_000_000UL + 5_000 + (10 * 38_461), with.ProvingGas - without.ProvingGas);
    }

    [Fact]
    public void MessagesAndEventsAreWeighed()
    {
        ExecutedOutcome nothing = Outcome([]);
        BlockWeights weights =
            Bouncer().WeightsOf(nothing with { Resources = nothing.Resources with { MessagesToL1 = [2, 0], Events = 7 } }, 0);

        // A message has three felts before its payload. Each word is 512 gas, each counter 20,000, each log 375 with 2 or more topics.
        Assert.Equal(8UL, weights.MessageWords);
        Assert.Equal(7UL, weights.Events);
        ulong logs = 2 * (375 + (375 * (2 + 1)));
        ulong words = 256UL * (2 + 2 + 2);
        Assert.Equal((8 * 512) + (2 * 20_000) + logs + words, weights.L1Gas);
    }

    [Theory]
    [InlineData("transactions")]
    [InlineData("bytes")]
    [InlineData("L1 gas")]
    [InlineData("message words")]
    [InlineData("events")]
    [InlineData("state diff words")]
    [InlineData("Sierra gas")]
    [InlineData("proving gas")]
    [InlineData("L2 gas of receipts")]
    public void EachLimitHoldsExactly(string limit)
    {
        BlockBounds bounds = new()
        {
            MaxTransactions = 10, MaxBytes = 20, MaxL1Gas = 30, MaxMessageWords = 40, MaxEvents = 50,
            MaxStateDiffWords = 60, MaxSierraGas = 70, MaxProvingGas = 80, MaxReceiptL2Gas = 90,
        };
        BlockWeights full = new()
        {
            Transactions = 10, Bytes = 20, L1Gas = 30, MessageWords = 40, Events = 50,
            StateDiffWords = 60, SierraGas = 70, ProvingGas = 80, ReceiptL2Gas = 90,
        };
        Assert.Null(full.Exceeded(bounds));
        BlockWeights one = limit switch
        {
            "transactions" => new() { Transactions = 1 },
            "bytes" => new() { Bytes = 1 },
            "L1 gas" => new() { L1Gas = 1 },
            "message words" => new() { MessageWords = 1 },
            "events" => new() { Events = 1 },
            "state diff words" => new() { StateDiffWords = 1 },
            "Sierra gas" => new() { SierraGas = 1 },
            "proving gas" => new() { ProvingGas = 1 },
            _ => new() { ReceiptL2Gas = 1 },
        };
        Assert.StartsWith($"{limit}: expected at most", (full + one).Exceeded(bounds), System.StringComparison.Ordinal);
    }

    private static BlockBouncer Bouncer() => new(Constants, new BlockBounds(), blobs: true);

    private static VmResources Steps(long steps)
    {
        VmResources resources = default;
        resources.Steps = steps;
        return resources;
    }

    private static ExecutedOutcome Outcome(StorageCell[] visited, params StateChange[] changes) => new()
    {
        Gas = default,
        DataGas = default,
        Fee = 0,
        Resources = new() { Kind = TransactionType.Invoke, CalldataLength = 0, State = new(0, 0, 0, 0, 0) },
        Usage = new() { Builtins = default, RevertedBuiltins = default, Storage = visited, Classes = new Dictionary<Felt, VmResources>() },
        Changes = changes,
    };
}
