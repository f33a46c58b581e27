using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Proofs;
using Kraken.Watcher.Queue;
using Kraken.Watcher.Tests.Chain;
using Xunit;

namespace Kraken.Watcher.Tests.Queue;

public sealed class ProofQueueTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Calls_come_out_in_the_order_of_the_chain_whatever_the_order_in_which_they_came()
    {
        using TemporaryFolder folder = new();
        using ProofQueue queue = new(folder["queue"], 10);
        foreach ((ulong block, int index) in (IEnumerable<(ulong, int)>)[(10, 0), (9, 11), (9, 2), (100, 0), (9, 10)])
        {
            await queue.AddAsync(Job(block, index), Token);
        }

        List<(ulong, int)> order = [];
        while (queue.Count > 0)
        {
            ProofJob job = await queue.OldestAsync(Token);
            order.Add((job.BlockNumber, job.TransactionIndex));
            queue.Remove(job);
        }

        Assert.Equal([(9, 2), (9, 10), (9, 11), (10, 0), (100, 0)], order);
    }

    [Theory]
    [InlineData("\"reads\": [", "\"reads\": [{\"key\":\"0x9\",\"value\":\"0x1\"},{\"key\":\"0x9\",\"value\":\"0x2\"},")]
    [InlineData("\"output\": [", "\"outputs\": [")]
    public async Task A_call_whose_file_was_altered_is_set_aside(string whole, string altered)
    {
        using TemporaryFolder folder = new();
        using (ProofQueue queue = new(folder["queue"], 10))
        {
            await queue.AddAsync(Job(3, 1) with { Reads = [new(1, 2)] }, Token);
            await queue.AddAsync(Job(4, 0), Token);
        }

        string path = Directory.GetFiles(folder["queue"], "*.json").Order(StringComparer.Ordinal).First();
        string text = await File.ReadAllTextAsync(path, Token);
        Assert.Contains(whole, text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(path, text.Replace(whole, altered, StringComparison.Ordinal), Token);
        using ProofQueue again = new(folder["queue"], 10);
        Assert.Equal(4UL, (await again.OldestAsync(Token)).BlockNumber);
        Assert.Equal(1, again.Failed.Count);
    }

    [Fact]
    public async Task What_was_added_survives_and_adding_it_again_changes_nothing()
    {
        using TemporaryFolder folder = new();
        ProofJob job = Job(3, 1);
        using (ProofQueue queue = new(folder["queue"], 10))
        {
            await queue.AddAsync(job, Token);
            await queue.AddAsync(job, Token);
        }

        await File.WriteAllTextAsync(folder["queue/00000000000000000001-000000.json.unfinished"], "{", Token);
        using ProofQueue again = new(folder["queue"], 10);
        await again.AddAsync(job, Token);
        Assert.Equal(1, again.Count);
        ProofJob read = await again.OldestAsync(Token);
        Assert.Equal(job with { Calldata = read.Calldata, Reads = read.Reads, Output = read.Output }, read);
        Assert.Equal(job.Calldata, read.Calldata);
        Assert.Equal(job.Reads, read.Reads);
        Assert.Equal(job.Output, read.Output);
    }

    [Fact]
    public async Task A_full_queue_makes_the_adding_side_wait()
    {
        using TemporaryFolder folder = new();
        using ProofQueue queue = new(folder["queue"], 2);
        await queue.AddAsync(Job(1, 0), Token);
        await queue.AddAsync(Job(1, 1), Token);
        Task third = queue.AddAsync(Job(1, 2), Token);
        Assert.False(third.IsCompleted);
        Assert.Equal(2, queue.Count);

        queue.Remove(await queue.OldestAsync(Token));
        await third;
        Assert.Equal(2, queue.Count);
    }

    [Fact]
    public async Task A_damaged_file_is_set_aside()
    {
        using TemporaryFolder folder = new();
        using (ProofQueue queue = new(folder["queue"], 10))
        {
            await queue.AddAsync(Job(1, 0), Token);
            await queue.AddAsync(Job(2, 0), Token);
        }

        string first = "00000000000000000001-000000.json";
        await File.WriteAllTextAsync(folder["queue/" + first], "{\"block_number\":1", Token);
        using ProofQueue again = new(folder["queue"], 10);
        Assert.Equal(2ul, (await again.OldestAsync(Token)).BlockNumber);
        Assert.True(File.Exists(folder["queue/failed/" + first]));
        FailedCall damaged = Assert.Single(again.Failed.Latest(5));
        Assert.Equal((1ul, "the file of the call is damaged"), (damaged.BlockNumber, damaged.Reason));
    }

    [Fact]
    public async Task A_call_that_failed_waits_longer_each_time_lets_others_pass_and_is_given_up_in_the_end()
    {
        using TemporaryFolder folder = new();
        ManualClock clock = new();
        RetryRule rule = new(MaxAttempts: 3, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15));
        using ProofQueue queue = new(folder["queue"], 10, rule, clock);
        await queue.AddAsync(Job(1, 0), Token);
        await queue.AddAsync(Job(2, 0), Token);

        Fail(await queue.OldestAsync(Token), "first");
        Assert.Equal(2ul, (await queue.OldestAsync(Token)).BlockNumber);
        FailedCall waiting = Assert.Single(queue.Retrying(10));
        Assert.Equal(
            (1ul, "first", 1, clock.Now + TimeSpan.FromSeconds(5)),
            (waiting.BlockNumber, waiting.Reason, waiting.Attempts, waiting.At));
        clock.Now += TimeSpan.FromSeconds(5);
        Fail(await queue.OldestAsync(Token), "second");
        Assert.Equal(clock.Now + TimeSpan.FromSeconds(15), queue.Retrying(10)[0].At);
        clock.Now += TimeSpan.FromSeconds(15);
        Fail(await queue.OldestAsync(Token), new string('x', 5000));
        clock.Now += TimeSpan.FromHours(1);

        Assert.Equal(2ul, (await queue.OldestAsync(Token)).BlockNumber);
        Assert.Equal(1, queue.Count);
        FailedCall failed = Assert.Single(queue.Failed.Latest(10));
        Assert.Equal((1ul, 3, Job(1, 0).TransactionHash), (failed.BlockNumber, failed.Attempts, failed.TransactionHash));
        Assert.InRange(failed.Reason.Length, 100, 1100);
        Assert.Empty(queue.Retrying(10));
        Assert.Empty(Directory.EnumerateFiles(folder["queue"], "*.attempts"));

        void Fail(ProofJob job, string reason)
        {
            Assert.Equal(1ul, job.BlockNumber);
            queue.Begin(job);
            queue.Postpone(job, reason);
        }
    }

    [Fact]
    public async Task Attempts_that_ended_the_process_count_and_broken_off_ones_do_not()
    {
        using TemporaryFolder folder = new();
        ManualClock clock = new();
        RetryRule rule = new(MaxAttempts: 2, TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(1));
        for (int process = 0; process < 2; process++)
        {
            using ProofQueue queue = new(folder["queue"], 10, rule, clock);
            await queue.AddAsync(Job(1, 0), Token);
            clock.Now += TimeSpan.FromHours(1);
            ProofJob job = await queue.OldestAsync(Token);
            queue.Begin(job);
            queue.BreakOff(job);
            queue.Begin(await queue.OldestAsync(Token));
        }

        using ProofQueue last = new(folder["queue"], 10, rule, clock);
        await last.AddAsync(Job(2, 0), Token);
        clock.Now += TimeSpan.FromHours(1);
        Assert.Equal(2ul, (await last.OldestAsync(Token)).BlockNumber);
        FailedCall failed = Assert.Single(last.Failed.Latest(10));
        Assert.Equal((1ul, 2, "the process ended during the attempt"), (failed.BlockNumber, failed.Attempts, failed.Reason));
    }

    [Fact]
    public void Of_the_failed_calls_only_so_many_are_kept_the_latest()
    {
        using TemporaryFolder folder = new();
        FailedCalls failed = new(folder["failed"], 6, capacity: 3);
        for (ulong block = 1; block <= 4; block++)
        {
            failed.Add($"{block:D20}-000000.json", new FailedCall(block, block, "fib", "too long", 0, default));
        }

        Assert.Equal([4ul, 3, 2], failed.Latest(10).Select(call => call.BlockNumber));
        Assert.Equal([4ul], failed.Latest(1).Select(call => call.BlockNumber));
        FailedCalls again = new(folder["failed"], 6, capacity: 3);
        Assert.Equal(3, again.Count);
        Assert.Equal(failed.Latest(10), again.Latest(10));
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 20)]
    [InlineData(3, 80)]
    [InlineData(4, 100)]
    [InlineData(1000, 100)]
    public void Pauses_grow_to_a_longest(int attempts, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), new RetryRule(9, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(100)).After(attempts));

    internal static ProofJob Job(ulong block, int index) => new()
    {
        BlockNumber = block,
        BlockHash = block + 1000,
        StarknetVersion = "0.14.3",
        TransactionIndex = index,
        TransactionHash = (block * 100) + (ulong)index,
        Contract = 5,
        ClassHash = 6,
        Selector = 7,
        Calldata = [8, Felt.MinusOne],
        Gas = 9,
        Reads = [new(10, 11)],
        Output = [12, 13],
    };
}
