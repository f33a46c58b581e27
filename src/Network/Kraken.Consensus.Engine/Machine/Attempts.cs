using System.Collections.Generic;
using Kraken.Consensus.Engine.Log;

namespace Kraken.Consensus.Engine.Machine;

/// <summary>Executions that began and, as far as the log knows, never ended: the process died in them. None is begun without end.</summary>
internal sealed class Attempts(EngineLimits limits)
{
    private readonly Dictionary<BlockDigest, int> fatal = [];

    /// <summary>True after a block could not be built at this height: the next one leaves out what may have been the cause.</summary>
    public bool BuildFailed { get; set; }

    /// <summary>True when executing this block ended the process too often.</summary>
    public bool AreExhausted(BlockDigest block) => fatal.GetValueOrDefault(block) >= limits.FatalAttempts;

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
}
