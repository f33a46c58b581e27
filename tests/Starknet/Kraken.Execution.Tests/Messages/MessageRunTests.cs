using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Kraken.Execution.Blocks;
using Kraken.Execution.Calls;
using Kraken.Execution.Classes;
using Kraken.Execution.Constants;
using Kraken.Execution.Limits;
using Kraken.Execution.Tests.Chain;
using Kraken.Execution.Tests.Classes;
using Kraken.Execution.Tests.Native;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Limits;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;
using Kraken.State;
using Kraken.State.Journal;
using Xunit;

namespace Kraken.Execution.Tests.Messages;

/// <summary>Messages from L1, on both engines: what the recorded ones do not show.</summary>
public sealed class MessageRunTests
{
    private const int Endless = 1 << 30;

    // Gas that may be left when there is not enough for more.
    private const ulong OneRound = 1_000_000;

    // L1 gas of a message without payload, and of an element of it: of the recorded messages.
    private const int BaseL1Gas = 13_263;
    private const int L1GasPerElement = 1_380;

    private static readonly Felt HeardFrom = Felt.FromShortString("heard_from");
    private static readonly GasVector Bounds = VersionedConstants.ForVersion(OwnChain.Genesis.StarknetVersion)!.L1HandlerBounds;

    [Fact]
    public void AMessageIsHandledWithoutValidationNonceOrFee()
    {
        PuppetPair pair = new();
        L1HandlerTransaction message = PuppetPair.Message(PuppetPair.First, PuppetPair.Call(PuppetPair.Second, 17));
        ExecutedOutcome outcome = Executed(pair.Handle(message));
        Assert.Null(outcome.RevertReason);
        Assert.Null(outcome.Validate);
        Assert.Null(outcome.FeeTransfer);
        Assert.Equal(UInt128.Zero, outcome.Fee);
        Assert.Equal(PuppetPair.Sender, pair.State.StorageAt(PuppetPair.First, HeardFrom));
        Assert.Equal(Felt.Zero, pair.State.NonceAt(PuppetPair.First));

        // Block, then the transaction (version, account, fee, signature, hash, chain, nonce), then the call.
        Felt hash = TransactionHash.Compute(message, OwnChain.Genesis.ChainId);
        Felt[] seen = outcome.Execute!.InnerCalls.Single().Retdata;
        Assert.Equal(
            [
                0, PuppetPair.First, 0, 0, hash, OwnChain.Genesis.ChainId.Value, 7, PuppetPair.First, PuppetPair.Second, PuppetPair.Run,
            ],
            seen[^10..]);
        TransactionReceipt receipt = pair.Finish().Receipts.Single();
        Assert.Equal(new FeePayment(0, FeeUnit.Wei), receipt.ActualFee);
        Assert.Equal(L1MessageHash.Compute(message).AsSpan(), receipt.MessageHash.AsSpan());
        Assert.Equal(TransactionType.L1Handler, receipt.Type);
    }

    [Fact]
    public void AnEntryPointOfAnotherKindIsNoHandler()
    {
        PuppetPair pair = new();
        foreach (Felt selector in (Felt[])[PuppetPair.Run, Selector.FromName("constructor"), 0, Felt.MinusOne])
        {
            ExecutedOutcome outcome = Executed(pair.Handle(PuppetPair.Message(PuppetPair.First) with { EntryPointSelector = selector }));
            Assert.Contains("('ENTRYPOINT_NOT_FOUND')", outcome.RevertReason, StringComparison.Ordinal);
            Assert.Empty(outcome.Changes);
        }

        ExecutedOutcome fromL2 = pair.Invoke(30_000_000, (PuppetPair.First, [3, PuppetPair.Second, PuppetPair.Hear, 1, 5]));
        CallInfo handler = fromL2.Execute!.InnerCalls.Single().InnerCalls.Single();
        Assert.Equal([Felt.FromShortString("ENTRYPOINT_NOT_FOUND")], handler.Retdata);
    }

