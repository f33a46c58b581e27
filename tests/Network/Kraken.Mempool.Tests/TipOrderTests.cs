using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Kraken.Fields;
using Kraken.Starknet.Transactions;
using Xunit;

namespace Kraken.Mempool.Tests;

/// <summary>Who tips more comes first, within what nonces allow; who offers less than the price waits.</summary>
public sealed class TipOrderTests
{
    private static readonly Felt Alice = 1;
    private static readonly Felt Bob = 2;
    private static readonly Felt Carol = 3;

    private readonly ManualClock clock = new();
    private readonly TransactionPool pool;
    private int hashes;

    public TipOrderTests() => pool = new TransactionPool(new MempoolOptions(), clock);

    [Fact]
    public void TheHighestTipComesFirstAndEqualOnesByArrival()
    {
        Add(Alice, 0, tip: 1);
        Add(Bob, 0, tip: 5);
        Add(Carol, 0, tip: 1);
        Add(4, 0, tip: 0);
        Assert.Equal([Bob, Alice, Carol, 4], Accounts());
        Assert.Equal([Bob, Alice], Accounts(limit: 2));
    }

    [Fact]
    public void ATipDoesNotPassTheNonceBeforeIt()
    {
        Add(Alice, 0, tip: 1);
        Add(Alice, 1, tip: 100);
        Add(Bob, 0, tip: 5);
        Add(Carol, 1, tip: 1_000);
        Assert.Equal([(Bob, 0UL), (Alice, 0UL), (Alice, 1UL)], Executable(0));
    }

    [Fact]
    public void WhatLiesInBlocksBelowIsPassedOver()
    {
        Felt first = Add(Alice, 0, tip: 1);
        Add(Alice, 1, tip: 1);
        Add(Bob, 0, tip: 5);
        Assert.Equal(
            [(Bob, 0UL), (Alice, 1UL)],
            pool.Executable(10, new HashSet<Felt> { first }, new Dictionary<Felt, ulong> { [Alice] = 1 })
                .Select(entry => (entry.Transaction.Sender, entry.Nonce)));
        Assert.Equal(
            [(Bob, 0UL), (Alice, 1UL)],
            pool.Executable(10, new HashSet<Felt> { first }, ImmutableDictionary<Felt, ulong>.Empty)
                .Select(entry => (entry.Transaction.Sender, entry.Nonce)));
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData(9UL)]
    public void WhatOffersLessThanThePriceWaitsWithWhatIsBehindIt(ulong tip)
    {
        Add(Alice, 0, tip, price: 10);
        Add(Alice, 1, tip, price: 100);
        Add(Bob, 0, tip: 0, price: 50);
        Assert.Equal([(Alice, 0UL), (Alice, 1UL), (Bob, 0UL)], Executable(10));
        Assert.Equal([(Bob, 0UL)], Executable(11));
        Assert.Equal([(Bob, 0UL)], Executable(50));
        Assert.Empty(Executable(51));
        Assert.Equal(3, pool.Count);
    }

    [Fact]
    public void WithoutTipsNothingIsOrderedOtherwise()
    {
        Felt tipped = Add(Alice, 0, tip: 7);
        Add(Bob, 0, tip: 0);
        Add(Carol, 0, tip: 0);
        pool.Reject(tipped, "gone");
        Assert.Equal([Bob, Carol], Accounts());
    }

    private Felt Add(Felt account, ulong nonce, ulong tip, UInt128? price = null)
    {
        clock.Now += TimeSpan.FromMilliseconds(1);
        SubmittedTransaction transaction = Transactions.Make(account, nonce, ++hashes, tip, price ?? 100, 0);
        Assert.Null(pool.Add(transaction, _ => 0));
        return transaction.Transaction.Hash;
    }

    private IEnumerable<Felt> Accounts(int limit = 10) => pool.Executable(limit).Select(entry => entry.Transaction.Sender);

    private IEnumerable<(Felt Account, ulong Nonce)> Executable(UInt128 price) =>
        pool.Executable(10, ImmutableHashSet<Felt>.Empty, ImmutableDictionary<Felt, ulong>.Empty, price)
            .Select(entry => (entry.Transaction.Sender, entry.Nonce));
}
