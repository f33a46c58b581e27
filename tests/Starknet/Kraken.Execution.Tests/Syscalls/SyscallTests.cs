using System;
using System.Linq;
using System.Threading;
using Kraken.Execution.Calls;
using Kraken.Execution.Tests.Chain;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Starknet.Receipts;
using Xunit;

namespace Kraken.Execution.Tests.Syscalls;

public sealed class SyscallTests
{
    private const int SmallStack = 1 << 20;

    private static readonly Felt StorageRw = TestContracts.Selector("storage_rw");
    private static readonly Felt CatchCall = TestContracts.Selector("catch_call");
    private static readonly Felt CallOther = TestContracts.Selector("call_other");
    private static readonly Felt FailWith = TestContracts.Selector("fail_with");

    [Fact]
    public void StorageKeepsWhatWasWrittenAndAViewLeavesNoTrace()
    {
        TestContracts chain = new();
        Assert.Equal([Felt.Zero], chain.ViewData(TestContracts.Sys, "storage_rw", 7, 8));
        Assert.Equal(Felt.Zero, chain.Executor.State.StorageAt(TestContracts.Sys, 7));
        Assert.Null(chain.Invoke(TestContracts.Sys, "storage_rw", 7, 8).RevertReason);
        Assert.Equal([(Felt)8], chain.ViewData(TestContracts.Sys, "storage_rw", 7, 9));
    }

    [Fact]
    public void BlockAndTransactionInfoAreThoseOfTheBlockAndTheTransaction()
    {
        TestContracts chain = new();
        Assert.Equal([30, 1_800_000_030, OwnChain.Genesis.SequencerAddress], chain.ViewData(TestContracts.Sys, "block_info"));
        ExecutableTransaction transaction =
            OwnChain.Invoke(OwnChain.Genesis.Accounts[0], 0, 20_000_000, (TestContracts.Sys, TestContracts.Selector("tx_info"), []));
        ExecutedOutcome outcome = Assert.IsType<ExecutedOutcome>(chain.Executor.Execute(transaction));
        Felt[] info = outcome.Execute!.InnerCalls.Single().Retdata;
        Assert.Equal([3, OwnChain.Genesis.Accounts[0].Address, 0, transaction.Transaction.Hash, OwnChain.Genesis.ChainId.Value, 0], info);
    }

    [Fact]
    public void OldBlockHashesAreReadableAndRecentOnesAreNot()
    {
        TestContracts chain = new();
        Assert.Equal([(Felt)0xabcdef], chain.ViewData(TestContracts.Sys, "block_hash", 20));
        ViewResult recent = chain.View(TestContracts.Sys, "block_hash", 21);
        Assert.Equal(ViewStatus.Failed, recent.Status);
        Assert.Equal(Felt.FromShortString("Block number out of range"), recent.Retdata[0]);
    }

    [Fact]
    public void ALibraryCallUsesTheCallersStorageAndACallThatOfTheCallee()
    {
        TestContracts chain = new();
        chain.Invoke(TestContracts.Sys, "lib_call", TestContracts.SysClass, StorageRw, 2, 5, 6);
        Assert.Equal((Felt)6, chain.Executor.State.StorageAt(TestContracts.Sys, 5));
        chain.Invoke(TestContracts.Sys, "call_other", TestContracts.OtherSys, StorageRw, 2, 5, 9);
        Assert.Equal((Felt)6, chain.Executor.State.StorageAt(TestContracts.Sys, 5));
        Assert.Equal((Felt)9, chain.Executor.State.StorageAt(TestContracts.OtherSys, 5));
    }

    [Fact]
    public void AMessageToL1IsInTheReceiptAndCostsL1Gas()
    {
        TestContracts chain = new();
        ExecutedOutcome outcome = chain.Invoke(TestContracts.Sys, "l1_message", 0x1234, 2, 11, 12);
        Assert.NotNull(outcome.RevertReason);
        Assert.StartsWith("Insufficient max L1Gas: max amount: 0, actual used: ", outcome.RevertReason, StringComparison.Ordinal);
        ViewResult outside = chain.View(TestContracts.Sys, "l1_message", Felt.MinusOne, 0);
        Assert.Equal(ViewStatus.Failed, outside.Status);
    }

    [Fact]
    public void AClassIsReplacedOnlyByADeclaredOne()
    {
        TestContracts chain = new();
        Assert.Null(chain.Invoke(TestContracts.Sys, "upgrade", 0xc2).RevertReason);
        Assert.Equal((Felt)0xc2, chain.Executor.State.ClassHashAt(TestContracts.Sys));
        string? reason = chain.Invoke(TestContracts.OtherSys, "upgrade", 0xdead).RevertReason;
        Assert.Contains(
            "Class with hash 0x000000000000000000000000000000000000000000000000000000000000dead is not declared.",
            reason,
            StringComparison.Ordinal);
    }

