using System;
using System.Collections.Generic;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Farm.Amqp;
using Kraken.Farm.Jobs;
using Kraken.Farm.Tests.Jobs;
using Kraken.Farm.Tests.Servers;
using Kraken.Fields;
using Kraken.Watcher.Tests.Chain;
using RabbitMQ.Client;
using Xunit;

namespace Kraken.Farm.Tests.Amqp;

[Collection(FarmServers.Name)]
public sealed class AmqpJobQueueTests(FarmServers servers)
{
    private static ulong chains = 1000;

    // Each test has queues of its own, as each chain has.
    private readonly Felt genesis = Interlocked.Increment(ref chains);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_job_goes_to_one_taker_and_is_gone_when_it_is_acknowledged()
    {
        await using AmqpJobQueue queue = Open();
        await using AmqpJobQueue other = Open();
        RangeJob job = Job(1);
        await queue.PublishAsync(job, Token);
        IJobDelivery taken = (await other.TakeAsync(Token))!;
        Assert.Equal((job, 0, null), (taken.Job, taken.Attempts, taken.Problem));
        Assert.Null(await queue.TakeAsync(Token));
        await taken.AcknowledgeAsync(Token);
        await other.DisposeAsync();
        Assert.Null(await queue.TakeAsync(Token));
    }

    [Fact]
    public async Task A_job_whose_worker_ends_is_delivered_again_and_the_broker_counts()
    {
        await using AmqpJobQueue queue = Open();
        await queue.PublishAsync(Job(1) with { Attempts = 1 }, Token);
        for (int lost = 0; lost < 3; lost++)
        {
            AmqpJobQueue worker = Open();
            await using (worker)
            {
                IJobDelivery? taken = await TakenAsync(worker);
                Assert.Equal(1 + lost, taken!.Attempts);
            }
        }

        // What is put back is counted by its message alone.
        IJobDelivery last = (await TakenAsync(queue))!;
        Assert.Equal(4, last.Attempts);
        await last.ReturnAsync(last.Job! with { Attempts = 2 }, Token);
        Assert.Equal(2, (await TakenAsync(queue))!.Attempts);
    }

    [Fact]
    public async Task Older_blocks_come_first_and_among_those_of_an_age_the_first_to_come()
    {
        await using AmqpJobQueue queue = Open();
        DateTimeOffset now = DateTimeOffset.UtcNow;
        (ulong Block, TimeSpan Age)[] published =
        [
            (1, TimeSpan.FromMinutes(1)), (2, TimeSpan.FromMinutes(3)), (3, TimeSpan.FromHours(1)), (4, TimeSpan.FromMinutes(11)),
            (5, TimeSpan.FromMinutes(-1)), (6, TimeSpan.FromMinutes(9)),
        ];
        foreach ((ulong block, TimeSpan age) in published)
        {
            await queue.PublishAsync(ExampleJob.Of(block, block, genesis, decidedAt: now - age), Token);
        }

        foreach (ulong block in (ulong[])[3, 4, 2, 6, 1, 5])
        {
            IJobDelivery taken = (await queue.TakeAsync(Token))!;
            Assert.Equal(block, taken.Job!.FirstBlock);
            await taken.AcknowledgeAsync(Token);
        }
    }

    [Fact]
    public async Task Dead_letters_keep_body_and_reason()
    {
        await using AmqpJobQueue queue = Open();
        await queue.PublishAsync(Job(1), Token);
        await (await queue.TakeAsync(Token))!.BuryAsync("the witness is none", Token);
        Assert.Null(await queue.TakeAsync(Token));
        (byte[] body, string? reason) = (await queue.TakeDeadAsync(Token))!.Value;
        Assert.Equal(RangeJobCodec.Encode(Job(1)), body);
        Assert.Equal("the witness is none", reason);
    }

