using System.Collections.Generic;
using System.Linq;
using System.Threading;

namespace Kraken.P2P.Admission;

/// <summary>
/// The connections of strangers, bounded in all and by address. A new one is always let in: the oldest that has sent nothing makes
/// room, else the oldest. So sockets that are opened and left idle keep nobody out; an honest handshake takes milliseconds. Where the
/// limit of all is passed, the address that has most makes room, so that one address cannot push out the others.
/// </summary>
internal sealed class PendingHandshakes(ConnectionLimits limits)
{
    private readonly Lock gate = new();
    private readonly List<PendingHandshake> oldestFirst = [];
    private long evictions;

    /// <summary>How many there are.</summary>
    public int Count
    {
        get
        {
            lock (gate)
            {
                return oldestFirst.Count;
            }
        }
    }

    /// <summary>How many had to leave for others so far.</summary>
    public long Evictions
    {
        get
        {
            lock (gate)
            {
                return evictions;
            }
        }
    }

    /// <summary>Lets a connection in.</summary>
    public void Enter(PendingHandshake entering)
    {
        PendingHandshake? evicted = null;
        lock (gate)
        {
            if (oldestFirst.Count(pending => pending.From == entering.From) >= limits.MaxPendingPerAddress)
            {
                evicted = RemoveOldest(oldestFirst.Where(pending => pending.From == entering.From));
            }
            else if (oldestFirst.Count >= limits.MaxPendingHandshakes)
            {
                evicted = RemoveOldest(OfTheBusiestAddress(oldestFirst));
            }

            oldestFirst.Add(entering);
        }

        evicted?.Evict();
    }

    /// <summary>The connection sent its first bytes; its handshake costs memory and computing, not only a socket.</summary>
    public void Begins(PendingHandshake pending)
    {
        PendingHandshake? evicted = null;
        lock (gate)
        {
            if (!oldestFirst.Contains(pending))
            {
                // It had to leave before its first bytes were looked at.
                return;
            }

            PendingHandshake[] active = [.. oldestFirst.Where(other => other.IsActive)];
            if (active.Length >= limits.MaxActiveHandshakes)
            {
                evicted = RemoveOldest(OfTheBusiestAddress(active));
            }

            pending.IsActive = true;
        }

        evicted?.Evict();
    }

    public void Leave(PendingHandshake leaving)
    {
        lock (gate)
        {
            oldestFirst.Remove(leaving);
        }
    }

    private static IEnumerable<PendingHandshake> OfTheBusiestAddress(IEnumerable<PendingHandshake> among) =>
        among.GroupBy(pending => pending.From).MaxBy(address => address.Count())!;

    private PendingHandshake RemoveOldest(IEnumerable<PendingHandshake> among)
    {
        PendingHandshake oldest = among.FirstOrDefault(pending => pending.IsSilent()) ?? among.First();
        oldestFirst.Remove(oldest);
        evictions++;
        return oldest;
    }
}
