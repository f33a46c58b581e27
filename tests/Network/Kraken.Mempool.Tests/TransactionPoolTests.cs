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
        pool.Committed([new KeyValuePair<Felt, ulong>(Alice, 1)]);
        Assert.Equal([(Alice, 1UL), (Bob, 0UL)], Executable().OrderBy(entry => entry.Account));
        Assert.Equal(MempoolErrorKind.NonceUsed, pool.Add(Make(Alice, 0, 0, 1), 1)!.Kind);
    }

    [Fact]
    public void AReplacementPaysTenPercentMore()
    {
        pool.Add(Make(Alice, 0, tip: 100, price: 100), 0);
        Assert.Equal(MempoolErrorKind.Underpriced, pool.Add(Make(Alice, 0, tip: 109, price: 200), 0)!.Kind);
        Assert.Null(pool.Add(Make(Alice, 0, tip: 110, price: 110), 0));
        Assert.Equal(1, pool.Count);
        Assert.Equal(110UL, pool.Executable(10).Single().Transaction.Tip);
    }

    [Fact]
    public void LimitsAreKept()
    {
        Assert.Equal(MempoolErrorKind.NonceTooFarAhead, pool.Add(Make(Alice, 6, 0, 1), 0)!.Kind);
        for (ulong nonce = 0; nonce < 5; nonce++)
        {
            Add(Alice, nonce);
            Add(Bob, nonce);
        }

        Assert.Equal(MempoolErrorKind.Full, pool.Add(Make(3, 0, 0, 1), 0)!.Kind);
        PooledTransaction known = pool.Executable(1).Single();
        Assert.Equal(MempoolErrorKind.Duplicate, pool.Add(known, 0)!.Kind);
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
        Task wait = pool.WaitForSomeAsync(CancellationToken.None);
        Assert.False(wait.IsCompleted);
        Add(Alice, 0);
        await wait;
        pool.Remove(pool.Executable(1).Single().Transaction.Hash);
        Assert.False(pool.WaitForSomeAsync(CancellationToken.None).IsCompleted);
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

    private void Add(Felt account, ulong nonce)
    {
        clock.Now += TimeSpan.FromMilliseconds(1);
        Assert.Null(pool.Add(Make(account, nonce, 0, 1), 0));
    }

    private IEnumerable<(Felt Account, ulong Nonce)> Executable() => pool.Executable(100).Select(entry => (entry.Transaction.Sender, entry.Nonce));

    private PooledTransaction Make(Felt account, ulong nonce, ulong tip, UInt128 price) => new(
        new InvokeTransaction
        {
            Hash = 1000 + ++hashes,
            SenderAddress = account,
            Nonce = nonce,
            Calldata = [],
            Tip = tip,
            ResourceBounds = new ResourceBoundsMapping(default, new ResourceBounds(1000, price), default),
        },
        null,
        clock.Now);

    private sealed class ManualClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
