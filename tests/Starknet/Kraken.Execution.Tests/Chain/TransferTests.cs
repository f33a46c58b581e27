using System;
using System.Diagnostics;
using System.Linq;
using Kraken.Execution.Blocks;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Starknet.Genesis;
using Xunit;

namespace Kraken.Execution.Tests.Chain;

public sealed class TransferTests(ITestOutputHelper output)
{
    [Fact]
    public void ASignedTransferMovesTheAmountAndPaysTheFee()
    {
        BlockRun executor = new(OwnChain.Context(1), OwnChain.State(), OwnChain.NoOldBlock, OwnChain.Classes());
        PredeployedAccount sender = OwnChain.Genesis.Accounts[0];
        PredeployedAccount receiver = OwnChain.Genesis.Accounts[1];
        TransactionOutcome outcome = executor.Execute(Transfer(sender, receiver, 0));
        ExecutedOutcome executed = Assert.IsType<ExecutedOutcome>(outcome);
        Assert.Null(executed.RevertReason);
        Felt token = OwnChain.Genesis.FeeTokenAddress;
        Assert.Equal((Felt)(receiver.Balance + 5), executor.State.StorageAt(token, StorageLayout.Balance(receiver.Address)));
        Assert.Equal((Felt)(sender.Balance - 5 - executed.Fee), executor.State.StorageAt(token, StorageLayout.Balance(sender.Address)));
        Assert.Equal((Felt)executed.Fee, executor.State.StorageAt(token, StorageLayout.Balance(OwnChain.Genesis.SequencerAddress)));
        ExecutedBlock block = executor.Finish();
        Assert.Equal(2, block.Receipts.Single().Events.Length);
        output.WriteLine($"gas {executed.Gas} fee {executed.Fee}");
    }

    [Fact]
    public void AWrongSignatureIsRejectedAndLeavesNoTrace()
    {
        BlockRun executor = new(OwnChain.Context(1), OwnChain.State(), OwnChain.NoOldBlock, OwnChain.Classes());
        ExecutableTransaction valid = Transfer(OwnChain.Genesis.Accounts[0], OwnChain.Genesis.Accounts[1], 0);
        ExecutableTransaction forged = valid with { Transaction = valid.Transaction with
        {
            Signature = [valid.Transaction.Signature[0] + Felt.One, valid.Transaction.Signature[1]],
        } };
        RejectedOutcome rejected = Assert.IsType<RejectedOutcome>(executor.Execute(forged));
        Assert.Equal(RejectionKind.ValidationFailed, rejected.Rejection.Kind);
        Assert.Empty(executor.State.Changes());
        Assert.Equal(RejectionKind.InvalidNonce, Assert.IsType<RejectedOutcome>(executor.Execute(
            Transfer(OwnChain.Genesis.Accounts[0], OwnChain.Genesis.Accounts[1], 1))).Rejection.Kind);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void TransfersPerSecond()
    {
        const int Count = 2000;
        ExecutableTransaction[] transactions = [.. Enumerable.Range(0, Count).Select(i =>
            Transfer(OwnChain.Genesis.Accounts[i % 10], OwnChain.Genesis.Accounts[(i + 1) % 10], (ulong)(i / 10)))];
        BlockRun executor = new(OwnChain.Context(1), OwnChain.State(), OwnChain.NoOldBlock, OwnChain.Classes());
        for (int i = 0; i < Count / 2; i++)
        {
            Assert.IsType<ExecutedOutcome>(executor.Execute(transactions[i]));
        }

        // Signatures that were checked at admission are not computed again in the block.
        BlockRun again = new(OwnChain.Context(1), OwnChain.State(), OwnChain.NoOldBlock, OwnChain.Classes());
        Stopwatch repeated = Stopwatch.StartNew();
        for (int i = 0; i < Count / 2; i++)
        {
            Assert.IsType<ExecutedOutcome>(again.Execute(transactions[i]));
        }

        output.WriteLine($"{repeated.Elapsed.TotalMilliseconds / (Count / 2):F3} ms a transfer whose signature is known");
        long allocated = GC.GetTotalAllocatedBytes();
        int collections = GC.CollectionCount(2);
        TimeSpan cpu = Process.GetCurrentProcess().TotalProcessorTime;
        Stopwatch clock = Stopwatch.StartNew();
        for (int i = Count / 2; i < Count; i++)
        {
            Assert.IsType<ExecutedOutcome>(executor.Execute(transactions[i]));
        }

        double milliseconds = clock.Elapsed.TotalMilliseconds / (Count / 2);
        double cpuMilliseconds = (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalMilliseconds / (Count / 2);
        output.WriteLine(
            $"{milliseconds:F3} ms and {cpuMilliseconds:F3} ms of CPU a transfer, "
            + $"{(GC.GetTotalAllocatedBytes() - allocated) / (Count / 2)} bytes, "
            + $"{GC.CollectionCount(2) - collections} full collections");
        Assert.Equal(Count, executor.Count);
    }

    private static ExecutableTransaction Transfer(PredeployedAccount sender, PredeployedAccount receiver, ulong nonce) =>
        OwnChain.Invoke(sender, nonce, 10_000_000, (OwnChain.Genesis.FeeTokenAddress, OwnChain.Transfer, [receiver.Address, 5, 0]));
}
