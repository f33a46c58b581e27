using System;

namespace Kraken.P2P.Admission;

/// <summary>For how long a peer that broke the rules is refused. For one thread at a time.</summary>
internal sealed class PeerPenalty(ConnectionLimits limits, TimeProvider time)
{
    private TimeSpan last;
    private DateTimeOffset until = DateTimeOffset.MinValue;

    /// <summary>For how much longer.</summary>
    public TimeSpan Remaining => until - time.GetUtcNow() is { Ticks: > 0 } remaining ? remaining : TimeSpan.Zero;

    /// <summary>
    /// Notes an offence. Those of a time in which the peer is refused already change nothing: they are found in what it sent before.
    /// </summary>
    /// <returns>How long the peer is refused from now.</returns>
    public TimeSpan Add()
    {
        DateTimeOffset now = time.GetUtcNow();
        if (now < until)
        {
            return until - now;
        }

        bool isForgotten = last == TimeSpan.Zero || now - until >= limits.PenaltyMemory;
        last = isForgotten ? limits.FirstPenalty : last * 2 < limits.LastPenalty ? last * 2 : limits.LastPenalty;
        until = now + last;
        return last;
    }
}
