using System;

namespace Kraken.L1;

/// <summary>
/// What an Ethereum node, and whoever pays for messages there, costs this process at most. Neither is believed to mean well: an answer
/// past a limit is an error, and a message past one is passed over.
/// </summary>
public sealed record L1Limits
{
    /// <summary>The most characters of a node's address.</summary>
    public const int MaxUrlLength = 1024;

    /// <summary>
    /// The most bytes of an answer: more than the logs of one full block of Ethereum take as text, so that nobody can stop the reading
    /// of blocks by filling one.
    /// </summary>
    public int MaxAnswerBytes { get; init; } = 64 << 20;

    /// <summary>The most logs of an answer.</summary>
    public int MaxLogs { get; init; } = 1 << 16;

    /// <summary>The most blocks that one question covers; halved where an answer is refused, down to one.</summary>
    public ulong MaxBlocks { get; init; } = 1000;

    /// <summary>The most messages that are held; no further blocks are read while so many wait for the chain.</summary>
    public int MaxHeld { get; init; } = 10_000;

    /// <summary>The bytes of calldata with which no further blocks are read; those of one answer may be above.</summary>
    public long MaxHeldBytes { get; init; } = 64 << 20;

    /// <summary>The most messages that are remembered though no block takes them; of more the oldest are forgotten.</summary>
    public int MaxRefused { get; init; } = 1000;

    /// <summary>The most transactions of L1 whose messages are remembered after the chain consumed them.</summary>
    public int MaxTransactions { get; init; } = 10_000;

    /// <summary>How many blocks are read again behind one that L1 gave up, and before the newest at a start.</summary>
    public ulong Rewind { get; init; } = 7200;

    /// <summary>How long an answer may take.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a validator waits for a message that it has not seen.</summary>
    public TimeSpan MessagePatience { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The time between two looks at L1.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>How long the newest block may stay the same before operators are told; a slot of Ethereum is twelve seconds.</summary>
    public TimeSpan StaleHead { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a message is held before it is proposed, so that other validators have seen it too.</summary>
    public TimeSpan Cooldown { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long after a message was proposed it is proposed again, where no block consumed it.</summary>
    public TimeSpan Retry { get; init; } = TimeSpan.FromSeconds(30);
}
