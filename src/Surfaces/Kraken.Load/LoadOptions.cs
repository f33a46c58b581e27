using System;
using System.Collections.Immutable;
using Kraken.Starknet.Genesis;

namespace Kraken.Load;

/// <summary>What the client sends, where and how fast.</summary>
public sealed record LoadOptions
{
    /// <summary>The accounts that every development chain has.</summary>
    public const int PredeployedAccounts = 10;

    /// <summary>The most accounts that the client funds and sends from.</summary>
    public const int MaxAccounts = GenesisBounds.MaxAccounts;

    /// <summary>The most accounts that a run deploys: each address is funded before.</summary>
    public const int MaxDeployments = 20_000;

    /// <summary>JSON-RPC addresses of the nodes; accounts go to each in turn.</summary>
    public required ImmutableArray<Uri> Nodes { get; init; }

    /// <summary>Transactions per second; at the end of the run, when it begins with another rate.</summary>
    public required double Rate { get; init; }

    /// <summary>Transactions per second at the beginning; null for the same all along.</summary>
    public double? RampFrom { get; init; }

    /// <summary>How long to send.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>How often each kind is sent.</summary>
    public KindWeights Weights { get; init; } = KindWeights.Default;

    /// <summary>The argument of fib and fact.</summary>
    public uint Size { get; init; } = 100;

    /// <summary>How many accounts send, 1 to <see cref="MaxAccounts"/>: others than the predeployed are funded and deployed.</summary>
    public int Accounts { get; init; } = PredeployedAccounts;

    /// <summary>How long to wait, after the last transaction was sent, for the last to be included.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The most transactions that are due and have not been sent, for all accounts together. What comes due beyond them is counted as
    /// refused: a network that takes less than it is sent must not fill the client.
    /// </summary>
    public int MaxBacklog { get; init; } = 20_000;

    /// <summary>The most transactions that are followed from their sending to their block; what comes due beyond them is refused.</summary>
    public int MaxFollowed { get; init; } = 100_000;

    /// <summary>Whether the block that is being decided is asked for; without it there are no latencies to pre-confirmation.</summary>
    public bool ObservesPreConfirmed { get; init; } = true;

    /// <summary>A file of signed transactions to send instead of signing; null to sign.</summary>
    public string? PresignedFile { get; init; }

    /// <summary>How many transactions come due, from what the rates and the duration say.</summary>
    public long Total => Schedule.Total;

    internal RateSchedule Schedule => new(RampFrom ?? Rate, Rate, Duration);
}
