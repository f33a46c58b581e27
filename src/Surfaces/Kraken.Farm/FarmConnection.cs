using System;
using System.Diagnostics.CodeAnalysis;
using System.IO;
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
    private readonly S3Objects? objects;
    private readonly AmqpJobQueue jobs;

    private FarmConnection(AmqpAddress queue, S3Address? bucket, string folder, Felt genesis, TimeProvider clock)
    {
        this.queue = queue;
        objects = bucket is null ? null : new S3Objects(bucket);
        Store = objects is null ? Path.GetFullPath(folder) : bucket!.ToString();
        jobs = new AmqpJobQueue(queue, genesis, clock);
        IObjectStore store = objects is null ? new FileObjects(Store) : objects;
        Farm = new RangeFarm(jobs, new WitnessStore(store), new ObjectRangeStore(store));
    }

    /// <summary>Where planner and workers meet.</summary>
    public RangeFarm Farm { get; }

    /// <summary>The store's address, without credentials.</summary>
    public string Store { get; }

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

        S3Address? bucket = null;
        if (S3Address.Fits(store) && !S3Address.TryParse(store, environment, out bucket, out problem))
        {
            return false;
        }

        if (bucket is null && (store.Length == 0 || store.Contains("://", StringComparison.Ordinal)))
        {
            problem = "store: expected s3://... or a folder, got something else";
            return false;
        }

        connection = new FarmConnection(broker, bucket, store, genesis, clock);
        return true;
    }

    /// <summary>Both addresses, without credentials.</summary>
    public override string ToString() => $"queue {queue}, store {Store}";

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await jobs.DisposeAsync().ConfigureAwait(false);
        objects?.Dispose();
    }
}
