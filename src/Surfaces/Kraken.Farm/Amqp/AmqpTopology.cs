using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Fields;
using RabbitMQ.Client;

namespace Kraken.Farm.Amqp;

/// <summary>The exchanges and queues of a chain's jobs. Declaring them again changes nothing.</summary>
/// <param name="genesis">The hash of the chain's block 0, which is part of every name.</param>
internal sealed class AmqpTopology(Felt genesis)
{
    /// <summary>Deliveries after which the broker itself gives a job up: workers do so before.</summary>
    public const int DeliveryLimit = 50;

    private const int MaxWaiting = 100_000;

    /// <summary>The queue of jobs that nobody can do.</summary>
    public string Dead => $"kraken.ranges.{genesis}.dead";

    private string DeadExchange => $"kraken.ranges.{genesis}.dead-letters";

    /// <summary>The queue of an age.</summary>
    public string QueueOf(AgeBand band) => $"kraken.ranges.{genesis}.{Enum.GetName(band)!.ToLowerInvariant()}";

    /// <summary>Makes what is missing.</summary>
    public async Task DeclareAsync(IChannel channel, CancellationToken cancellation)
    {
        await channel.ExchangeDeclareAsync(DeadExchange, ExchangeType.Fanout, durable: true, cancellationToken: cancellation)
            .ConfigureAwait(false);
        await DeclareAsync(channel, Dead, Limits(DeadLetter.MaxKept, "drop-head"), cancellation).ConfigureAwait(false);
        await channel.QueueBindAsync(Dead, DeadExchange, string.Empty, cancellationToken: cancellation).ConfigureAwait(false);
        foreach (AgeBand band in AgeBands.InOrder)
        {
            Dictionary<string, object?> arguments = Limits(MaxWaiting, "reject-publish");
            arguments["x-delivery-limit"] = DeliveryLimit;
            arguments["x-dead-letter-exchange"] = DeadExchange;
            arguments["x-dead-letter-strategy"] = "at-least-once";
            await DeclareAsync(channel, QueueOf(band), arguments, cancellation).ConfigureAwait(false);
        }
    }

    private static Dictionary<string, object?> Limits(int most, string overflow) => new()
    {
        ["x-queue-type"] = "quorum",
        ["x-max-length"] = most,
        ["x-overflow"] = overflow,
    };

    private static Task DeclareAsync(
        IChannel channel, string name, Dictionary<string, object?> arguments, CancellationToken cancellation) => channel.QueueDeclareAsync(
            name, durable: true, exclusive: false, autoDelete: false, arguments, cancellationToken: cancellation);
}
