using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Starknet.Transactions;
using Xunit;

namespace Kraken.Mempool.Tests;

/// <summary>Order, replacement, limits and expiry of the pool.</summary>
public sealed class TransactionPoolTests
{
    private static readonly Felt Alice = 1;
    private static readonly Felt Bob = 2;

    private readonly ManualClock clock = new();
    private readonly TransactionPool pool;
    private int hashes;

    public TransactionPoolTests() => pool = new TransactionPool(new MempoolOptions { Capacity = 10, MaxNonceGap = 5 }, clock);

    [Fact]
    public void FirstComeFirstServedAcrossAccounts()
    {
        Add(Alice, 0);
        Add(Bob, 0);
        Add(Alice, 1);
        Assert.Equal([(Alice, 0UL), (Bob, 0UL), (Alice, 1UL)], Executable());
    }

    [Fact]
    public void AnAccountsTransactionsWaitForTheirTurn()
    {
        Add(Alice, 2);
        Add(Alice, 1);
        Assert.Empty(Executable());
        Add(Alice, 0);
        Assert.Equal([(Alice, 0UL), (Alice, 1UL), (Alice, 2UL)], Executable());
    }

    [Fact]
    public void CommittedNoncesLeaveThePool()
    {
        Add(Alice, 0);
        Add(Alice, 1);
        Add(Bob, 0);
        Commit(Alice, 1);
        Assert.Equal([(Alice, 1UL), (Bob, 0UL)], Executable().OrderBy(entry => entry.Account));
        Assert.Equal(MempoolErrorKind.NonceUsed, pool.Add(Make(Alice, 0, 0, 1), _ => 1)!.Kind);
    }

    [Fact]
    public void AReplacementPaysTenPercentMore()
    {
        pool.Add(Make(Alice, 0, tip: 100, price: 100), _ => 0);
        Assert.Equal(MempoolErrorKind.Underpriced, pool.Add(Make(Alice, 0, tip: 109, price: 200), _ => 0)!.Kind);
        Assert.Null(pool.Add(Make(Alice, 0, tip: 110, price: 110), _ => 0));
        Assert.Equal(1, pool.Count);
        Assert.Equal(110UL, pool.Executable(10).Single().Transaction.Tip);
    }

    [Fact]
    public void LimitsAreKept()
    {
        Assert.Equal(MempoolErrorKind.NonceTooFarAhead, pool.Add(Make(Alice, 6, 0, 1), _ => 0)!.Kind);
        for (ulong nonce = 0; nonce < 5; nonce++)
        {
            Add(Alice, nonce);
            Add(Bob, nonce);
        }

        Assert.Equal(MempoolErrorKind.Full, pool.Add(Make(3, 0, 0, 1), _ => 0)!.Kind);
        SubmittedTransaction known = pool.Executable(1).Single();
        Assert.Equal(MempoolErrorKind.Duplicate, pool.Add(known, _ => 0)!.Kind);
        Assert.Equal(3, pool.Executable(3).Count);
    }

    [Fact]
    public void OldTransactionsExpire()
    {
        Add(Alice, 0);
        clock.Now += TimeSpan.FromSeconds(301);
        Add(Bob, 0);
        Assert.Equal([(Bob, 0UL)], Executable());
        Assert.Equal(1, pool.Count);
    }

    [Fact]
    public async Task WaitersWakeWhenATransactionArrives()
    {
        Task wait = pool.WaitForAsync(1, CancellationToken.None);
        Assert.False(wait.IsCompleted);
        Add(Alice, 0);
        await wait;
        pool.Reject(pool.Executable(1).Single().Transaction.Hash, "refused");
        Assert.False(pool.WaitForAsync(1, CancellationToken.None).IsCompleted);
    }

    [Fact]
    public async Task WaitersForManyWakeWhenAsManyCanBeExecuted()
    {
        using CancellationTokenSource giveUp = new();
        Task two = pool.WaitForAsync(2, CancellationToken.None);
        Task three = pool.WaitForAsync(3, CancellationToken.None);
        Task given = pool.WaitForAsync(3, giveUp.Token);
        Add(Alice, 0);
        Add(Bob, 1);
        Assert.False(two.IsCompleted);
        Add(Alice, 1);
        await two;
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        Assert.False(three.IsCompleted);
        Add(Bob, 0);
        await three;
    }

