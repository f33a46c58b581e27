using System;
using System.Collections.Immutable;
using System.Text.Json;
using System.Threading;

namespace Kraken.Feeder.Serving;

/// <summary>A path of the gateways.</summary>
public sealed class FeederPath
{
    private readonly FeederLimits limits;
    private readonly ImmutableArray<string> parameters;
    private readonly Action<FeederRequest> handle;

    internal FeederPath(FeederLimits limits, string path, ImmutableArray<string> parameters, Action<FeederRequest> handle)
    {
        this.limits = limits;
        this.parameters = parameters;
        this.handle = handle;
        Path = path;
    }

    /// <summary>The path, such as "/feeder_gateway/get_block".</summary>
    public string Path { get; }

    /// <summary>The text that it answers with at once, where that is no JSON; null where it must be asked.</summary>
    public string? Text { get; internal init; }

    /// <summary>Whether it runs contracts, which takes other threads than reads do.</summary>
    public bool Runs { get; internal init; }

    /// <summary>Whether it hands a transaction to the node, by POST, and waits for the verdict; it is read by GET otherwise.</summary>
    public bool Submits { get; internal init; }

    /// <summary>Answers a request. May be called by several threads at once.</summary>
    /// <param name="query">What follows the path, from outside.</param>
    /// <param name="body">The body, from outside; empty for a path that is read.</param>
    /// <param name="answer">Takes one JSON value.</param>
    /// <param name="cancellation">Nobody waits for the answer any longer.</param>
    /// <exception cref="FeederException">It is refused; whatever was written is to be dropped.</exception>
    public void Answer(string query, ReadOnlyMemory<byte> body, Utf8JsonWriter answer, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(answer);
        handle(new(FeederQuery.Parse(query, limits, parameters.AsSpan()), body, answer, cancellation));
    }
}
