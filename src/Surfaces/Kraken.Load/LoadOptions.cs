using System;
using System.Collections.Immutable;

namespace Kraken.Load;

/// <summary>What the client sends, where and how fast.</summary>
public sealed record LoadOptions
{
    /// <summary>JSON-RPC addresses of the nodes; transactions go to each in turn.</summary>
    public required ImmutableArray<Uri> Nodes { get; init; }

    /// <summary>Transactions per second.</summary>
    public required double Rate { get; init; }

    /// <summary>How long to send.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>The weight of ERC-20 transfers.</summary>
    public int TransferWeight { get; init; } = 8;

    /// <summary>The weight of calls of fib.</summary>
    public int FibonacciWeight { get; init; } = 1;

    /// <summary>The weight of calls of fact.</summary>
    public int FactorialWeight { get; init; } = 1;

    /// <summary>The argument of fib and fact.</summary>
    public uint Size { get; init; } = 100;

    /// <summary>How long to wait, after the last transaction was sent, for the last to be included.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);
}
