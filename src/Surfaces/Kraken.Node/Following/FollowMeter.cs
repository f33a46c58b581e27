using System;
using System.Diagnostics.Metrics;
using Kraken.Node.Operating;
using Kraken.Sync.Following;

namespace Kraken.Node.Following;

/// <summary>Where a follower stands, for operators: read when it is asked for.</summary>
internal sealed class FollowMeter : IDisposable
{
    private readonly Meter meter = new("Kraken.Node");

    /// <summary>Begins to answer.</summary>
    /// <param name="folder">The follower's folder.</param>
    internal FollowMeter(string folder, OpenChain chain, ChainFollower follower)
    {
        // A source may claim any height until it is asked for the blocks.
        ChainMeter.Add(
            meter, folder, chain.Store, chain.Natives, () => Math.Min(follower.Progress()?.HighestNumber ?? 0, long.MaxValue));
    }

    /// <inheritdoc/>
    public void Dispose() => meter.Dispose();
}
