using System;

namespace Kraken.Execution.Tests.Limits;

/// <summary>A clock that advances a millisecond whenever somebody looks at it, and tells of each look.</summary>
internal sealed class CheckClock(Action<int>? looked = null) : TimeProvider
{
    public int Looks { get; private set; }

    public override long TimestampFrequency => 1000;

    public override long GetTimestamp()
    {
        looked?.Invoke(Looks);
        return Looks++;
    }
}
