using System.Collections.Generic;
using System.Threading;

namespace Kraken.Rpc.Limits;

/// <summary>How many of something clients have, all together and each. Safe for several threads.</summary>
/// <param name="max">The most of all clients.</param>
/// <param name="maxPerClient">The most of one client.</param>
internal sealed class CountShares(int max, int maxPerClient)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, int> byClient = [];
    private int count;

    internal int Count
    {
        get
        {
            lock (gate)
            {
                return count;
            }
        }
    }

    /// <summary>Takes one more for a client.</summary>
    /// <returns>Null when it was taken; else the bound that is reached, to be told to the client.</returns>
    internal int? Take(string client)
    {
        lock (gate)
        {
            int own = byClient.GetValueOrDefault(client);
            if (own >= maxPerClient)
            {
                return maxPerClient;
            }

            if (count >= max)
            {
                return max;
            }

            byClient[client] = own + 1;
            count++;
            return null;
        }
    }

    /// <summary>Gives some back that a client took.</summary>
    internal void Return(string client, int number = 1)
    {
        if (number == 0)
        {
            return;
        }

        lock (gate)
        {
            count -= number;
            int left = byClient[client] - number;
            if (left == 0)
            {
                byClient.Remove(client);
            }
            else
            {
                byClient[client] = left;
            }
        }
    }
}
