using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Kraken.BlockProof.Program;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Proofs;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;
using Kraken.Watcher.Following;
using Kraken.Watcher.Queue;
using Kraken.Watcher.Tests.Chain;
using Xunit;

namespace Kraken.Watcher.Tests.Following;

public sealed class BlockFollowerTests
{
    [Fact]
    public async Task Every_demo_call_of_every_block_is_queued_in_order_bound_to_its_block()
    {
        using LocalChain chain = new();
        using TemporaryFolder folder = new();
        Block first = chain.Decide(chain.Call(0, "fib", 10), chain.Transfer(1, 77), chain.Call(2, "fact", 5));
        Block second = chain.Decide(chain.Call(0, "fact", 6), chain.Call(0, "fib", 3));
        using ProofQueue queue = await FollowAsync(chain, folder);

        (Block Block, int Index, Felt Result, Felt Count)[] expected =
            [(first, 0, 55, 0), (first, 2, 120, 1), (second, 0, 720, 2), (second, 1, 2, 3)];
        Assert.Equal(expected.Length, queue.Count);
        foreach ((Block block, int index, Felt result, Felt count) in expected)
        {
            ProofJob job = await queue.OldestAsync(TestContext.Current.CancellationToken);
            InvokeOutput output = InvokeOutput.TryParse(job.Output.AsSpan())!;
            Assert.Equal(
                (block.Header.Number, block.Header.Hash, block.Transactions[index].Hash),
                (job.BlockNumber, job.BlockHash, job.TransactionHash));
            Assert.Equal([result], output.ReturnData);
            Assert.Equal(count, Assert.Single(output.Syscalls.OfType<ProvedSyscall.StorageRead>()).Value);
            queue.Remove(job);
        }
    }

    [Fact]
    public async Task Blocks_near_and_beyond_the_block_hash_buffer_are_replayed_and_state_is_read_once()
    {
        using LocalChain chain = new();
        using TemporaryFolder folder = new();
        for (int block = 0; block < 13; block++)
        {
            chain.Decide(chain.Call(0, "fib", 1));
        }

        using ProofQueue queue = await FollowAsync(chain, folder);
        Assert.Equal(13, queue.Count);
        Assert.Empty(Directory.EnumerateFiles(folder["data/mismatches"]));
        Assert.InRange(chain.StorageReads, 1, 40);
    }

    [Fact]
    public async Task A_restart_goes_on_behind_the_cursor_and_queues_nothing_twice()
    {
        using LocalChain chain = new();
        using TemporaryFolder folder = new();
        chain.Decide(chain.Call(0, "fib", 4));
        using (ProofQueue queue = await FollowAsync(chain, folder))
        {
            queue.Remove(await queue.OldestAsync(TestContext.Current.CancellationToken));
        }

        chain.Decide(chain.Call(0, "fib", 5));
        using (ProofQueue queue = await FollowAsync(chain, folder))
        {
            Assert.Equal(2ul, (await queue.OldestAsync(TestContext.Current.CancellationToken)).BlockNumber);
            Assert.Equal(1, queue.Count);
        }

        // As if the process had ended after queueing and before moving the cursor.
        File.Delete(folder["data/cursor.json"]);
        using (ProofQueue queue = await FollowAsync(chain, folder))
        {
            Assert.Equal(2, queue.Count);
        }
    }

    [Fact]
    public async Task Statements_that_the_execution_does_not_give_are_recorded_and_nothing_of_the_block_is_queued()
    {
        (string Words, Func<Block, Block> Block, Func<StateDiff, StateDiff> Diff)[] lies =
        [
            ("fee", block =>
                Receipt(block, receipt => receipt with { ActualFee = new FeePayment(receipt.ActualFee.Amount + 1) }), diff => diff),
            ("gas", block => Receipt(block, receipt => receipt with { Gas = receipt.Gas with { L2Gas = 1 } }), diff => diff),
            ("events", block => Receipt(block, receipt => receipt with { Events = receipt.Events.RemoveAt(0) }), diff => diff),
            ("revert reason", block => Receipt(block, receipt => receipt with { RevertReason = "no" }), diff => diff),
            ("storage", block => block, diff =>
                diff with { StorageDiffs = diff.StorageDiffs.SetItem(0, diff.StorageDiffs[0] with { Entries = [new(1, 2)] }) }),
            ("nonce", block => block, diff => diff with { Nonces = [] }),
            ("hash", block => Transaction(block, invoke => invoke with { Calldata = invoke.Calldata.SetItem(4, 5) }), diff => diff),
            ("hash", block => Transaction(block, invoke => invoke with { Tip = 1 }), diff => diff),
        ];
        foreach ((string words, Func<Block, Block> alterBlock, Func<StateDiff, StateDiff> alterDiff) in lies)
        {
            using LocalChain chain = new();
            using TemporaryFolder folder = new();
            chain.Decide(chain.Call(0, "fib", 4));
            chain.AlterBlock = alterBlock;
            chain.AlterDiff = (_, diff) => alterDiff(diff);
            using ProofQueue queue = await FollowAsync(chain, folder);

            Assert.Equal(0, queue.Count);
            string record = await File.ReadAllTextAsync(folder["data/mismatches/1.json"], TestContext.Current.CancellationToken);
            Assert.Contains(words, record);
        }
    }

