using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Kraken.Curves;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Load.Accounts;
using Kraken.Starknet;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Transactions;
using Xunit;

namespace Kraken.Load.Tests.Accounts;

/// <summary>The transactions of an account: each nonce is used once, none is left out, and each kind does what it is for.</summary>
public sealed class AccountLaneTests
{
    private static readonly PredeployedAccount Account = DevelopmentAccounts.All[3];

    private readonly AccountLane lane = new(Account, 7, ChainId.Sepolia, new TransactionContent(0x123, 100, 0x5));

    [Theory]
    [InlineData(LoadKind.Transfer)]
    [InlineData(LoadKind.Fibonacci)]
    [InlineData(LoadKind.Factorial)]
    [InlineData(LoadKind.Mint)]
    [InlineData(LoadKind.Failing)]
    public void ATransactionIsSignedByItsAccountForItsChain(LoadKind kind)
    {
        Assert.True(lane.TryNext(kind, out SubmittedTransaction? signed, out LoadKind made));
        InvokeTransaction invoke = Assert.IsType<InvokeTransaction>(signed.Transaction);
        AssertSigned(invoke, Account.PublicKey);
        Assert.Equal((kind, Account.Address), (made, invoke.SenderAddress));
        Felt[] expected = kind switch
        {
            LoadKind.Transfer => [1, WellKnownAddresses.FeeToken, Selector.FromName("transfer"), 3, 0x5, 1, 0],
            LoadKind.Failing => [1, WellKnownAddresses.FeeToken, Selector.FromName("transfer"), 3, 0x5, System.UInt128.MaxValue, 0],
            LoadKind.Fibonacci => [1, 0x123, Selector.FromName("fib"), 1, 100],
            LoadKind.Mint =>
                [1, TransactionContent.TokenOf(Account.Address), Selector.FromName("permissioned_mint"), 3, Account.Address, 1, 0],
            _ => [1, 0x123, Selector.FromName("fact"), 1, 100],
        };
        Assert.Equal(expected, invoke.Calldata);
    }

    [Fact]
    public void EveryDeclareHasAClassOfItsOwnWithTheSameCode()
    {
        SubmittedTransaction[] made = [.. Enumerable.Range(0, 3).Select(_ => Next(LoadKind.Declare))];
        Assert.Equal(3, made.Select(declare => ((DeclareTransaction)declare.Transaction).ClassHash).Distinct().Count());
        Assert.All(made, declare =>
        {
            DeclareTransaction content = (DeclareTransaction)declare.Transaction;
            Assert.Equal(ClassHash.Compute(declare.Class!), content.ClassHash);
            Assert.Equal(ChainContracts.Demo.CompiledClassHash, content.CompiledClassHash);
            Assert.Equal(ChainContracts.Demo.Class.SierraProgram, declare.Class!.SierraProgram);
            Assert.Equal(JsonValueKind.Array, JsonDocument.Parse(declare.Class.Abi).RootElement.ValueKind);
            AssertSigned(content, Account.PublicKey);
        });
    }

    [Fact]
    public void ADeploymentIsSignedByTheNewAccount()
    {
        PredeployedAccount account = LoadAccounts.Derive("one");
        SubmittedTransaction signed = TransactionSigning.Sign(
            TransactionContent.MakeDeployment(account.PublicKey), account.PrivateKey!.Value, ChainId.Sepolia);
        Assert.Equal(account.Address, signed.Transaction.Sender);
        AssertSigned(signed.Transaction, account.PublicKey);
        Assert.NotEqual(account.Address, LoadAccounts.Derive("two").Address);
    }

    [Fact]
    public void TheAccountsAreThePredeployedOnesAndThenAlwaysTheSame()
    {
        Assert.Equal(DevelopmentAccounts.All.Take(3), LoadAccounts.Take(3));
        Felt[] twenty = [.. LoadAccounts.Take(20).Select(account => account.Address)];
        Assert.Equal(DevelopmentAccounts.All.Select(account => account.Address), twenty[..10]);
        Assert.Equal(twenty, LoadAccounts.Take(30).Select(account => account.Address).Take(20));
        Assert.Equal(20, twenty.Distinct().Count());
    }

    [Fact]
    public void NoncesFollowEachOther() => Assert.Equal([7, 8, 9], Take(3));

    [Fact]
    public void AFreeNonceIsUsedBeforeANewOneTheLowestFirst()
    {
        Take(4);
        lane.Release(9);
        lane.Release(8);
        lane.Release(9);
        Assert.True(lane.HasGap);
        Assert.Equal([8, 9, 11, 12], Take(4));
        Assert.False(lane.HasGap);
    }

    [Fact]
    public void WhatTheChainHasUsedIsFreeNoLonger()
    {
        Take(4);
        lane.Release(8);
        lane.Release(10);
        lane.Advance(9);
        Assert.Equal([10, 11], Take(2));
        lane.Advance(3);
        Assert.Equal([12], Take(1));
        lane.Advance(100);
        Assert.Equal([100], Take(1));
    }

    [Fact]
    public void ANonceOfMoreThan64BitsIsNoneOfOurs()
    {
        lane.Release(-Felt.One);
        Assert.False(lane.HasGap);
    }

    [Fact]
    public async Task ManyThreadsTakeEachNonceOnce()
    {
        Felt[][] taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Take(20))));
        Assert.Equal(Enumerable.Range(7, 160).Select(nonce => (Felt)nonce), taken.SelectMany(nonces => nonces).Order());
    }

    private static void AssertSigned(AccountTransaction transaction, Felt publicKey)
    {
        EcdsaSignature signature = new(transaction.Signature[0], transaction.Signature[1]);
        Assert.Equal(2, transaction.Signature.Length);
        Assert.Equal(TransactionHash.Compute(transaction, ChainId.Sepolia), transaction.Hash);
        Assert.NotEqual(TransactionHash.Compute(transaction, ChainId.Main), transaction.Hash);
        Assert.True(Ecdsa.Verify(publicKey, transaction.Hash, signature));
        Assert.False(Ecdsa.Verify(DevelopmentAccounts.All[4].PublicKey, transaction.Hash, signature));
    }

    private SubmittedTransaction Next(LoadKind kind) =>
        lane.TryNext(kind, out SubmittedTransaction? signed, out _) ? signed : throw new KeyNotFoundException("no transaction");

    private Felt[] Take(int count) => [.. Enumerable.Range(0, count).Select(_ => Next(LoadKind.Transfer).Transaction.Nonce)];
}
