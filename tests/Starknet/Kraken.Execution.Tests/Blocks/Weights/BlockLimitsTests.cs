using System;
using Kraken.Execution.Blocks;
using Kraken.Execution.Blocks.Weights;
using Kraken.Execution.Constants;
using Kraken.Execution.Tests.Chain;
using Kraken.Execution.Tests.Syscalls;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Starknet.Limits;
using Xunit;

namespace Kraken.Execution.Tests.Blocks.Weights;

/// <summary>A block with limits takes what fits and is left as it was by what does not.</summary>
public sealed class BlockLimitsTests
{
    private const long Bytes = 500;

    [Fact]
    public void EachLimitTakesExactlyWhatFits()
    {
        BlockWeights one = Weigh(new BlockBounds(), 1);
        foreach ((string limit, BlockBounds exact, BlockBounds less) in (ReadOnlySpan<(string, BlockBounds, BlockBounds)>)
        [
            ("bytes", new() { MaxBytes = (int)one.Bytes }, new() { MaxBytes = (int)one.Bytes - 1 }),
            ("events", new() { MaxEvents = (int)one.Events }, new() { MaxEvents = (int)one.Events - 1 }),
            ("state diff words", new() { MaxStateDiffWords = (int)one.StateDiffWords }, new() { MaxStateDiffWords = (int)one.StateDiffWords
                - 1 }),
            ("Sierra gas", new() { MaxSierraGas = one.SierraGas }, new() { MaxSierraGas = one.SierraGas - 1 }),
            ("L2 gas of receipts", new() { MaxReceiptL2Gas = one.ReceiptL2Gas }, new() { MaxReceiptL2Gas = one.ReceiptL2Gas - 1 }),
        ])
        {
            Assert.Equal(one, Weigh(exact, 1));
            NoRoomOutcome refused = Assert.IsType<NoRoomOutcome>(Begin(less).Execute(Transfer(0, 0)));
            Assert.StartsWith(limit, refused.Excess, StringComparison.Ordinal);
            Assert.False(refused.FitsEmptyBlock);
        }
    }

    [Fact]
    public void WhatFindsNoRoomLeavesTheBlockAsItWas()
    {
        BlockRun executor = Begin(new BlockBounds { MaxTransactions = 1 });
        Assert.IsType<ExecutedOutcome>(executor.Execute(Transfer(0, 0)));
        BlockWeights before = executor.Weights;
        NoRoomOutcome refused = Assert.IsType<NoRoomOutcome>(executor.Execute(Transfer(1, 0)));
        Assert.True(refused.FitsEmptyBlock);
        Assert.Equal(before, executor.Weights);
        Assert.Equal(1, executor.Count);
        ExecutedBlock block = executor.Finish();

        BlockRun alone = Begin(new BlockBounds());
        alone.Execute(Transfer(0, 0));
        Assert.Equal(
            Starknet.Blocks.StateDiffHash.Compute(alone.Finish().StateDiff), Starknet.Blocks.StateDiffHash.Compute(block.StateDiff));
    }

    [Fact]
    public void BuiltinsOfARevertedExecutionAreWeighed()
    {
        TestContracts chain = new();
        Felt[] data = [40, .. System.Linq.Enumerable.Repeat((Felt)7, 40)];
        (Felt, Felt, Felt[]) hashes = (TestContracts.Hashes, TestContracts.Selector("pedersen_many"), data);
        ExecutedOutcome kept = chain.Invoke(20_000_000, hashes);
        ExecutedOutcome reverted = chain.Invoke(20_000_000, hashes, (TestContracts.Hashes, TestContracts.Selector("there_is_none"), []));
        Assert.Null(kept.RevertReason);
        Assert.NotNull(reverted.RevertReason);
        Assert.InRange(reverted.Usage.Builtins[PricedBuiltin.Pedersen], 40, kept.Usage.Builtins[PricedBuiltin.Pedersen]);
        Assert.Contains((Felt)0xc2, reverted.Usage.Classes.Keys);
    }

    private static BlockWeights Weigh(BlockBounds bounds, int count)
    {
        BlockRun executor = Begin(bounds);
        for (int i = 0; i < count; i++)
        {
            Assert.IsType<ExecutedOutcome>(executor.Execute(Transfer(0, (ulong)i)));
        }

        return executor.Weights;
    }

    private static BlockRun Begin(BlockBounds bounds) =>
        new(OwnChain.Context(1), OwnChain.State(), OwnChain.NoOldBlock, OwnChain.Classes(), bounds);

    private static ExecutableTransaction Transfer(int account, ulong nonce) =>
        OwnChain.Invoke(
            OwnChain.Genesis.Accounts[account],
            nonce,
            20_000_000,
            (OwnChain.Genesis.FeeTokenAddress, OwnChain.Transfer, [OwnChain.Genesis.Accounts[9].Address, 1, 0])) with { Bytes = Bytes };
}