    [Theory]
    [InlineData(19, false)]
    [InlineData(20, true)]
    [InlineData(2_001, true)]
    public void ThePayloadIsBoundByTheL1GasOfAMessage(int payload, bool isTooLarge)
    {
        PuppetPair pair = new();
        ExecutedOutcome outcome = Executed(pair.Handle(PuppetPair.Message(PuppetPair.First, Reads(payload - 1))));
        int used = BaseL1Gas + (L1GasPerElement * payload);
        Assert.Equal((ulong)used, outcome.Gas.L1Gas);
        Assert.Equal(
            isTooLarge ? $"Insufficient max L1Gas: max amount: {Bounds.L1Gas}, actual used: {used}." : null, outcome.RevertReason);
        Assert.Equal(isTooLarge, outcome.Changes.Count == 0);
        Assert.Equal(isTooLarge, outcome.Execute is null);
    }

    // The payload is paid for on L1; what of it a contract reads takes gas.
    [Fact]
    public void AHugePayloadIsReverted()
    {
        PuppetPair pair = new();
        ExecutedOutcome outcome = Executed(pair.Handle(PuppetPair.Message(PuppetPair.First, Reads(200_001))));
        Assert.Contains("('Out of gas')", outcome.RevertReason, StringComparison.Ordinal);
        Assert.Equal((ulong)(BaseL1Gas + (L1GasPerElement * 200_002)), outcome.Gas.L1Gas);
        Assert.InRange(outcome.Usage.UnpricedGas, Bounds.L2Gas - OneRound, Bounds.L2Gas);
        Assert.Single(pair.Finish().Receipts);
    }

    [Fact]
    public void WhoPaidNothingIsRefusedUnlessTheHandlerFails()
    {
        PuppetPair pair = new();
        L1HandlerTransaction message = PuppetPair.Message(PuppetPair.First, 1, 5, 6);
        Rejection refused = Assert.IsType<RejectedOutcome>(pair.Handle(message, 0)).Rejection;
        Assert.Equal(RejectionKind.L1FeeNotPaid, refused.Kind);
        Assert.Matches("^Actual fee \\([1-9][0-9]*\\) exceeded paid fee on L1 \\(0\\)\\.$", refused.Message);
        Assert.Equal(Felt.Zero, pair.State.StorageAt(PuppetPair.First, 5));

        // As in the reference, which looks at the fee of what succeeded.
        Assert.NotNull(Executed(pair.Handle(PuppetPair.Message(PuppetPair.First, 200), 0)).RevertReason);
        foreach (UInt128? paid in (UInt128?[])[1, UInt128.MaxValue, null])
        {
            Assert.Null(Executed(pair.Handle(message, paid)).RevertReason);
        }

        Assert.Equal((Felt)6, pair.State.StorageAt(PuppetPair.First, 5));
        Assert.Equal(4, pair.Finish().Receipts.Length);
    }

    [Fact]
    public void TheFeeOfARefusedMessageMayPassAllBounds()
    {
        GasPrice price = new(UInt128.MaxValue, 1);
        BlockContext context = OwnChain.Context(30);
        context = context with { Block = context.Block with { GasPrices = new(price, price, price) } };
        ExecutableTransaction message = new(PuppetPair.Message(PuppetPair.First)) { PaidFeeOnL1 = 0 };
        TransactionOutcome outcome = new PuppetPair().Try(message, ExecutionFlags.Default, context);
        Assert.Equal(RejectionKind.L1FeeNotPaid, Assert.IsType<RejectedOutcome>(outcome).Rejection.Kind);
    }

