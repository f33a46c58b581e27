using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Farm.Jobs;
using Kraken.Fields;
using RabbitMQ.Client;

namespace Kraken.Farm.Amqp;

/// <summary>
/// The queue of a farm, on RabbitMQ: quorum queues by the age of the blocks, persistent messages that count as published when the broker
/// has confirmed them, one message at a time for each worker, acknowledged when its result is stored. What is put back is published anew
/// and confirmed before the message that it came from is acknowledged: ending between the two makes a second job, never none.
/// </summary>
/// <param name="address">The broker.</param>
/// <param name="genesis">The hash of the chain's block 0: every chain has queues of its own.</param>
/// <param name="clock">The time, by which jobs are old or new.</param>
public sealed class AmqpJobQueue(AmqpAddress address, Felt genesis, TimeProvider clock) : IRangeJobQueue, IAsyncDisposable
{
    private const string JobType = "kraken.range-job";
    private const string ReasonHeader = "x-kraken-reason";
    private const string AttemptsHeader = "x-kraken-attempts";
    private const string CutHeader = "x-kraken-bytes";
    private const string CountHeader = "x-delivery-count";

    private readonly AmqpSession session = new(address, genesis);

    private string Where => address.ToString();

    /// <inheritdoc/>
    public Task PublishAsync(RangeJob job, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(job);
        return session.DoAsync(
            $"publish {job.Key}",
            async (channel, limit) =>
            {
                await PublishAsync(channel, QueueOf(job), RangeJobCodec.Encode(job), null, limit).ConfigureAwait(false);
                return true;
            },
            cancellation);
    }

    /// <inheritdoc/>
    public Task<IJobDelivery?> TakeAsync(CancellationToken cancellation) => session.DoAsync<IJobDelivery?>(
        "take a job",
        async (channel, limit) =>
        {
            foreach (AgeBand band in AgeBands.InOrder)
            {
                string queue = session.Topology.QueueOf(band);
                if (await channel.BasicGetAsync(queue, autoAck: false, limit).ConfigureAwait(false) is { } got)
                {
                    return new Delivery(this, channel, got);
                }
            }

            return null;
        },
        cancellation);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => session.DisposeAsync();

    /// <summary>Takes the oldest of the dead letters, which is gone then; null when there is none.</summary>
    internal Task<(byte[] Body, string? Reason)?> TakeDeadAsync(CancellationToken cancellation) => session.DoAsync<(byte[], string?)?>(
        "take a dead letter",
        async (channel, limit) =>
        {
            BasicGetResult? got = await channel.BasicGetAsync(session.Topology.Dead, autoAck: true, limit).ConfigureAwait(false);
            return got is null ? null : (got.Body.ToArray(), Text(got.BasicProperties, ReasonHeader));
        },
        cancellation);

    private static ValueTask PublishAsync(
        IChannel channel, string queue, ReadOnlyMemory<byte> body, Dictionary<string, object?>? headers, CancellationToken cancellation) =>
        channel.BasicPublishAsync(
            exchange: string.Empty,
            routingKey: queue,
            mandatory: true,
            new BasicProperties
            {
                Persistent = true, Type = JobType, ContentType = "application/json", Headers = headers,
            },
            body,
            cancellation);

    private static string? Text(IReadOnlyBasicProperties properties, string header) =>
        properties.Headers is { } headers && headers.TryGetValue(header, out object? value) && value is byte[] bytes
            ? System.Text.Encoding.UTF8.GetString(bytes)
            : null;

    private string QueueOf(RangeJob job)
    {
        TimeSpan age = clock.GetUtcNow() - job.DecidedAt;
        return session.Topology.QueueOf(AgeBands.Of(age));
    }

    private sealed class Delivery : IJobDelivery
    {
        private readonly AmqpJobQueue queue;
        private readonly IChannel taken;
        private readonly ulong tag;
        private readonly byte[] body;

        public Delivery(AmqpJobQueue queue, IChannel taken, BasicGetResult got)
        {
            this.queue = queue;
            this.taken = taken;
            tag = got.DeliveryTag;
            body = got.Body.ToArray();
            bool isJob = RangeJobCodec.TryDecode(body, out RangeJob? job, out string? problem);
            (Job, Problem) = (isJob ? job : null, problem);

            // The job goes back with this count, for which a message has room.
            Attempts = Math.Min(RangeJob.MaxCount, (job?.Attempts ?? 0) + Redelivered(got.BasicProperties));
        }

        public RangeJob? Job { get; }

        public string? Problem { get; }

        public int Attempts { get; }

        public Task AcknowledgeAsync(CancellationToken cancellation) => DoAsync("acknowledge a job", (_, _) => default, cancellation);

        public Task ReturnAsync(RangeJob changed, CancellationToken cancellation) => DoAsync(
            "put a job back",
            (channel, limit) => PublishAsync(channel, queue.QueueOf(changed), RangeJobCodec.Encode(changed), null, limit),
            cancellation);

        public Task BuryAsync(string reason, CancellationToken cancellation)
        {
            ReadOnlyMemory<byte> kept = body.AsMemory(0, Math.Min(body.Length, RangeJobCodec.MaxBytes));
            Dictionary<string, object?> headers = new()
            {
                [ReasonHeader] = DeadLetter.Shortened(reason), [AttemptsHeader] = Attempts, [CutHeader] = body.Length,
            };
            return DoAsync(
                "put a job among the dead letters",
                (channel, limit) => PublishAsync(channel, queue.session.Topology.Dead, kept, headers, limit),
                cancellation);
        }

        // The count is the broker's, the header anybody's.
        private static int Redelivered(IReadOnlyBasicProperties properties) =>
            properties.Headers is { } headers && headers.TryGetValue(CountHeader, out object? count)
                ? count switch
                {
                    long number => (int)Math.Clamp(number, 0, RangeJob.MaxCount),
                    int number => Math.Clamp(number, 0, RangeJob.MaxCount),
                    _ => 0,
                }
                : 0;

        private Task DoAsync(string what, Func<IChannel, CancellationToken, ValueTask> before, CancellationToken cancellation) =>
            queue.session.DoAsync(
                what,
                async (channel, limit) =>
                {
                    // Only the channel that a message came by can settle it; where that is lost the broker delivers it again.
                    if (channel != taken)
                    {
                        throw new FarmUnavailableException($"queue {queue.Where}: cannot {what}: its connection was lost");
                    }

                    await before(channel, limit).ConfigureAwait(false);
                    await channel.BasicAckAsync(tag, multiple: false, limit).ConfigureAwait(false);
                    return true;
                },
                cancellation);
    }
}
