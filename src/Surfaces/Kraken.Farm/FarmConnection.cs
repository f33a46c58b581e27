using System;
using System.Diagnostics.CodeAnalysis;
using System.Threading.Tasks;
using Kraken.Farm.Amqp;
using Kraken.Farm.Objects;
using Kraken.Farm.Witnesses;
using Kraken.Fields;

namespace Kraken.Farm;

/// <summary>A farm whose queue is a broker and whose store is an S3 server, or a folder that all its machines share.</summary>
public sealed class FarmConnection : IAsyncDisposable
{
    private readonly AmqpAddress queue;
    private readonly StoreConnection store;
    private readonly AmqpJobQueue jobs;

    private FarmConnection(AmqpAddress queue, StoreConnection store, Felt genesis, TimeProvider clock)
    {
        this.queue = queue;
        this.store = store;
        jobs = new AmqpJobQueue(queue, genesis, clock);
        Farm = new RangeFarm(jobs, new WitnessStore(store.Objects), store.Proofs);
    }

    /// <summary>Where planner and workers meet.</summary>
    public RangeFarm Farm { get; }

    /// <summary>The store's address, without credentials.</summary>
    public string Store => store.ToString();

    /// <summary>Reads both addresses; nothing is connected yet.</summary>
    /// <param name="queue">The broker, as <see cref="AmqpAddress"/> has it.</param>
    /// <param name="store">The store, as <see cref="S3Address"/> has it, or a folder.</param>
    /// <param name="genesis">The hash of the chain's block 0.</param>
    /// <param name="environment">Gives variables of the environment.</param>
    /// <param name="clock">The time.</param>
    /// <param name="connection">The farm.</param>
    /// <param name="problem">What was expected; it repeats no address, which may hold credentials.</param>
    public static bool TryOpen(
        string queue,
        string store,
        Felt genesis,
        Func<string, string?> environment,
        TimeProvider clock,
        [NotNullWhen(true)] out FarmConnection? connection,
        [NotNullWhen(false)] out string? problem)
    {
        connection = null;
        if (!AmqpAddress.TryParse(queue, environment, out AmqpAddress? broker, out problem))
        {
            return false;
        }

        if (!StoreConnection.TryOpen(store, environment, out StoreConnection? opened, out problem))
        {
            return false;
        }

        connection = new FarmConnection(broker, opened, genesis, clock);
        return true;
    }

    /// <summary>Both addresses, without credentials.</summary>
    public override string ToString() => $"queue {queue}, store {Store}";

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await jobs.DisposeAsync().ConfigureAwait(false);
        store.Dispose();
    }
}
