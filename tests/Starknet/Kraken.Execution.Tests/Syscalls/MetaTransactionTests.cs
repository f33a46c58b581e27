using System;
using System.Linq;
using Kraken.Execution.Calls;
using Kraken.Execution.Tests.Chain;
using Kraken.Execution.Tests.Native;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Starknet.Transactions;
using Xunit;

namespace Kraken.Execution.Tests.Syscalls;

/// <summary>The system call meta_tx_v0 on both engines: a contract has an account execute as in a transaction of version 0.</summary>
public sealed class MetaTransactionTests
{
    private const ulong Gas = 60_000_000;

    private static readonly Felt Execute = Selector.FromName("__execute__");
    private static readonly Felt Failed = Felt.FromShortString("ENTRYPOINT_FAILED");

    [Fact]
    public void TheAccountSeesATransactionOfItsOwnAndTheCallerItsOwnAgain()
    {
        PuppetPair pair = new();
        Felt[] calldata = Calls(PuppetPair.Second, 17);
        ExecutedOutcome outcome = pair.Invoke(Gas, (PuppetPair.First, [17, .. Meta(calldata, 5, 6), 17]));
        Assert.Null(outcome.RevertReason);
        CallInfo first = outcome.Execute!.InnerCalls.Single();
        CallInfo account = first.InnerCalls.Single();
        Assert.Equal(
            (PuppetPair.Account, Felt.Zero, Execute),
            (account.Request.StorageAddress, account.Request.CallerAddress, account.Request.Selector));
        Assert.Equal(
            [
                0, PuppetPair.Account, 0, 2, 5, 6, HashOf(calldata, Felt.Zero), OwnChain.Genesis.ChainId.Value, 0, PuppetPair.Account,
                PuppetPair.Second, PuppetPair.Run,
            ],
            account.InnerCalls.Single().Retdata[^12..]);

        // Before and after it the contract sees one and the same transaction.
        int seen = (first.Retdata.Length - 1 - (2 + account.Retdata.Length)) / 2;
        Assert.Equal(first.Retdata[1..(1 + seen)], first.Retdata[^seen..]);
        Assert.Equal((Felt)3, first.Retdata[4]);
    }

    [Fact]
    public void AQueryMakesQueries()
    {
        PuppetPair pair = new();
        Felt[] calldata = Calls(PuppetPair.Second, 17);
        ExecutableTransaction signed = OwnChain.Invoke(
            OwnChain.Genesis.Accounts[0], 0, Gas, (PuppetPair.First, PuppetPair.Run, PuppetPair.List(Meta(calldata))));
        Transaction query = OwnChain.Sign(signed.Transaction with { IsQuery = true }, OwnChain.Genesis.Accounts[0]);
        ExecutedOutcome outcome = Assert.IsType<ExecutedOutcome>(
            pair.Try(new(query), new ExecutionFlags(ChargeFee: false, Validate: false)));
        Assert.Null(outcome.RevertReason);
        Felt[] seen = outcome.Execute!.InnerCalls.Single().InnerCalls.Single().InnerCalls.Single().Retdata;
        Assert.Equal(Transaction.QueryVersionOffset, seen[^10]);
        Assert.Equal(HashOf(calldata, Transaction.QueryVersionOffset), seen[^6]);
    }

    [Fact]
    public void ACallOutsideOfTransactionsMakesOneToo()
    {
        PuppetPair pair = new();
        ViewResult result = pair.View(PuppetPair.First, Meta(Calls(PuppetPair.Second, 17), 5));
        Assert.True(result.Status == ViewStatus.Success, result.Error);
        Assert.Contains(HashOf(Calls(PuppetPair.Second, 17), Felt.Zero), result.Retdata);
    }