    [Theory]
    [InlineData(10, "{}")]
    [InlineData(RangeJobCodec.MaxBytes + 1, null)]
    [InlineData(5_000_000, null)]
    public async Task A_message_that_is_no_job_is_delivered_as_such_and_buried_within_the_bound(int bytes, string? text)
    {
        await using AmqpJobQueue queue = Open();
        Assert.Null(await queue.TakeAsync(Token));
        byte[] message = text is null ? new byte[bytes] : Encoding.UTF8.GetBytes(text);
        await PublishRawAsync(message, new() { ["x-delivery-count"] = "hostile" });
        IJobDelivery taken = (await queue.TakeAsync(Token))!;
        Assert.Null(taken.Job);
        Assert.Equal(0, taken.Attempts);
        await taken.BuryAsync(taken.Problem!, Token);
        (byte[] body, string? reason) = (await queue.TakeDeadAsync(Token))!.Value;
        Assert.Equal(Math.Min(message.Length, RangeJobCodec.MaxBytes), body.Length);
        Assert.StartsWith("job", reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_that_counts_more_attempts_than_a_message_has_room_for_goes_back_as_a_job()
    {
        await using AmqpJobQueue queue = Open();
        Assert.Null(await queue.TakeAsync(Token));
        byte[] message = RangeJobCodec.Encode(Job(1) with { Attempts = RangeJob.MaxCount });
        await PublishRawAsync(message, new() { ["x-delivery-count"] = long.MaxValue });
        IJobDelivery taken = (await queue.TakeAsync(Token))!;
        Assert.Equal(RangeJob.MaxCount, taken.Attempts);
        await taken.ReturnAsync(taken.Job! with { Attempts = taken.Attempts }, Token);
        Assert.NotNull((await queue.TakeAsync(Token))!.Job);
    }

    [Fact]
    public async Task After_the_broker_is_killed_and_started_again_nothing_that_was_published_is_missing()
    {
        await using AmqpJobQueue queue = Open();
        for (ulong block = 1; block <= 20; block++)
        {
            await queue.PublishAsync(Job(block), Token);
        }

        IJobDelivery held = (await queue.TakeAsync(Token))!;
        await servers.Broker.KillAsync();
        FarmUnavailableException away = await Assert.ThrowsAsync<FarmUnavailableException>(() => queue.PublishAsync(Job(21), Token));
        Assert.Contains($"queue amqp://127.0.0.1:{servers.Broker.Port}/", away.Message, StringComparison.Ordinal);
        await servers.Broker.RestartAsync();

        // What was held cannot be settled any more, and is delivered again.
        await Assert.ThrowsAsync<FarmUnavailableException>(() => held.AcknowledgeAsync(Token));
        SortedSet<ulong> blocks = [];
        while (blocks.Count < 20)
        {
            IJobDelivery? taken = await TakenAsync(queue);
            blocks.Add(taken!.Job!.FirstBlock);
            await taken.AcknowledgeAsync(Token);
        }
    }

    [Fact]
    public async Task Failures_are_told_without_credentials()
    {
        string address = $"amqp://wronguser:wrong%2Fpassword@127.0.0.1:{servers.Broker.Port}";
        await using AmqpJobQueue queue = new(servers.Broker.Parsed(address), genesis, TimeProvider.System);
        FarmUnavailableException refused = await Assert.ThrowsAsync<FarmUnavailableException>(() => queue.TakeAsync(Token));
        Assert.DoesNotContain("wrong", refused.ToString(), StringComparison.OrdinalIgnoreCase);
        await using AmqpJobQueue nowhere =
            new(servers.Broker.Parsed($"amqp://wronguser:wrongword@127.0.0.1:{ServerProcess.FreePort()}"), genesis, TimeProvider.System);
        refused = await Assert.ThrowsAsync<FarmUnavailableException>(() => nowhere.PublishAsync(Job(1), Token));
        Assert.DoesNotContain("wrong", refused.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    // A message comes back when the broker has seen that the connection ended.
    private static async Task<IJobDelivery?> TakenAsync(AmqpJobQueue queue)
    {
        IJobDelivery? taken = null;
        await Eventually.HoldsAsync(() =>
        {
            try
            {
                return (taken = queue.TakeAsync(Token).GetAwaiter().GetResult()) is not null;
            }
            catch (FarmUnavailableException)
            {
                // The queues choose their leaders.
                return false;
            }
        });
        return taken;
    }

    private RangeJob Job(ulong block) => ExampleJob.Of(block, block, genesis);

    private AmqpJobQueue Open() => new(servers.Broker.Parsed(), genesis, TimeProvider.System);

    private async Task PublishRawAsync(byte[] message, Dictionary<string, object?> headers)
    {
        ConnectionFactory factory = new() { HostName = "127.0.0.1", Port = servers.Broker.Port };
        await using IConnection connection = await factory.CreateConnectionAsync(Token);
        await using IChannel channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), Token);
        await channel.BasicPublishAsync(
            "",
            new AmqpTopology(genesis).QueueOf(AgeBand.New),
            mandatory: true,
            new BasicProperties { Persistent = true, Headers = headers },
            message,
            Token);
    }
}
