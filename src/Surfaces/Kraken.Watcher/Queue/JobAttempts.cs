using System;

namespace Kraken.Watcher.Queue;

/// <summary>What became of the attempts to prove a call; written before each, so that one that ends the process counts too.</summary>
/// <param name="Count">How many were begun.</param>
/// <param name="Reason">How the last one ended.</param>
/// <param name="NextAt">When the next one may begin, UTC.</param>
internal sealed record JobAttempts(int Count, string Reason, DateTimeOffset NextAt)
{
    /// <summary>No attempt yet.</summary>
    public static JobAttempts None { get; } = new(0, "", DateTimeOffset.MinValue);
}
