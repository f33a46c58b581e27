using System;

namespace Kraken.Rpc;

/// <summary>
/// The bounds of WebSocket connections and their subscriptions. A client is a remote address (of IPv6 the network of 64 bits). What bounds
/// calls bounds those that come over a socket too: see <see cref="RpcOptions"/>.
/// </summary>
public sealed record SocketLimits
{
    /// <summary>The most sockets of all clients.</summary>
    public int MaxConnections { get; init; } = 512;

    /// <summary>The most sockets of one client.</summary>
    public int MaxClientConnections { get; init; } = 128;

    /// <summary>The most subscriptions of one socket.</summary>
    public int MaxSubscriptions { get; init; } = 64;

    /// <summary>The most subscriptions of all sockets of one client.</summary>
    public int MaxClientSubscriptions { get; init; } = 2048;

    /// <summary>The most subscriptions of all clients.</summary>
    public int MaxTotalSubscriptions { get; init; } = 8192;

    /// <summary>The most addresses in the filter of a subscription.</summary>
    public int MaxAddresses { get; init; } = 128;

    /// <summary>The most bytes of a message from a client; a declare of the largest class fits.</summary>
    public int MaxMessageBytes { get; init; } = 6 << 20;

    /// <summary>
    /// The bytes of notifications that are made for a socket before the client has taken those before them: more are made only then, up to
    /// one notification beyond.
    /// </summary>
    public int MaxUnsentBytes { get; init; } = 64 << 10;

    /// <summary>The most blocks that a client which reads too slowly may be behind the chain; beyond, its socket is closed.</summary>
    public int MaxBlocksBehind { get; init; } = 2048;

    /// <summary>The longest time that a client may take to take 64 KiB; beyond, its socket is cut.</summary>
    public TimeSpan SendTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest time from the first byte of a client's message to its last.</summary>
    public TimeSpan MessageTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest time without a message from a client that has no subscription.</summary>
    public TimeSpan IdleTime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How often a client that sends nothing is asked whether it is there, and how long its answer may take.</summary>
    public TimeSpan PingInterval { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How often the chain is looked at while there are subscriptions.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMilliseconds(20);
}
