using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Kraken.Curves;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Starknet;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Transactions;
using Xunit;

namespace Kraken.Load.Tests;

/// <summary>The nonces of an account: each is used once, and none is left out.</summary>
public sealed class AccountLaneTests
{
    private static readonly PredeployedAccount Account = DevelopmentAccounts.All[3];

    private readonly AccountLane lane = new(Account, 7, ChainId.Sepolia, 0x123);

    [Theory]
    [InlineData(LoadKind.Transfer)]
    [InlineData(LoadKind.Fibonacci)]
    [InlineData(LoadKind.Factorial)]
    public void ATransactionIsSignedByItsAccountForItsChain(object kind)
    {
        InvokeTransaction made = lane.Next((LoadKind)kind, 100, 0x5);
        Assert.Equal(Account.Address, made.SenderAddress);
        Assert.Equal(TransactionHash.Compute(made, ChainId.Sepolia), made.Hash);
        Assert.True(Ecdsa.Verify(Account.PublicKey, made.Hash, new EcdsaSignature(made.Signature[0], made.Signature[1])));
        Assert.False(
            Ecdsa.Verify(DevelopmentAccounts.All[4].PublicKey, made.Hash, new EcdsaSignature(made.Signature[0], made.Signature[1])));
        Assert.NotEqual(TransactionHash.Compute(made, ChainId.Main), made.Hash);
        Felt[] expected = (LoadKind)kind switch
        {
            LoadKind.Transfer => [1, WellKnownAddresses.FeeToken, Selector.FromName("transfer"), 3, 0x5, 1, 0],
            LoadKind.Fibonacci => [1, 0x123, Selector.FromName("fib"), 1, 100],
            _ => [1, 0x123, Selector.FromName("fact"), 1, 100],
        };
        Assert.Equal(expected, made.Calldata);
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

    private Felt[] Take(int count) => [.. Enumerable.Range(0, count).Select(_ => lane.Next(LoadKind.Transfer, 0, 1).Nonce)];
}