    [Fact]
    public void NextNonceFollowsTheUnbrokenRow()
    {
        Add(Alice, 0);
        Add(Alice, 1);
        Add(Alice, 3);
        Assert.Equal(2UL, pool.NextNonce(Alice, 0));
        Assert.Equal(7UL, pool.NextNonce(Bob, 7));
    }

    [Fact]
    public void ReplacementsRoundUp()
    {
        pool.Add(Make(Alice, 0, tip: 0, price: 1_000_000_009), _ => 0);
        Assert.Equal(MempoolErrorKind.Underpriced, pool.Add(Make(Alice, 0, tip: 0, price: 1_100_000_009), _ => 0)!.Kind);
        Assert.Null(pool.Add(Make(Alice, 0, tip: 0, price: 1_100_000_010), _ => 0));
        pool.Add(Make(Bob, 0, tip: ulong.MaxValue, price: UInt128.MaxValue), _ => 0);
        Assert.Equal(MempoolErrorKind.Underpriced, pool.Add(Make(Bob, 0, tip: ulong.MaxValue, price: UInt128.MaxValue), _ => 0)!.Kind);
    }

    [Fact]
    public void ATransactionBehindAGapWakesNobody()
    {
        Add(Alice, 1);
        Assert.False(pool.WaitForAsync(1, CancellationToken.None).IsCompleted);
        Add(Alice, 0);
        Assert.True(pool.WaitForAsync(1, CancellationToken.None).IsCompleted);
        Add(Alice, 3);
        Commit(Alice, 2);
        Assert.Equal(1, pool.Count);
        Assert.False(pool.WaitForAsync(1, CancellationToken.None).IsCompleted);
        Commit(Alice, 3);
        Assert.True(pool.WaitForAsync(1, CancellationToken.None).IsCompleted);
    }

    [Fact]
    public void AFullPoolDropsThoseBehindGapsForOnesThatCanRun()
    {
        Add(Alice, 0);
        for (ulong nonce = 1; nonce <= 5; nonce++)
        {
            Add(Bob, nonce);
            Add(3, nonce - 1);
        }

        // Alice 1, Bob 5, account 3 five: eleven would be one too many.
        Assert.Equal(10, pool.Count);
        Felt last = pool.Find(Bob, 4)!.Transaction.Hash;
        Assert.Equal(MempoolErrorKind.Full, pool.Add(Make(4, 1, 0, 1), _ => 0)!.Kind);
        Assert.Null(pool.Add(Make(4, 0, 0, 1), _ => 0));
        Assert.Equal(10, pool.Count);
        Assert.Contains("full", pool.Rejected.Find(last)!, StringComparison.Ordinal);
        for (ulong account = 5; account < 8; account++)
        {
            Assert.Null(pool.Add(Make(account, 0, 0, 1), _ => 0));
        }

        Assert.Equal(MempoolErrorKind.Full, pool.Add(Make(9, 0, 0, 1), _ => 0)!.Kind);
    }

    [Fact]
    public void TheBytesOfThePoolAreBounded()
    {
        TransactionPool small = new(new MempoolOptions { MaxBytes = 100_000 }, clock);
        int taken = 0;
        while (small.Add(Make(100 + taken, 0, 0, 1, calldata: 1_000), _ => 0) is null)
        {
            taken++;
            Assert.InRange(small.Bytes, 1, 100_000);
        }

        Assert.Equal(3, taken);
        Assert.Null(small.Add(Make(99, 0, 0, 1), _ => 0));
    }

    [Fact]
    public void AnAccountHasABoundOfItsOwn()
    {
        TransactionPool small = new(new MempoolOptions { MaxPerAccount = 2 }, clock);
        Assert.Null(small.Add(Make(Alice, 0, 0, 1), _ => 0));
        Assert.Null(small.Add(Make(Alice, 1, 0, 1), _ => 0));
        Assert.Equal(MempoolErrorKind.Full, small.Add(Make(Alice, 2, 0, 1), _ => 0)!.Kind);
        Assert.Null(small.Add(Make(Alice, 1, 0, 2), _ => 0));
    }

