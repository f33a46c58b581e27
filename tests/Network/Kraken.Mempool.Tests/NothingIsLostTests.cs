using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Starknet.Transactions;
using Xunit;

namespace Kraken.Mempool.Tests;

/// <summary>What the pool took is executed or has a reason, whatever commits, refusals and submissions come between each other.</summary>
public sealed class NothingIsLostTests
{
    private static readonly Felt Alice = 1;

    private readonly TransactionPool pool = new(new MempoolOptions(), new ManualClock());

    [Fact]
    public async Task ACommitBetweenTheReadingOfANonceAndTheTakingParksNothing()
    {
        Assert.Null(pool.Add(Transactions.Make(Alice, 0, 0), _ => 0));
        ulong stored = 0;
        Task? commit = null;
        Assert.Null(pool.Add(
            Transactions.Make(Alice, 1, 1),
            _ =>
            {
                // The block with nonce 0 is appended and committed on another thread while this one has read the old nonce.
                ulong read = stored;
                stored = 1;
                commit = Task.Run(() => pool.Committed([new(Alice, 1)], new HashSet<Felt> { 1000 }));
                return read;
            }));
        await commit!;
        Assert.Equal([1UL], pool.Executable(10).Select(entry => entry.Nonce));

        // The account has no other transaction: nothing but the pool itself could ever free it.
        Assert.Null(pool.Add(Transactions.Make(Alice, 2, 2), _ => stored));
        Assert.Equal([1UL, 2UL], pool.Executable(10).Select(entry => entry.Nonce));
    }

    [Fact]
    public void AnOldNonceOfAKnownAccountIsCorrectedByTheNextSubmission()
    {
        Assert.Null(pool.Add(Transactions.Make(Alice, 5, 0), _ => 4));
        Assert.Empty(pool.Executable(10));
        Assert.Null(pool.Add(Transactions.Make(Alice, 6, 1), _ => 5));
        Assert.Equal([5UL, 6UL], pool.Executable(10).Select(entry => entry.Nonce));
    }

    [Fact]
    public void WhatWaitsIsToldInTheOrderOfArrival()
    {
        Assert.Null(pool.Add(Transactions.Make(Alice, 1, 7), _ => 0));
        Assert.Null(pool.Add(Transactions.Make(Alice, 0, 8), _ => 0));
        Assert.Empty(pool.Waiting(0));
        Assert.Equal([(Felt)1007], pool.Waiting(1).Select(waiting => waiting.Hash));
        Assert.Equal([(Felt)1007, 1008], pool.Waiting(10).Select(waiting => waiting.Hash));
    }

    [Fact]
    public void OneRefusedTransactionDoesNotTakeItsSuccessorsWithIt()
    {
        for (int nonce = 0; nonce < 5; nonce++)
        {
            Assert.Null(pool.Add(Transactions.Make(Alice, (ulong)nonce, nonce), _ => 0));
        }

        // A proposer refuses the second, and then finds every later nonce too high.
        foreach (SubmittedTransaction offered in pool.Executable(10).Skip(1))
        {
            pool.Reject(offered.Transaction.Hash, offered.Nonce == 1 ? "no balance" : "the nonce is not the account's");
        }

        Assert.Equal(4, pool.Count);
        Assert.Equal("no balance", pool.Rejected.Find(1001));
        Assert.Null(pool.Add(Transactions.Make(Alice, 1, 99), _ => 0));
        Assert.Equal([0UL, 1UL, 2UL, 3UL, 4UL], pool.Executable(10).Select(entry => entry.Nonce));
    }

    [Fact]
    public async Task EverythingTakenWhileBlocksAreCommittedIsExecuted()
    {
        const int Accounts = 10;
        const int Each = 400;
        ConcurrentDictionary<Felt, ulong> store = new();
        Task[] submitters =
        [
            .. Enumerable.Range(0, Accounts).Select(account => Task.Run(() =>
            {
                for (int nonce = 0; nonce < Each;)
                {
                    SubmittedTransaction transaction = Transactions.Make(account + 1, (ulong)nonce, (account * Each) + nonce);
                    nonce += pool.Add(transaction, sender => store.GetValueOrDefault(sender)) is null ? 1 : 0;
                }
            })),
        ];
        int executed = 0;
        DateTime deadline = DateTime.UtcNow.AddSeconds(60);
        while (executed < Accounts * Each && DateTime.UtcNow < deadline)
        {
            IReadOnlyList<SubmittedTransaction> block = pool.Executable(50);
            Dictionary<Felt, ulong> nonces = [];
            foreach (SubmittedTransaction transaction in block)
            {
                Felt sender = transaction.Transaction.Sender;
                Assert.Equal(nonces.GetValueOrDefault(sender, store.GetValueOrDefault(sender)), transaction.Nonce);
                nonces[sender] = transaction.Nonce + 1;
            }

            foreach ((Felt account, ulong nonce) in nonces)
            {
                store[account] = nonce;
            }

            pool.Committed(nonces, block.Select(transaction => transaction.Transaction.Hash).ToHashSet());
            executed += block.Count;
        }

        await Task.WhenAll(submitters).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(Accounts * Each, executed);
        Assert.Equal(0, pool.Count);
        Assert.Equal(0, pool.Bytes);
    }
}
