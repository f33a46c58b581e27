using System.Collections.Generic;
using System.Threading;

namespace Kraken.Rpc.Methods;

/// <summary>
/// What was asked for last, by block number, up to a number of bytes; the longest unused goes first. Safe for several threads.
/// </summary>
/// <param name="maxBytes">Bytes of all entries together.</param>
internal sealed class RecentBytes<T>(long maxBytes)
    where T : class
{
    private readonly Lock gate = new();
    private readonly Dictionary<ulong, LinkedListNode<(ulong Number, T Value, long Bytes)>> entries = [];
    private readonly LinkedList<(ulong Number, T Value, long Bytes)> order = new();
    private long bytes;

    internal long Bytes
    {
        get
        {
            lock (gate)
            {
                return bytes;
            }
        }
    }

    internal T? Find(ulong number)
    {
        lock (gate)
        {
            if (!entries.TryGetValue(number, out LinkedListNode<(ulong Number, T Value, long Bytes)>? entry))
            {
                return null;
            }

            order.Remove(entry);
            order.AddLast(entry);
            return entry.Value.Value;
        }
    }

    internal void Keep(ulong number, T value, long weight)
    {
        lock (gate)
        {
            if (weight > maxBytes || entries.ContainsKey(number))
            {
                return;
            }

            while (bytes + weight > maxBytes)
            {
                (ulong oldest, _, long freed) = order.First!.Value;
                order.RemoveFirst();
                entries.Remove(oldest);
                bytes -= freed;
            }

            entries.Add(number, order.AddLast((number, value, weight)));
            bytes += weight;
        }
    }
}
