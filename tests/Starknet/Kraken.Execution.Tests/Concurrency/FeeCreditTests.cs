using System;
using System.Linq;
using Kraken.Execution.Blocks;
using Kraken.Execution.Concurrency;
using Kraken.Execution.Tests.Chain;
using Kraken.Execution.Tests.Native;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Limits;
using Kraken.State;
using Kraken.State.Journal;
using Xunit;

namespace Kraken.Execution.Tests.Concurrency;

/// <summary>
/// A fee may be credited to another balance than the transfer ran with: the chain's token does the same whatever the balance is, unless
/// its low half overflows.
/// </summary>
public sealed class FeeCreditTests
{
    private static readonly Felt Token = OwnChain.Genesis.FeeTokenAddress;
    private static readonly Felt Balance = StorageLayout.Balance(OwnChain.Genesis.SequencerAddress);
    private static readonly CellName Low = new(CellKind.Storage, Token, Balance);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TheTransferOfAFeeIsTheSameWithEveryBalance(bool native)
    {
        ExecutedOutcome none = Run(0, 0, native, out _);
        Assert.Equal(ChainContracts.FeeToken.ClassHash, none.FeeTransfer!.ClassHash);
        Random random = new(5);
        foreach (UInt128 balance in (UInt128[])
        [
            1, ulong.MaxValue, (UInt128)1 << 64, (UInt128)1 << 127, UInt128.MaxValue - none.Fee,
            .. Enumerable.Range(0, 20).Select(_ => (UInt128)random.NextInt64() << random.Next(64)),
        ])
        {
            ExecutedOutcome other = Run(balance, 0, native, out BlockRun run);
            EnginePair.Same(none with { Changes = [] }, other with { Changes = [] });
            Assert.Equal(BlockText.Of(none with { Changes = [] }), BlockText.Of(other with { Changes = [] }));
            StateChange[] expected = [.. none.Changes.Select(change => CellName.Of(change) == Low
                ? change with { Before = balance, After = balance + none.Fee }
                : change)];
            Assert.Equal(expected, other.Changes);
            Assert.Equal(expected, new FeeCredit(run.Block).Shift(Low, 0, balance, none, [.. none.Changes])!);
        }
    }

    [Fact]
    public void WhatCouldBeAnotherRunIsNotShifted()
    {
        ExecutedOutcome outcome = Run(0, 0, false, out BlockRun run);
        FeeCredit credit = new(run.Block);
        StateChange[] writes = [.. outcome.Changes];
        Assert.NotNull(credit.Shift(Low, 0, 7, outcome, writes));
        Assert.Null(credit.Shift(Low, 0, UInt128.MaxValue - outcome.Fee + 1, outcome, writes));
        Assert.Null(credit.Shift(Low, 0, (Felt)UInt128.MaxValue + Felt.One, outcome, writes));
        Assert.Null(credit.Shift(Low, 3, 7, outcome, writes));
        Assert.Null(credit.Shift(Low with { Key = Balance + Felt.One }, 0, 7, outcome, writes));
        Assert.Null(credit.Shift(Low, 0, 7, outcome with { Fee = outcome.Fee + 1 }, writes));
        Assert.Null(credit.Shift(Low, 0, 7, outcome with { FeeTransfer = null }, writes));
        Assert.Null(credit.Shift(Low, 0, 7, outcome, [.. writes, writes.First(write => CellName.Of(write) == Low)]));
        Assert.Null(credit.Shift(Low, 0, 7, new RejectedOutcome(new Rejection(RejectionKind.InvalidNonce, "none")), writes));

        // With an overflow both halves are written.
        ExecutedOutcome carried = Run(UInt128.MaxValue, 0, false, out _);
        Assert.Equal(outcome.Changes.Count + 1, carried.Changes.Count);
        Assert.Null(credit.Shift(Low, UInt128.MaxValue, 7, carried, [.. carried.Changes]));
    }

    private static ExecutedOutcome Run(UInt128 low, ulong high, bool native, out BlockRun run)
    {
        DiffOverlay genesis = new(EmptyState.Instance, GenesisState.Build(OwnChain.Genesis));
        JournaledState state = new(genesis);
        state.SetStorage(Token, Balance, low);
        state.SetStorage(Token, Balance + Felt.One, high);
        run = new BlockRun(OwnChain.Context(1), state, OwnChain.NoOldBlock, OwnChain.Classes(native), new BlockBounds());
        return Assert.IsType<ExecutedOutcome>(run.Execute(OwnChain.Invoke(
            OwnChain.Genesis.Accounts[0], 0, 20_000_000, (Token, OwnChain.Transfer, [OwnChain.Genesis.Accounts[1].Address, 5, 0]))));
    }
}