    [Fact]
    public void TooManyKeysOfAnEventCannotBeCaught()
    {
        TestContracts chain = new();
        Felt[] keys = [51, .. Enumerable.Repeat(Felt.One, 51), 0];
        string? reason = chain.Invoke(
            TestContracts.Sys,
            "catch_call",
            [TestContracts.OtherSys, TestContracts.Selector("raw_event"), keys.Length, .. keys]).RevertReason;
        Assert.EndsWith("Exceeded the maximum keys length, keys length: 51, max keys length: 50.", reason, StringComparison.Ordinal);
        Assert.Contains("1: Error in the called contract", reason, StringComparison.Ordinal);
        Assert.DoesNotContain("pc=", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void ACaughtPanicUndoesTheCalleeOnly()
    {
        TestContracts chain = new();
        Felt[] inner = [TestContracts.OtherSys, FailWith, 1, 77];
        ExecutedOutcome outcome = chain.Invoke(
            30_000_000,
            (TestContracts.Sys, StorageRw, [1, 2]),
            (TestContracts.OtherSys, CatchCall, [TestContracts.Sys, CallOther, inner.Length, .. inner]),
            (TestContracts.Sys, TestContracts.Selector("raw_event"), [1, 5, 0]));
        Assert.Null(outcome.RevertReason);
        CallInfo caught = outcome.Execute!.InnerCalls[1];
        Assert.Equal([(Felt)77], caught.Retdata);
        Assert.True(caught.InnerCalls.Single().Failed);
        Assert.Equal((Felt)2, chain.Executor.State.StorageAt(TestContracts.Sys, 1));
        TransactionReceipt receipt = chain.Executor.Finish().Receipts.Single();
        Assert.Equal([(Felt)5], receipt.Events[0].Keys);
        Assert.Equal(2, receipt.Events.Length);
    }

    [Fact]
    public void RunningOutOfGasRevertsChargesTheBoundAndKeepsTheNonce()
    {
        TestContracts chain = new();
        ExecutedOutcome outcome = chain.Invoke(3_000_000, (TestContracts.Sys, TestContracts.Selector("spin"), [1_000_000]));
        Assert.NotNull(outcome.RevertReason);
        Assert.Contains("('Out of gas')", outcome.RevertReason, StringComparison.Ordinal);
        Assert.Null(outcome.Execute);
        Assert.True(outcome.Fee > 0);
        Assert.Equal(Felt.One, chain.Executor.State.NonceAt(OwnChain.Genesis.Accounts[0].Address));
        Assert.NotNull(outcome.FeeTransfer);
    }

    [Fact]
    public void UncaughtRecursionEndsAtTheDepthLimit()
    {
        TestContracts chain = new();
        Felt[] calldata = [TestContracts.Sys, TestContracts.Selector("block_info"), 0];
        for (int depth = 0; depth < 60; depth++)
        {
            calldata = [TestContracts.Sys, CallOther, calldata.Length, .. calldata];
        }

        // On any stack that a thread gets: an overflow would end the process of every node that meets the transaction.
        ViewResult? result = null;
        Thread small = new(() => result = chain.View(TestContracts.Sys, "call_other", calldata), SmallStack);
        small.Start();
        small.Join();
        Assert.Equal(ViewStatus.Failed, result!.Status);
        Assert.Contains("recursion depth exceeded", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void HashesAreThoseOfTheirFunctions()
    {
        TestContracts chain = new();
        Assert.Equal(
            [Hashing.Pedersen.Hash(Hashing.Pedersen.Hash(0, 5), 6)], chain.ViewData(TestContracts.Hashes, "pedersen_many", 2, 5, 6));
        Assert.Equal([Hashing.Poseidon.HashMany([5, 6, 7])], chain.ViewData(TestContracts.Hashes, "poseidon_many", 3, 5, 6, 7));
        Felt[] text = [0, Felt.FromShortString("abc"), 3];
        Assert.Equal(Digest(System.Security.Cryptography.SHA256.HashData("abc"u8)), chain.ViewData(TestContracts.Hashes, "sha", text));
        byte[] keccak = new byte[32];
        Hashing.Keccak.Hash256("abc"u8, keccak);
        Array.Reverse(keccak);
        Felt[] halves = [Felt.FromBytesBigEndianReduced(keccak.AsSpan(16)), Felt.FromBytesBigEndianReduced(keccak.AsSpan(0, 16))];
        Assert.Equal(halves, chain.ViewData(TestContracts.Hashes, "keccak_bytes", text));
    }

    private static Felt[] Digest(byte[] hash) =>
        [8, .. Enumerable.Range(0, 8)
            .Select(i => (Felt)(ulong)System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(4 * i)))];
}