    [Fact]
    public void AFailureWithinUndoesAsMuchAsWhoCatchesItWants()
    {
        PuppetPair pair = new();
        Felt[] failing = [1, 5, 6, 6, 1, 1, 0, 16, 1, 77];
        ExecutedOutcome caught = Executed(
            pair.Handle(PuppetPair.Message(PuppetPair.First, [1, 5, 9, .. PuppetPair.Caught(PuppetPair.Second, failing)])));
        Assert.Null(caught.RevertReason);
        Assert.Equal((Felt)9, pair.State.StorageAt(PuppetPair.First, 5));
        Assert.Equal(Felt.Zero, pair.State.StorageAt(PuppetPair.Second, 5));
        ExecutedOutcome passedOn = Executed(
            pair.Handle(PuppetPair.Message(PuppetPair.First, [1, 5, 8, .. PuppetPair.Call(PuppetPair.Second, failing)])));
        Assert.Contains("0x4d ('M')", passedOn.RevertReason, StringComparison.Ordinal);
        Assert.Equal((Felt)9, pair.State.StorageAt(PuppetPair.First, 5));
        ExecutedBlock block = pair.Finish();
        Assert.All(block.Receipts, receipt => Assert.Empty(receipt.Events));
        Assert.InRange(passedOn.Usage.UnpricedGas, 100_000ul, Bounds.L2Gas);
    }

    [Fact]
    public void OneOutOfGasIsRevertedAndWeighsWhatItTook()
    {
        PuppetPair pair = new();
        ExecutedOutcome outcome = Executed(pair.Handle(PuppetPair.Message(PuppetPair.First, 1, 5, 6, 23, Endless)));
        Assert.Contains("('Out of gas')", outcome.RevertReason, StringComparison.Ordinal);
        Assert.Equal(Felt.Zero, pair.State.StorageAt(PuppetPair.First, 5));
        Assert.InRange(outcome.Usage.UnpricedGas, Bounds.L2Gas - OneRound, Bounds.L2Gas);
        Assert.InRange(outcome.Gas.L2Gas, 1ul, 1_000_000ul);
        BlockRun weighed = new(
            OwnChain.Context(30), PuppetPair.Genesis(), static _ => 1, PuppetPair.Classes(native: false), new BlockBounds());
        weighed.Execute(new(PuppetPair.Message(PuppetPair.First, 23, Endless).WithHash(OwnChain.Genesis.ChainId)));
        Assert.InRange(weighed.Weights.SierraGas, Bounds.L2Gas - OneRound, 2 * Bounds.L2Gas);
        Assert.Equal(5ul + 3, weighed.Weights.MessageWords);
    }