    [Fact]
    public void WhatTookTooLongIsSetAsideOnceAndDroppedTheSecondTime()
    {
        TransactionPool patient = new(new MempoolOptions { SetAsideBlocks = 2 }, clock);
        SubmittedTransaction slow = Make(Alice, 0, 0, 1);
        patient.Add(slow, _ => 0);
        patient.Add(Make(Alice, 1, 0, 1), _ => 0);
        patient.Add(Make(Bob, 0, 0, 1), _ => 0);
        patient.SetAside(slow.Transaction.Hash, "too slow");
        Assert.Equal([Bob], patient.Executable(10).Select(entry => entry.Transaction.Sender));
        patient.Reject(patient.Find(Alice, 1)!.Transaction.Hash, "the nonce is not the account's");
        patient.Committed([new(Bob, 1)], new HashSet<Felt>());
        Assert.Empty(patient.Executable(10));
        Assert.False(patient.WaitForAsync(1, CancellationToken.None).IsCompleted);
        patient.Committed([], new HashSet<Felt>());
        Assert.Equal([0UL, 1UL], patient.Executable(10).Select(entry => entry.Nonce));
        Assert.True(patient.WaitForAsync(1, CancellationToken.None).IsCompleted);
        patient.SetAside(slow.Transaction.Hash, "too slow");
        Assert.Null(patient.Find(slow.Transaction.Hash));
        Assert.Equal("too slow", patient.Rejected.Find(slow.Transaction.Hash));
        Assert.Empty(patient.Executable(10));
    }

    [Fact]
    public void AccountsThatCostTimeForNothingComeAfterAllOthersForAWhile()
    {
        TransactionPool watchful = new(new MempoolOptions { SetAsideBlocks = 1, MaxLateAccounts = 2 }, clock);
        SubmittedTransaction slow = Make(Alice, 0, 0, 1);
        SubmittedTransaction refused = Make(Bob, 0, 0, 1);
        SubmittedTransaction poor = Make(3, 0, 0, 1);
        foreach (SubmittedTransaction transaction in (SubmittedTransaction[])[slow, refused, poor])
        {
            Assert.Null(watchful.Add(transaction, _ => 0));
        }

        watchful.SetAside(slow.Transaction.Hash, "too slow");
        watchful.Reject(refused.Transaction.Hash, "not valid", wasExecuted: true);
        watchful.Reject(poor.Transaction.Hash, "no balance");
        watchful.Committed([], new HashSet<Felt>());
        foreach (Felt account in (Felt[])[Bob, 3, 4])
        {
            Assert.Null(watchful.Add(Make(account, 0, 0, 1), _ => 0));
        }

        Assert.Equal([3, 4, Alice, Bob], watchful.Executable(10).Select(entry => entry.Transaction.Sender));
        Assert.Equal([(Felt)3], watchful.Executable(1).Select(entry => entry.Transaction.Sender));

        // A third one makes room for itself; after the time to live all are forgotten.
        watchful.Reject(watchful.Find(4, 0)!.Transaction.Hash, "not valid", wasExecuted: true);
        Assert.Equal([Alice, 3, Bob], watchful.Executable(10).Select(entry => entry.Transaction.Sender));
        clock.Now += TimeSpan.FromSeconds(301);
        Assert.Null(watchful.Add(Make(Bob, 0, 0, 1), _ => 0));
        Assert.Null(watchful.Add(Make(5, 0, 0, 1), _ => 0));
        Assert.Equal([Bob, 5], watchful.Executable(10).Select(entry => entry.Transaction.Sender));
    }

    [Fact]
    public void AFullPoolDropsThoseBehindOneThatWasSetAside()
    {
        for (ulong nonce = 0; nonce < 5; nonce++)
        {
            Add(Alice, nonce);
            Add(Bob, nonce);
        }

        Assert.Equal(MempoolErrorKind.Full, pool.Add(Make(3, 0, 0, 1), _ => 0)!.Kind);
        Felt last = pool.Find(Alice, 4)!.Transaction.Hash;
        pool.SetAside(pool.Find(Alice, 0)!.Transaction.Hash, "too slow");
        Assert.Null(pool.Add(Make(3, 0, 0, 1), _ => 0));
        Assert.Contains("full", pool.Rejected.Find(last)!, StringComparison.Ordinal);
        Assert.NotNull(pool.Find(Alice, 3));
    }

