using System;

namespace Kraken.Rpc;

/// <summary>The bounds of the interface.</summary>
public sealed record RpcOptions
{
    /// <summary>The most bytes of a request's body; a declare of the largest class fits.</summary>
    public int MaxBodyBytes { get; init; } = 6 << 20;

    /// <summary>The most calls of a batch.</summary>
    public int MaxBatch { get; init; } = 128;

    /// <summary>The longest time that a call may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The most events of a page.</summary>
    public int MaxEventPage { get; init; } = 1024;

    /// <summary>The most keys of an event filter, all positions together.</summary>
    public int MaxEventKeys { get; init; } = 256;

    /// <summary>The most blocks with events that one request for events reads; the page then ends early, with a token to go on.</summary>
    public int MaxEventBlocks { get; init; } = 2000;

    /// <summary>The most transactions of an estimate or simulation.</summary>
    public int MaxSimulated { get; init; } = 64;

    /// <summary>The answer of starknet_specVersion.</summary>
    public string SpecVersion { get; init; } = "0.10.3";
}
