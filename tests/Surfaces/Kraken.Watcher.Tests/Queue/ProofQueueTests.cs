using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Fields;
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
    }

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