    [Fact]
    public void OnlyExecuteIsCalledAndOnlyOfContracts()
    {
        PuppetPair pair = new();
        ExecutedOutcome other = pair.Invoke(Gas, (PuppetPair.First, [20, PuppetPair.Account, PuppetPair.Run, 1, 0, 0]));
        Assert.Equal([3, 0, 1, Felt.FromShortString("Invalid argument")], other.Execute!.InnerCalls.Single().Retdata);
        ExecutedOutcome noAccount = pair.Invoke(Gas, (PuppetPair.First, [20, PuppetPair.Second, Execute, 1, 0, 0]));
        Assert.Equal(
            [4, 0, 2, Felt.FromShortString("ENTRYPOINT_NOT_FOUND"), Failed], noAccount.Execute!.InnerCalls.Single().Retdata);
        ExecutedOutcome nobody = pair.Invoke(Gas, (PuppetPair.First, [20, 0x7777, Execute, 1, 0, 0]));
        Assert.EndsWith("is not deployed.\n", nobody.RevertReason, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatFailsWithinIsUndoneAndCanBeCaught()
    {
        PuppetPair pair = new();
        Felt[] failing = Calls(PuppetPair.Second, 1, 5, 6, 6, 1, 1, 0, 16, 1, 77);
        ExecutedOutcome outcome = pair.Invoke(Gas, (PuppetPair.First, [.. Meta(failing), 1, 7, 8, 17]));
        Assert.Null(outcome.RevertReason);
        CallInfo first = outcome.Execute!.InnerCalls.Single();
        Assert.Equal([0, 3, 77, Failed, Failed], first.Retdata[1..6]);
        Assert.Equal((Felt)3, first.Retdata[9]);
        Assert.Equal(Felt.Zero, pair.State.StorageAt(PuppetPair.Second, 5));
        Assert.Equal((Felt)8, pair.State.StorageAt(PuppetPair.First, 7));

        // The transfer of the fee is the only event.
        Assert.Single(pair.Finish().Receipts.Single().Events);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(10)]
    public void MetaTransactionsNest(int depth)
    {
        PuppetPair pair = new();
        ExecutedOutcome outcome = pair.Invoke(400_000_000, (PuppetPair.First, Nested(depth, out Felt[] innermost)));
        Assert.Null(outcome.RevertReason);
        CallInfo call = outcome.Execute!;
        while (call.InnerCalls.Count > 0)
        {
            call = call.InnerCalls.Single();
        }

        Assert.Equal(HashOf(innermost, Felt.Zero), call.Retdata[^6]);
    }

    // Each takes two calls of the fifty that may stand in one another.
    [Fact]
    public void TheyNestNoDeeperThanCalls()
    {
        PuppetPair pair = new();
        ExecutedOutcome outcome = pair.Invoke(1_000_000_000, (PuppetPair.First, Nested(30, out _)));
        Assert.Contains("recursion depth exceeded", outcome.RevertReason, StringComparison.Ordinal);
    }

    // The constructor of an account runs under the rules of validation.
    [Fact]
    public void ValidationMakesNone()
    {
        Felt[] calldata = PuppetPair.List(Meta(Calls(PuppetPair.Second)));
        DeployAccountTransaction deployment = new()
        {
            Nonce = 0,
            ClassHash = PuppetPair.Class,
            ContractAddressSalt = 1,
            ConstructorCalldata = [.. calldata],
            ContractAddress = ContractAddresses.Compute(Felt.Zero, 1, PuppetPair.Class, calldata),
            ResourceBounds = OwnChain.Bounds(Gas),
        };
        TransactionOutcome outcome =
            new PuppetPair().Try(new(deployment.WithHash(OwnChain.Genesis.ChainId)), new ExecutionFlags(ChargeFee: false));
        Rejection rejected = Assert.IsType<RejectedOutcome>(outcome).Rejection;
        Assert.Equal(RejectionKind.DeploymentFailed, rejected.Kind);
        Assert.EndsWith("Unauthorized syscall meta_tx_v0 in execution mode Validate.", rejected.Message, StringComparison.Ordinal);
    }

    // The price is of the calldata, of which the account here can make nothing.
    [Fact]
    public void LongCalldataCostsAndALongSignatureDoesNot()
    {
        const int Length = 20_000;
        PuppetPair pair = new();
        ulong little = GasOf([.. Enumerable.Repeat(Felt.MinusOne, 2)], []);
        ulong calldata = GasOf([.. Enumerable.Repeat(Felt.MinusOne, Length)], []);
        ulong signature = GasOf([.. Enumerable.Repeat(Felt.MinusOne, 2)], [.. Enumerable.Repeat(Felt.MinusOne, Length)]);
        Assert.Equal(4_850ul * (Length - 2), calldata - little);
        Assert.Equal(little, signature);

        ulong GasOf(Felt[] calldata, Felt[] signature)
        {
            ExecutedOutcome outcome = pair.Invoke(
                1_000_000_000, (PuppetPair.First, Meta(calldata, signature)));
            CallInfo first = outcome.Execute!.InnerCalls.Single();
            Assert.Equal(Failed, first.Retdata[^1]);
            return first.GasConsumed;
        }
    }

    private static Felt HashOf(Felt[] calldata, Felt version) =>
        TransactionHash.OfInvokeVersionZero(version, PuppetPair.Account, Execute, calldata, 0, OwnChain.Genesis.ChainId);

    // The calldata of __execute__ that calls one contract.
    private static Felt[] Calls(Felt contract, params Felt[] script) =>
        [1, contract, PuppetPair.Run, .. PuppetPair.List(PuppetPair.List(script))];

    private static Felt[] Meta(Felt[] calldata, params Felt[] signature) =>
        [20, PuppetPair.Account, Execute, .. PuppetPair.List(calldata), .. PuppetPair.List(signature)];

    private static Felt[] Nested(int depth, out Felt[] innermost)
    {
        innermost = Calls(PuppetPair.First, 17);
        Felt[] script = Meta(innermost);
        for (int i = 1; i < depth; i++)
        {
            script = Meta(Calls(PuppetPair.First, script));
        }

        return script;
    }
}
