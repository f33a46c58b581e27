using System;
using System.Collections.Generic;
using Kraken.Consensus.Engine.Log;

namespace Kraken.Consensus.Engine.Machine;

/// <summary>Executions that began and, as far as the log knows, never ended: the process died in them. None is begun without end.</summary>
internal sealed class Attempts(EngineLimits limits)
{
    // 2^12 reminders are about an hour.
    private const int LongestWait = 12;

    private readonly Dictionary<BlockDigest, int> fatal = [];
    private int reminders;

    /// <summary>True after a block could not be built at this height: the next one leaves out what may have been the cause.</summary>
    public bool BuildFailed { get; set; }

    /// <summary>True when executing this block ended the process too often.</summary>
    public bool AreExhausted(BlockDigest block) => FatalOf(block) >= limits.FatalAttempts;

    /// <summary>
    /// True while a block is not tried again that ended the process too often, though there is no way around it: the process lives for
    /// twice as many reminders each time.
    /// </summary>
    public bool MustWait(BlockDigest block) => AreExhausted(block) && reminders < 1 << Math.Min(FatalOf(block), LongestWait);

    /// <summary>The interval of repetition passed.</summary>
    public void Remind() => reminders++;

    /// <summary>A replayed log tells of an attempt.</summary>
    public void Began(LogRecord.Attempt attempt)
    {
        fatal[attempt.Block] = fatal.GetValueOrDefault(attempt.Block) + 1;
        BuildFailed |= attempt.Block == default && fatal[default] >= limits.FatalAttempts;
    }

    /// <summary>An attempt ended, whatever its outcome.</summary>
    public void Ended(BlockDigest block) => fatal.Remove(block);

    public void Clear()
    {
        fatal.Clear();
        BuildFailed = false;
    }

    private int FatalOf(BlockDigest block) => fatal.GetValueOrDefault(block);
}