    [Fact]
    public async Task Reverted_calls_views_and_calls_of_a_transaction_that_enters_the_contract_twice_are_not_queued()
    {
        using LocalChain chain = new();
        using TemporaryFolder folder = new();
        Felt fib = Selector.FromName("fib");
        chain.Decide(
            chain.Call(0, "fibonacci", 9),
            chain.Sign(1, [1, chain.Demo, fib, 2, 1, 1]),
            chain.Sign(2, [2, chain.Demo, fib, 1, 3, chain.Demo, fib, 1, 4]));
        using ProofQueue queue = await FollowAsync(chain, folder);

        Assert.Equal(0, queue.Count);
        Assert.Empty(Directory.EnumerateFiles(folder["data/mismatches"]));
    }

    [Fact]
    public async Task A_call_too_long_to_prove_is_left_out_and_the_others_of_its_block_are_queued()
    {
        using LocalChain chain = new();
        using TemporaryFolder folder = new();
        chain.Decide(chain.Call(0, "fib", 95_000), chain.Call(1, "fib", 3));
        using ProofQueue queue = await FollowAsync(chain, folder);

        Assert.Equal(1, (await queue.OldestAsync(TestContext.Current.CancellationToken)).TransactionIndex);
        Assert.Equal(1, queue.Count);
        Assert.Empty(Directory.EnumerateFiles(folder["data/mismatches"]));
        FailedCall left = Assert.Single(queue.Failed.Latest(10));
        Assert.Equal((1ul, "fib", 0), (left.BlockNumber, left.Call, left.Attempts));
        Assert.NotEmpty(left.Reason);
        WatcherStatus status = new WatcherStatusFile(folder["proofs"]).Read()!;
        Assert.Equal((1ul, 1), (status.FollowedBlock, status.FailedCount));
        Assert.Equal(left, Assert.Single(status.Failed));
    }

    [Fact]
    public async Task A_block_that_cannot_be_followed_is_told_and_followed_once_it_can()
    {
        using LocalChain chain = new();
        using TemporaryFolder folder = new();
        chain.Decide(chain.Call(0, "fib", 4));
        chain.Decide(chain.Call(0, "fib", 5));
        int failures = 0;
        Exception[] reasons = 
        [
            new InsufficientMemoryException("no room"),
            new IOException("disk full"),
            new InvalidOperationException("odd"),
            new HttpRequestException("away"),
        ];
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using ProofQueue queue = new(folder["data/queue"], 1000);
        WatcherStatusFile file = new(folder["proofs"]);
        List<string?> problems = [];
        chain.Failure = number =>
        {
            if (number == 2 && failures > 0)
            {
                problems.Add(file.Read()?.Problem);
            }

            return number == 2 && failures < reasons.Length ? reasons[failures++] : null;
        };
        Task following = Workers.Follower(chain, folder, queue).RunAsync(stop.Token);
        await Eventually.HoldsAsync(() => queue.Count == 2 || following.IsCompleted);
        Assert.False(following.IsCompleted);
        await Eventually.HoldsAsync(() => new CursorFile(folder["data/cursor.json"]).Read()?.Number == 2);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => following);
        Assert.Equal(reasons.Length, failures);
        Assert.Equal(reasons.Length, problems.Count);
        Assert.All(problems.Zip(reasons), pair => Assert.Contains(pair.Second.Message, pair.First, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_cursor_of_another_chain_is_refused()
    {
        using LocalChain one = new();
        using LocalChain other = new(genesisTime: 1_800_000_000);
        using TemporaryFolder folder = new();
        one.Decide(one.Call(0, "fib", 4));
        (await FollowAsync(one, folder)).Dispose();
        other.Decide(other.Call(0, "fib", 4));
        other.Decide(other.Call(0, "fib", 5));

        await Assert.ThrowsAsync<InvalidDataException>(() => FollowAsync(other, folder));
    }

    private static async Task<ProofQueue> FollowAsync(LocalChain chain, TemporaryFolder folder)
    {
        ProofQueue queue = new(folder["data/queue"], 1000);
        await Workers.Follower(chain, folder, queue).CatchUpAsync(TestContext.Current.CancellationToken);
        return queue;
    }

    private static Block Transaction(Block block, Func<InvokeTransaction, InvokeTransaction> alter) => block.Transactions.IsEmpty
        ? block
        : block with { Transactions = block.Transactions.SetItem(0, alter((InvokeTransaction)block.Transactions[0])) };

    private static Block Receipt(Block block, Func<TransactionReceipt, TransactionReceipt> alter) =>
        block with { Receipts = block.Receipts.IsEmpty ? [] : block.Receipts.SetItem(0, alter(block.Receipts[0])) };
}