    [Fact]
    public void WhatIsNoMessageIsRefused()
    {
        PuppetPair pair = new();
        L1HandlerTransaction message = PuppetPair.Message(PuppetPair.First);
        TransactionOutcome outcome = pair.Handle(message with { Calldata = [] }, 1);
        Assert.Equal(RejectionKind.InvalidMessage, Assert.IsType<RejectedOutcome>(outcome).Rejection.Kind);
        string? reason = Executed(pair.Handle(message with { Calldata = [1] })).RevertReason;
        Assert.Contains("('Failed to deserialize param #2')", reason, StringComparison.Ordinal);
        reason = Executed(pair.Handle(message with { ContractAddress = 0x7777 })).RevertReason;
        Assert.EndsWith("is not deployed.\n", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void AnInterruptedMessageLeavesNothing()
    {
        JournaledState state = PuppetPair.Genesis();
        int before = state.Checkpoint;
        using CancellationTokenSource source = new();
        using ExecutionBudget budget = new(cancellation: source.Token);
        source.CancelAfter(TimeSpan.FromMilliseconds(20));
        TransactionExecutor executor = new(OwnChain.Context(30), PuppetPair.Classes(native: false));
        ExecutableTransaction message = new(PuppetPair.Message(PuppetPair.First, 1, 5, 6, 23, Endless));
        Assert.Throws<ExecutionInterruptedException>(() => executor.Execute(message, state, budget: budget));
        Assert.Equal(before, state.Checkpoint);
    }

    [Fact]
    public void AHandlerOfAnOldClassIsMeteredBySteps()
    {
        ClassRegistry classes = OwnChain.Classes();
        classes.Add(PuppetPair.Class, ClassFiles.Load(new(1, 6, 0), native: false, "starknet/devnet-run", "contracts", "puppet"));
        TransactionExecutor executor = new(OwnChain.Context(30), classes);
        ExecutedOutcome outcome = Executed(
            executor.Execute(new(PuppetPair.Message(PuppetPair.First, 1, 5, 6)), new JournaledState(PuppetPair.Genesis())));
        Assert.Null(outcome.RevertReason);
        Assert.Equal(0ul, outcome.Resources.SierraGas);
        Assert.InRange(outcome.Resources.Vm.Steps, 500, 10_000);
        ExecutedOutcome reverted = Executed(
            executor.Execute(new(PuppetPair.Message(PuppetPair.First, 23, 1_000, 200)), new JournaledState(PuppetPair.Genesis())));
        Assert.NotNull(reverted.RevertReason);
        Assert.InRange(reverted.Usage.UnpricedGas, 500_000ul, 100_000_000ul);
        Assert.InRange(reverted.Usage.RevertedBuiltins[PricedBuiltin.RangeCheck], 1_000, 1_000_000);
    }

    [Fact]
    public void TheTokenOfOldFeesIsNotCountedAmongTheChangedContracts()
    {
        GasVector counted = ChangedBy(OwnChain.Context(30));
        BlockContext context = OwnChain.Context(30);
        GasVector left = ChangedBy(context with { Chain = context.Chain with { LegacyFeeToken = PuppetPair.First } });
        Assert.Equal(counted.L1DataGas - 64, left.L1DataGas);

        GasVector ChangedBy(BlockContext block) =>
            Executed(new PuppetPair().Try(new(PuppetPair.Message(PuppetPair.First)), ExecutionFlags.Default, block)).DataGas;
    }

    [Fact]
    public void MessagesAmongOthersGiveOneBlockWithAnyThreads()
    {
        // Of overlays alone, which several threads may read.
        DiffOverlay parent = new(
            new DiffOverlay(EmptyState.Instance, GenesisState.Build(OwnChain.Genesis)), StateDiffs.Of(PuppetPair.Genesis().Changes()));
        List<ExecutableTransaction> all = [];
        for (int i = 0; i < 24; i++)
        {
            Felt contract = i % 3 == 0 ? PuppetPair.First : PuppetPair.Second;
            Felt[] script = [1, i % 5, i + 1, .. i % 4 == 3 ? (Felt[])[200] : [0, i % 7]];
            all.Add(i % 2 == 0
                ? new(PuppetPair.Message(contract, script).WithHash(OwnChain.Genesis.ChainId))
                : OwnChain.Invoke(
                    OwnChain.Genesis.Accounts[i % 4], (ulong)(i / 4), 30_000_000,
                    (contract, PuppetPair.Run, PuppetPair.List(script))));
        }

        ClassRegistry classes = PuppetPair.Classes(native: false);
        BlockCommitments expected = Commitments(run => run.ExecuteAll(all));
        for (int threads = 2; threads <= 4; threads++)
        {
            Assert.Equal(expected, Commitments(run => run.ExecuteAll(all.Count, index => all[index], threads)));
        }

        BlockCommitments Commitments(Func<BlockRun, BlockRefusal?> execute)
        {
            BlockRun run = new(OwnChain.Context(30), parent, static _ => 5, classes);
            Assert.Null(execute(run));
            ExecutedBlock block = run.Finish();
            Assert.Equal(all.Count, block.Receipts.Length);
            return ContentCommitments.Compute(block.Transactions, block.Receipts, block.StateDiff);
        }
    }

    // So many elements, all reads but the last.
    private static Felt[] Reads(int length) =>
        [.. Enumerable.Range(0, length % 2 == 0 ? length : length - 3).Select(i => i % 2 == 0 ? Felt.Zero : 5), .. length % 2 == 0
            ? (Felt[])[]
            : [1, 5, 6]];

    private static ExecutedOutcome Executed(TransactionOutcome outcome) => Assert.IsType<ExecutedOutcome>(outcome);
}
