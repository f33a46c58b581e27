using System;
using System.Linq;
using Kraken.Execution.Blocks;
using Kraken.Execution.Calls;
using Kraken.Execution.Errors;
using Kraken.Execution.Limits;
using Kraken.Execution.Tests.Chain;
using Kraken.Execution.Tests.Syscalls;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Transactions;
using Xunit;

namespace Kraken.Execution.Tests.Deprecated;

/// <summary>Contracts of Cairo 0 among others: as accounts, as callers and callees of Cairo 1, and within the bounds of a run.</summary>
public sealed class DeprecatedChainTests
{
    // The text of the reference's own regression test of the same calls of the same classes.
    [Fact]
    public void AFailureThreeCallsDeepIsToldAsTheReferenceTellsIt()
    {
        OldContracts chain = new();
        string text = chain.Error(
            OldContracts.Account, "__execute__", OldContracts.Test, OldContracts.Selector("test_call_contract"), 3, OldContracts.OtherTest,
            OldContracts.Selector("fail"), 0);
        Assert.Equal(
            """
            Transaction execution has failed:
            0: Error in the called contract (contract address: ACCOUNT, class hash: ACCOUNTCLASS, selector: EXECUTE):
            Error at pc=0:7:
            Cairo traceback (most recent call last):
            Unknown location (pc=0:151)
            Unknown location (pc=0:125)

            1: Error in the called contract (contract address: FIRST, class hash: TESTCLASS, selector: CALL):
            Error at pc=0:37:
            Cairo traceback (most recent call last):
            Unknown location (pc=0:1310)
            Unknown location (pc=0:1293)

            2: Error in the called contract (contract address: SECOND, class hash: TESTCLASS, selector: FAIL):
            Error message: You shall not pass!
            Error at pc=0:2031:
            Cairo traceback (most recent call last):
            Unknown location (pc=0:2035)

            An ASSERT_EQ instruction failed: 1 != 0.

            """
                .Replace("ACCOUNTCLASS", FrameText.Hex(OldContracts.AccountClass), StringComparison.Ordinal)
                .Replace("ACCOUNT", FrameText.Hex(OldContracts.Account), StringComparison.Ordinal)
                .Replace("TESTCLASS", FrameText.Hex(OldContracts.TestClass), StringComparison.Ordinal)
                .Replace("FIRST", FrameText.Hex(OldContracts.Test), StringComparison.Ordinal)
                .Replace("SECOND", FrameText.Hex(OldContracts.OtherTest), StringComparison.Ordinal)
                .Replace("EXECUTE", FrameText.Hex(OldContracts.Selector("__execute__")), StringComparison.Ordinal)
                .Replace("CALL", FrameText.Hex(OldContracts.Selector("test_call_contract")), StringComparison.Ordinal)
                .Replace("FAIL", FrameText.Hex(OldContracts.Selector("fail")), StringComparison.Ordinal),
            text);
    }

    [Fact]
    public void AnAccountOfCairo0PaysForATransactionThatCallsBothLanguages()
    {
        OldContracts chain = new();
        PredeployedAccount rich = OwnChain.Genesis.Accounts[0];
        BlockRun run = new(chain.Context, chain.State, static _ => 0xabcdef, chain.Classes);
        ExecutedOutcome funded = Assert.IsType<ExecutedOutcome>(run.Execute(OwnChain.Invoke(
            rich, 0, 20_000_000, (OwnChain.Genesis.FeeTokenAddress, OwnChain.Transfer, [OldContracts.Account, 1UL << 62, 0]))));
        Assert.Null(funded.RevertReason);

        // Its __execute__ takes one call: of a token of Cairo 1, then of a contract of Cairo 0.
        ExecutedOutcome paid = Execute(
            run, 0, OwnChain.Genesis.FeeTokenAddress, OwnChain.Transfer, rich.Address, 5, 0);
        Assert.Null(paid.RevertReason);
        Assert.Empty(paid.Validate!.Retdata);
        Assert.All(paid.Execute!.SelfAndInner(), call => Assert.Equal(TrackedResource.CairoSteps, call.Tracked));
        Assert.True(paid.Fee > 0);
        ExecutedOutcome stored = Execute(run, 1, OldContracts.Test, OldContracts.Selector("test_storage_read_write"), 7, 8);
        Assert.Null(stored.RevertReason);
        Assert.Equal((Felt)8, run.State.StorageAt(OldContracts.Test, 7));
        Assert.Equal((Felt)2, run.State.NonceAt(OldContracts.Account));
    }

    [Fact]
    public void AContractOfCairo1CallsOneOfCairo0AndCannotCatchItsFailure()
    {
        OldContracts chain = new();
        TestContracts.Deploy(chain.Classes, chain.State, native: false);
        CallInfo info = chain.Call(
            TestContracts.Sys, "call_other", OldContracts.Test, OldContracts.Selector("test_storage_read_write"), 2, 5, 9);
        Assert.Equal(TrackedResource.SierraGas, info.Tracked);
        Assert.Equal(TrackedResource.CairoSteps, info.InnerCalls.Single().Tracked);
        Assert.Equal((Felt)9, chain.State.StorageAt(OldContracts.Test, 5));
        string error = chain.Error(TestContracts.Sys, "catch_call", OldContracts.Test, OldContracts.Selector("fail"), 0);
        Assert.Contains("You shall not pass!", error, StringComparison.Ordinal);
    }

    [Fact]
    public void AClassOfCairo1IsNotReplacedByOneOfCairo0()
    {
        OldContracts chain = new();
        TestContracts.Deploy(chain.Classes, chain.State, native: false);
        Assert.Contains(
            $"Cannot replace V1 class hash with V0 class hash: {FrameText.Hex(OldContracts.EmptyClass)}.",
            chain.Error(TestContracts.Sys, "upgrade", OldContracts.EmptyClass),
            StringComparison.Ordinal);
    }

    // Each call makes the next: depth, then steps end it.
    [Theory]
    [InlineData("recursive_syscall", 60, "recursion depth exceeded")]
    [InlineData("recurse", 10_000_000, "RunResources has no remaining steps")]
    public void ARunThatDoesNotEndIsEnded(string name, ulong depth, string error)
    {
        OldContracts chain = new();
        Felt[] calldata = name == "recurse" ? [depth] : [OldContracts.Test, OldContracts.Selector(name), depth];
        string text = chain.Error(OldContracts.Test, name, calldata);
        Assert.True(text.Contains(error, StringComparison.Ordinal), text);
    }

    [Fact]
    public void ARunThatTakesTooMuchMemoryIsGivenUp()
    {
        using ExecutionBudget budget = new(maxCells: 100_000);
        OldContracts chain = new() { Budget = budget };
        ExecutionInterruptedException end = Assert.Throws<ExecutionInterruptedException>(
            () => chain.Call(OldContracts.Test, "recurse", 1_000_000));
        Assert.Equal(InterruptionKind.OutOfMemory, end.Kind);
    }

    private static ExecutedOutcome Execute(BlockRun run, ulong nonce, Felt contract, Felt selector, params Felt[] arguments)
    {
        InvokeTransaction transaction = new()
        {
            SenderAddress = OldContracts.Account,
            Nonce = nonce,
            Calldata = [contract, selector, arguments.Length, .. arguments],
            ResourceBounds = OwnChain.Bounds(50_000_000),
        };
        return Assert.IsType<ExecutedOutcome>(run.Execute(new(transaction.WithHash(OwnChain.Genesis.ChainId))));
    }
}
