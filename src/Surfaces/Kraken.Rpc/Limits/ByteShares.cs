using System.Collections.Generic;
using System.Threading;

namespace Kraken.Rpc.Limits;

/// <summary>Bytes that requests of all clients hold together, with a share that no client may pass. Safe for several threads.</summary>
/// <param name="what">What the bytes are, for errors.</param>
/// <param name="maxBytes">Bytes of all clients.</param>
/// <param name="maxClientBytes">Bytes of one client.</param>
/// <param name="reservedBytes">How many of all are kept for clients that hold at most <see cref="SmallClientBytes"/>.</param>
internal sealed class ByteShares(string what, long maxBytes, long maxClientBytes, long reservedBytes = 0)
{
    /// <summary>What most clients never pass: a few that take much must not keep the others from being served.</summary>
    internal const int SmallClientBytes = 1 << 20;

    private readonly Lock gate = new();
    private readonly Dictionary<string, long> byClient = [];
    private long used;

    internal long Used
    {
        get
        {
            lock (gate)
            {
                return used;
            }
        }
    }

    /// <summary>Takes bytes.</summary>
    /// <exception cref="ServerBusyException">There are not as many left.</exception>
    internal void Take(string client, long bytes)
    {
        lock (gate)
        {
            long own = byClient.GetValueOrDefault(client);
            if (bytes > maxClientBytes - own)
            {
                throw new ServerBusyException($"server busy: {what} of one address may have {maxClientBytes} bytes at a time");
            }

            long most = own + bytes <= SmallClientBytes ? maxBytes : maxBytes - reservedBytes;
            if (bytes > most - used)
            {
                throw new ServerBusyException($"server busy: {what} of all clients may have {most} bytes at a time");
            }

            byClient[client] = own + bytes;
            used += bytes;
        }
    }

    /// <summary>Gives bytes back.</summary>
    internal void Return(string client, long bytes)
    {
        lock (gate)
        {
            used -= bytes;
            long own = byClient[client] - bytes;
            if (own == 0)
            {
                byClient.Remove(client);
            }
            else
            {
                byClient[client] = own;
            }
        }
    }
}
