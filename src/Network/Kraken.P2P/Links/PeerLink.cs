using System;
using System.Threading;
using Kraken.P2P.Admission;

namespace Kraken.P2P.Links;

/// <summary>All that is known of one peer; it outlives the peer's connections, of which there is at most one at a time.</summary>
internal sealed class PeerLink(PeerAddress address, ConnectionLimits limits, TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly PeerPenalty penalty = new(limits, time);
    private readonly TokenBucket connects = new(limits.ConnectionsPerSecond, limits.ConnectionBurst, time);
    private PeerConnection? connection;

    public PeerAddress Address => address;

    public PeerId Peer => address.Id;

    public LinkCounters Counters { get; } = new();

    /// <summary>The present connection.</summary>
    public PeerConnection? Connection => Volatile.Read(ref connection);

    /// <summary>State and counts.</summary>
    public LinkStatistics Statistics
    {
        get
        {
            PeerConnection? present = Connection;
            return Counters.Snapshot(Peer, present is not null, present?.QueuedBytes ?? 0);
        }
    }

    /// <summary>For how much longer the peer is refused.</summary>
    public TimeSpan Refused
    {
        get
        {
            lock (gate)
            {
                return penalty.Remaining;
            }
        }
    }

    /// <summary>Makes a connection the peer's only one. A peer that connects anew lost the old one, whatever this side believes.</summary>
    /// <param name="next">The new connection.</param>
    /// <param name="replaced">The connection that it replaces, for the caller to end.</param>
    /// <returns>Null, or why it must not be served.</returns>
    public string? TryReplace(PeerConnection next, out PeerConnection? replaced)
    {
        lock (gate)
        {
            replaced = null;
            if (penalty.Remaining > TimeSpan.Zero)
            {
                Counters.Refused();
                return $"the peer is refused for {penalty.Remaining}";
            }

            if (!connects.TryTake())
            {
                Counters.Refused();
                return $"more than {limits.ConnectionsPerSecond} connections a second";
            }

            replaced = connection;
            Volatile.Write(ref connection, next);
            Counters.Connected();
            return null;
        }
    }

    /// <summary>Forgets a connection that ended, if it is still the present one.</summary>
    public void Remove(PeerConnection ended) => Interlocked.CompareExchange(ref connection, null, ended);

    /// <summary>Notes an offence.</summary>
    /// <returns>How long the peer is refused from now.</returns>
    public TimeSpan Penalize()
    {
        Counters.Offended();
        lock (gate)
        {
            return penalty.Add();
        }
    }
}
