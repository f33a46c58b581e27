using System;

namespace Kraken.L1;

/// <summary>How far a node has read its L1, for operators.</summary>
public sealed record L1Standing
{
    /// <summary>The newest block that the Ethereum node named; zero before it was heard.</summary>
    public ulong Head { get; init; }

    /// <summary>When the head last grew; null before it was heard.</summary>
    public DateTimeOffset? HeadSince { get; init; }

    /// <summary>The last block whose messages were read; zero before one was.</summary>
    public ulong LastRead { get; init; }

    /// <summary>Blocks with enough confirmations that were not read yet.</summary>
    public ulong Lag { get; init; }

    /// <summary>Looks at L1 that ended well.</summary>
    public long Looks { get; init; }

    /// <summary>Looks at L1 that failed.</summary>
    public long Failures { get; init; }

    /// <summary>How often L1 gave up a block that had its confirmations.</summary>
    public long Reorganisations { get; init; }

    /// <summary>Messages that were read; those of blocks that were read again count again.</summary>
    public long Messages { get; init; }
}
