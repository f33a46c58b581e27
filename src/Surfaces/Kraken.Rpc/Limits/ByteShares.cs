using System.Collections.Generic;
using System.Threading;

namespace Kraken.Rpc.Limits;

/// <summary>Bytes that requests of all clients hold together, with a share that no client may pass. Safe for several threads.</summary>
/// <param name="what">What the bytes are, for errors.</param>
/// <param name="maxBytes">Bytes of all clients.</param>
/// <param name="maxClientBytes">Bytes of one client.</param>
internal sealed class ByteShares(string what, long maxBytes, long maxClientBytes)
{
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

            if (bytes > maxBytes - used)
            {
                throw new ServerBusyException($"server busy: {what} of all clients may have {maxBytes} bytes at a time");
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
