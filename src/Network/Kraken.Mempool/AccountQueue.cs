using System.Collections.Generic;
using System.Linq;

namespace Kraken.Mempool;

/// <summary>The waiting transactions of one account.</summary>
internal sealed class AccountQueue(ulong nonce)
{
    /// <summary>The account's nonce in the last committed state that the pool knows of.</summary>
    public ulong Nonce { get; set; } = nonce;

    /// <summary>By nonce.</summary>
    public SortedDictionary<ulong, PoolEntry> Waiting { get; } = [];

    /// <summary>The nonce after the unbroken row that begins with <see cref="Nonce"/>.</summary>
    public ulong Next()
    {
        ulong next = Nonce;
        while (Waiting.ContainsKey(next))
        {
            next++;
        }

        return next;
    }

    /// <summary>Each transaction with the reason why it waits, after <paramref name="commits"/> commits.</summary>
    public IEnumerable<(PoolEntry Entry, WaitReason Reason)> Reasons(ulong commits)
    {
        ulong next = Nonce;
        bool setAside = false;
        foreach ((ulong at, PoolEntry entry) in Waiting)
        {
            if (at != next)
            {
                yield return (entry, WaitReason.Gap);
                continue;
            }

            next++;
            setAside |= entry.OfferedFrom > commits;
            yield return (entry, setAside ? WaitReason.SetAside : WaitReason.Block);
        }
    }

    /// <summary>The transactions whose nonce was used.</summary>
    public List<PoolEntry> Used() => [.. Waiting.TakeWhile(pair => pair.Key < Nonce).Select(pair => pair.Value)];
}
