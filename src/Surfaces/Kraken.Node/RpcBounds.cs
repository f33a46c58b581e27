using System;
using Kraken.Rpc;

namespace Kraken.Node;

/// <summary>The bounds of JSON-RPC that an operator may choose; null for the usual one.</summary>
public sealed record RpcBounds
{
    /// <summary>The most connections, and half as many WebSockets.</summary>
    public int? MaxConnections { get; init; }

    /// <summary>The most connections of one client, and half as many WebSockets.</summary>
    public int? MaxClientConnections { get; init; }

    /// <summary>The most calls of a batch.</summary>
    public int? MaxBatch { get; init; }

    /// <summary>The longest time that a request may take, in seconds.</summary>
    public int? TimeoutSeconds { get; init; }

    /// <summary>The threads of methods that run contracts or read much.</summary>
    public int? HeavyThreads { get; init; }

    /// <summary>The threads of all other methods that read.</summary>
    public int? LightThreads { get; init; }

    /// <summary>The most heavy requests that wait for a thread.</summary>
    public int? MaxWaitingHeavy { get; init; }

    /// <summary>The most events of a page.</summary>
    public int? MaxEventPage { get; init; }

    /// <summary>These in place of those of usual bounds.</summary>
    internal RpcOptions On(RpcOptions usual) => usual with
    {
        MaxConnections = MaxConnections ?? usual.MaxConnections,
        MaxClientConnections = MaxClientConnections ?? usual.MaxClientConnections,
        MaxBatch = MaxBatch ?? usual.MaxBatch,
        Timeout = TimeoutSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : usual.Timeout,
        HeavyThreads = HeavyThreads ?? usual.HeavyThreads,
        LightThreads = LightThreads ?? usual.LightThreads,
        MaxWaitingHeavy = MaxWaitingHeavy ?? usual.MaxWaitingHeavy,
        MaxEventPage = MaxEventPage ?? usual.MaxEventPage,
        Sockets = usual.Sockets with
        {
            MaxConnections = MaxConnections / 2 ?? usual.Sockets.MaxConnections,
            MaxClientConnections = MaxClientConnections / 2 ?? usual.Sockets.MaxClientConnections,
        },
    };
}
