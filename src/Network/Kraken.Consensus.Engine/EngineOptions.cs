using System;

namespace Kraken.Consensus.Engine;

/// <summary>What a node may choose for itself.</summary>
public sealed record EngineOptions
{
    /// <summary>How often a validator tells its height and repeats what peers may lack of a height that does not end.</summary>
    public TimeSpan ReminderInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Small messages (votes, requests) of one peer that wait for the engine; more are dropped, and repeated by their sender.
    /// </summary>
    public int SmallMessagesPerPeer { get; init; } = 1024;

    /// <summary>Bytes of messages with blocks of one peer that wait for the engine; more are dropped, and asked for again.</summary>
    public long BlockBytesPerPeer { get; init; } = 16 << 20;

    /// <summary>Threads that check signatures.</summary>
    public int VerifyingThreads { get; init; } = Math.Max(1, Environment.ProcessorCount - 1);

    /// <summary>How long the log waits before it tries again to write what the disk refused.</summary>
    public TimeSpan StorageRetry { get; init; } = TimeSpan.FromSeconds(1);
}
