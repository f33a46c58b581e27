using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Proofs;
using Kraken.Watcher.Proving;
using Kraken.Watcher.Queue;
using Kraken.Watcher.Tests.Chain;
using Kraken.Watcher.Tests.Proving;
using Xunit;

namespace Kraken.Watcher.Tests.Queue;

/// <summary>A call that was given up for its failures gets one more attempt at every start and every day, when nothing else waits.</summary>
public sealed class GivenUpCallTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly ManualClock clock = new();
    private readonly List<ulong> begun = [];
    private readonly CountingProver prover;
    private readonly RetryRule rule = new(MaxAttempts: 3, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15));
    private Exception? failure = new IOException("no room");

    public GivenUpCallTests() => prover = new()
    {
        Before = job =>
        {
            begun.Add(job.BlockNumber);
            if (failure is not null)
            {
                throw failure;
            }
        },
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task It_is_tried_once_more_after_a_day_and_then_after_another()
    {
        using ProofQueue queue = Open();
        await GiveUpAsync(queue);
        int attempts = begun.Count;
        clock.Now += rule.Again;
        Assert.False(await IsTriedAsync(queue));

        clock.Now += TimeSpan.FromSeconds(1);
        Assert.True(await IsTriedAsync(queue));
        Assert.Equal((1, 0), (queue.Count, queue.Failed.Count));
        FailedCall waiting = Assert.Single(queue.Retrying(5));
        Assert.Equal((3, "IOException: no room"), (waiting.Attempts, waiting.Reason));
        clock.Now += rule.Longest;
        Assert.False(await IsTriedAsync(queue));
        Assert.Equal((0, 1), (queue.Count, queue.Failed.Count));
        Assert.Equal(attempts + 1, begun.Count);

        clock.Now += rule.Again + TimeSpan.FromSeconds(1);
        failure = null;
        Assert.True(await IsTriedAsync(queue));
        Assert.Equal((0, 0), (queue.Count, queue.Failed.Count));
        Assert.Single(prover.Proved);
        Assert.Empty(Directory.EnumerateFiles(folder["queue"], "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task It_is_tried_once_more_when_the_watcher_starts_after_what_waits()
    {
        using (ProofQueue queue = Open())
        {
            await GiveUpAsync(queue);
            await queue.AddAsync(ProofQueueTests.Job(9, 0), Token);
        }

        failure = null;
        begun.Clear();
        clock.Now += TimeSpan.FromSeconds(1);
        using ProofQueue again = Open();
        Assert.Equal((1, 1), (again.Count, again.Failed.Count));
        Assert.True(await IsTriedAsync(again));
        Assert.True(await IsTriedAsync(again));
        Assert.Equal([9ul, 1], begun);
        Assert.Equal((0, 0), (again.Count, again.Failed.Count));
    }

    [Fact]
    public async Task One_that_ends_the_process_does_so_once_and_not_at_every_start()
    {
        using (ProofQueue queue = Open())
        {
            await GiveUpAsync(queue);
        }

        clock.Now += TimeSpan.FromMinutes(1);
        using (ProofQueue ended = Open())
        {
            ended.Begin(await ended.OldestAsync(Token));
        }

        int attempts = begun.Count;
        clock.Now += TimeSpan.FromMinutes(1);
        using ProofQueue next = Open();
        Assert.False(await IsTriedAsync(next));
        Assert.Equal((0, 1, attempts), (next.Count, next.Failed.Count, begun.Count));
        Assert.Equal("the process ended during the attempt", Assert.Single(next.Failed.Latest(5)).Reason);
    }

    [Fact]
    public async Task A_call_that_cannot_be_proved_does_not_come_back()
    {
        failure = new ProofRefusedException("too long");
        using (ProofQueue queue = Open())
        {
            await queue.AddAsync(ProofQueueTests.Job(1, 0), Token);
            Assert.True(await IsTriedAsync(queue));
        }

        clock.Now += TimeSpan.FromDays(2);
        using ProofQueue again = Open();
        Assert.False(await IsTriedAsync(again));
        Assert.Equal("too long", Assert.Single(again.Failed.Latest(5)).Reason);
    }

    [Fact]
    public async Task A_full_queue_takes_none_back()
    {
        using ProofQueue queue = Open(capacity: 1);
        await GiveUpAsync(queue);
        await queue.AddAsync(ProofQueueTests.Job(2, 0), Token);
        clock.Now += rule.Again + TimeSpan.FromSeconds(1);
        Assert.True(await IsTriedAsync(queue));
        Assert.False(await IsTriedAsync(queue));
        Assert.Equal((1, 1), (queue.Count, queue.Failed.Count));
    }

    [Fact]
    public async Task One_whose_file_is_gone_stays_listed()
    {
        using ProofQueue queue = Open();
        await GiveUpAsync(queue);
        File.Delete(folder["queue/failed/00000000000000000001-000000.json"]);
        clock.Now += rule.Again + TimeSpan.FromSeconds(1);
        Assert.False(await IsTriedAsync(queue));
        Assert.Equal((0, 1), (queue.Count, queue.Failed.Count));
    }

    private ProofQueue Open(int capacity = 10) => new(folder["queue"], capacity, rule, clock);

    private async Task GiveUpAsync(ProofQueue queue)
    {
        await queue.AddAsync(ProofQueueTests.Job(1, 0), Token);
        for (int attempt = 0; attempt < rule.MaxAttempts; attempt++)
        {
            Assert.True(await IsTriedAsync(queue));
            clock.Now += rule.Longest;
        }

        Assert.False(await IsTriedAsync(queue));
        Assert.Equal((0, 1), (queue.Count, queue.Failed.Count));
    }

    /// <summary>Whether a call was there to be tried; it was then tried once.</summary>
    private async Task<bool> IsTriedAsync(ProofQueue queue)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        Task<ProofJob> oldest = queue.OldestAsync(stop.Token);
        if (!oldest.IsCompleted)
        {
            // The queue has looked and waits.
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => oldest);
            return false;
        }

        int before = begun.Count;
        await Workers.Worker(folder, queue, prover, new FileProofStore(folder["proofs"]), clock: clock).ProveOldestAsync(Token);
        Assert.Equal(before + 1, begun.Count);
        return true;
    }
}
