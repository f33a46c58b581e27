using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Fields;
using Xunit;
using static Kraken.Mempool.Tests.Transactions;

namespace Kraken.Mempool.Tests;

/// <summary>Users' newcomers while more comes than is executed: refused by name before anything is done for them, and only then.</summary>
public sealed class PoolLoadTests
{
    private static readonly MempoolOptions Options = new() { MaxWait = TimeSpan.FromSeconds(4), BusyCount = 10 };

    private readonly ManualClock clock = new();
    private readonly TransactionPool pool;

    public PoolLoadTests()
    {
        pool = new TransactionPool(Options, clock);
        for (int account = 1; account <= 12; account++)
        {
            Assert.Null(pool.Add(Make(account, 0, account), _ => 0));
        }
    }

    [Theory]
    [InlineData(3.9, 0, false)]
    [InlineData(4, 0, true)]
    [InlineData(1.9, 1, false)]
    [InlineData(2, 1, true)]
    [InlineData(2, 0, false)]
    public void ANewcomerIsRefusedByTheWaitOfTheLastBlock(double seconds, ulong nonce, bool isRefused)
    {
        clock.Now += TimeSpan.FromSeconds(seconds);
        Commit(1, 2);
        Assert.Equal(isRefused, IsRefused(50, nonce));
    }

    [Fact]
    public void TheRefusalSaysWhatWaitsAndForHowLong()
    {
        clock.Now += TimeSpan.FromSeconds(6);
        Commit(1);
        MempoolError busy = pool.CheckLoad(Make(50, 0, 50), _ => 0)!;
        Assert.Equal(MempoolErrorKind.Busy, busy.Kind);
        Assert.Equal("11 transactions wait, the last block's for 6 seconds: try again later", busy.Message);
        Commit(2);
        Assert.False(IsRefused(12, 0));
        Commit();
        Assert.False(IsRefused(50, 0));
    }

    // As many as the count wait after a block of old ones, then one fewer: a chain that stood still is not one that is overrun.
    [Theory]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public void AFewThatWaitLongAreNoLoad(int included, bool isRefused)
    {
        clock.Now += TimeSpan.FromMinutes(1);
        Commit([.. Enumerable.Range(1, included)]);
        Assert.Equal(isRefused, IsRefused(50, 0));
    }

    // One that is in the block soon after it came: whoever sends transactions that nobody executes makes no honest one wait longer.
    [Fact]
    public void OneThatWasExecutedSoonEndsTheLoad()
    {
        clock.Now += TimeSpan.FromMinutes(1);
        Commit(1);
        Assert.True(IsRefused(50, 0));
        Assert.Null(pool.Add(Make(51, 0, 51), _ => 0));
        Commit(2, 51);
        Assert.False(IsRefused(50, 0));
    }

    // Another validator has accepted it: to refuse it here would lose it there.
    [Fact]
    public void WhatPeersPassOnIsTaken()
    {
        clock.Now += TimeSpan.FromMinutes(1);
        Commit(1);
        Assert.True(IsRefused(50, 0));
        Assert.Null(pool.Add(Make(50, 0, 50), _ => 0));
    }

    private bool IsRefused(int account, ulong nonce) => pool.CheckLoad(Make(account, nonce, 900), _ => 0) is not null;

    private void Commit(params int[] accounts) => pool.Committed(
        accounts.Select(account => KeyValuePair.Create((Felt)account, 1UL)),
        accounts.Select(account => (Felt)(1000 + account)).ToHashSet());
}
