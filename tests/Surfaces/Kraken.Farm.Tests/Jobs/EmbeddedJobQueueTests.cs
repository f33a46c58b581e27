using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Farm.Jobs;
using Kraken.Proofs.Ranges;
using Kraken.Watcher.Tests.Chain;
using Xunit;

namespace Kraken.Farm.Tests.Jobs;

public sealed class EmbeddedJobQueueTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Jobs_come_by_their_first_blocks_each_to_one_taker()
    {
        EmbeddedJobQueue queue = Open();
        foreach (ulong block in (ulong[])[12, 3, 100])
        {
            await queue.PublishAsync(ExampleJob.Of(block, block), Token);
        }

        foreach (ulong block in (ulong[])[3, 12, 100])
        {
            Assert.Equal(block, (await queue.TakeAsync(Token))!.Job!.FirstBlock);
        }

        Assert.Null(await queue.TakeAsync(Token));
        Assert.Equal(3, queue.Count);
    }

    [Fact]
    public async Task A_job_is_delivered_until_it_is_settled_and_each_lost_attempt_counts()
    {
        await Open().PublishAsync(ExampleJob.Of(1, 2), Token);
        for (int lost = 0; lost < 3; lost++)
        {
            IJobDelivery? taken = await Open().TakeAsync(Token);
            Assert.Equal(lost, taken!.Attempts);
        }

        EmbeddedJobQueue queue = Open();
        IJobDelivery? last = await queue.TakeAsync(Token);
        await last!.ReturnAsync(last.Job! with { Attempts = 1 }, Token);
        IJobDelivery? returned = await Open().TakeAsync(Token);
        Assert.Equal(1, returned!.Attempts);
        await returned.AcknowledgeAsync(Token);
        Assert.Null(await Open().TakeAsync(Token));
    }

    [Fact]
    public async Task The_same_job_again_changes_nothing_and_one_with_another_witness_begins_anew()
    {
        await Open().PublishAsync(ExampleJob.Of(1, 2), Token);
        await Open().TakeAsync(Token);
        EmbeddedJobQueue queue = Open();
        await queue.PublishAsync(ExampleJob.Of(1, 2), Token);
        Assert.Equal(1, (await queue.TakeAsync(Token))!.Attempts);
        string digest = new('a', 64);
        RangeJob other = ExampleJob.Of(1, 2);
        other = other with { WitnessSha256 = digest, WitnessKey = RangeJob.KeyOf(other.Key, digest) };
        queue = Open();
        await queue.PublishAsync(other, Token);
        Assert.Equal(0, (await queue.TakeAsync(Token))!.Attempts);
    }

    [Fact]
    public async Task Dead_letters_keep_their_reason_within_its_bound_and_damaged_files_are_set_aside()
    {
        EmbeddedJobQueue queue = Open();
        await queue.PublishAsync(ExampleJob.Of(1, 2), Token);
        await (await queue.TakeAsync(Token))!.BuryAsync("no\nluck " + new string('x', 2 * UnprovedBlock.MaxReason), Token);
        string dead = await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(folder["jobs/dead"])), Token);
        Assert.Contains("no luck xxx", dead, StringComparison.Ordinal);
        Assert.True(dead.Length < 2 * UnprovedBlock.MaxReason);
        Assert.Equal(0, queue.Count);

        await File.WriteAllTextAsync(folder["jobs/00000000000000000001-00000000000000000001.json"], "{}", Token);
        Assert.Equal(0, Open().Count);
        Assert.Equal(2, Directory.GetFiles(folder["jobs/dead"]).Length);
    }

    [Fact]
    public async Task More_attempts_than_a_job_counts_are_no_reason_to_lose_it()
    {
        await Open().PublishAsync(ExampleJob.Of(1, 2) with { Attempts = RangeJob.MaxCount }, Token);
        await Open().TakeAsync(Token);
        IJobDelivery taken = (await Open().TakeAsync(Token))!;
        Assert.Equal(RangeJob.MaxCount, taken.Attempts);
        await taken.ReturnAsync(taken.Job! with { Attempts = taken.Attempts }, Token);
        Assert.Equal(1, Open().Count);
    }

    private EmbeddedJobQueue Open() => new(folder["jobs"]);
}