    [Fact]
    public void WhatUncommittedBlocksHoldIsNotOfferedAgain()
    {
        Add(Alice, 0);
        Add(Alice, 1);
        Add(Alice, 2);
        Add(Bob, 0);
        HashSet<Felt> above = [pool.Find(Alice, 0)!.Transaction.Hash, pool.Find(Bob, 0)!.Transaction.Hash];
        Dictionary<Felt, ulong> nonces = new() { [Alice] = 1, [Bob] = 1 };
        Assert.Equal([1UL, 2UL], pool.Executable(10, above, nonces).Select(entry => entry.Nonce));
        Assert.Equal([1UL, 2UL], pool.Executable(10, above, new Dictionary<Felt, ulong>()).Select(entry => entry.Nonce));
        Assert.Equal(4, pool.Executable(10).Count);
    }

    [Fact]
    public void EveryWayOutOtherThanABlockLeavesItsReason()
    {
        SubmittedTransaction replaced = Make(Alice, 0, 10, 10);
        SubmittedTransaction refused = Make(Alice, 1, 0, 1);
        SubmittedTransaction overtaken = Make(Bob, 0, 0, 1);
        SubmittedTransaction expired = Make(Bob, 3, 0, 1);
        SubmittedTransaction included = Make(3, 0, 0, 1);
        SubmittedTransaction replacing = Make(Alice, 0, 11, 11);
        foreach (SubmittedTransaction transaction in (SubmittedTransaction[])[replaced, refused, overtaken, expired, included, replacing])
        {
            Assert.Null(pool.Add(transaction, _ => 0));
        }

        pool.Reject(refused.Transaction.Hash, "no balance");
        pool.Committed([new(Bob, 1), new(3, 1)], new HashSet<Felt> { included.Transaction.Hash });
        clock.Now += TimeSpan.FromSeconds(200);
        Assert.Contains("replaced", Reason(replaced), StringComparison.Ordinal);
        Assert.Equal("no balance", Reason(refused));
        Assert.Contains("another transaction", Reason(overtaken), StringComparison.Ordinal);
        Assert.Null(Reason(included));
        clock.Now += TimeSpan.FromSeconds(101);
        Assert.Empty(Executable());
        Assert.Contains("300 seconds", Reason(expired), StringComparison.Ordinal);
        Assert.Null(Reason(refused));
        Assert.Null(pool.Add(expired, _ => 3));
        Assert.Null(Reason(expired));
    }

    [Fact]
    public void TheMemoryOfReasonsIsBounded()
    {
        TransactionPool forgetful = new(new MempoolOptions { MaxRejected = 3, MaxRejectedBytes = 4_000 }, clock);
        for (int i = 0; i < 5; i++)
        {
            SubmittedTransaction transaction = Make(Alice, 0, 0, 1);
            Assert.Null(forgetful.Add(transaction, _ => 0));
            forgetful.Reject(transaction.Transaction.Hash, new string('x', 5_000));
            Assert.Equal(RejectedTransactions.MaxReason, forgetful.Rejected.Find(transaction.Transaction.Hash)!.Length);
        }

        Assert.Equal(3, forgetful.Rejected.Count);
    }

    private string? Reason(SubmittedTransaction transaction) => pool.Rejected.Find(transaction.Transaction.Hash);

    private void Commit(Felt account, ulong nonce) => pool.Committed([new KeyValuePair<Felt, ulong>(account, nonce)], new HashSet<Felt>());

    private void Add(Felt account, ulong nonce)
    {
        clock.Now += TimeSpan.FromMilliseconds(1);
        Assert.Null(pool.Add(Make(account, nonce, 0, 1), _ => 0));
    }

    private IEnumerable<(Felt Account, ulong Nonce)> Executable() =>
        pool.Executable(100).Select(entry => (entry.Transaction.Sender, entry.Nonce));

    private SubmittedTransaction Make(Felt account, ulong nonce, ulong tip, UInt128 price, int calldata = 0) =>
        Transactions.Make(account, nonce, ++hashes, tip, price, calldata);
}
