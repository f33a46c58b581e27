using System;
using Kraken.Consensus.Simulation.Clock;

namespace Kraken.Consensus.Simulation.Links;

/// <summary>
/// Links between instances: delays, losses, duplicates, cuts. A link that is full drops what is sent, as a node's queue does.
/// </summary>
/// <param name="clock">The world's time.</param>
/// <param name="count">How many instances.</param>
/// <param name="random">The network's own numbers.</param>
/// <param name="deliver">Called with sender, receiver and bytes.</param>
internal sealed class SimulatedNetwork(VirtualClock clock, int count, SeededRandom random, Action<int, int, byte[]> deliver)
{
    /// <summary>Messages on the way on one link at most.</summary>
    public const int MaxInFlight = 4_096;

    /// <summary>Bytes on the way on one link at most.</summary>
    public const int MaxBytesInFlight = 4 << 20;

    private const long BytesPerMicrosecond = 50;

    private readonly bool[,] cut = new bool[count, count];
    private readonly int[,] inFlight = new int[count, count];
    private readonly long[,] bytesInFlight = new long[count, count];
    private readonly long[,] lastArrival = new long[count, count];

    /// <summary>How messages are treated.</summary>
    public LinkConditions Conditions { get; set; } = LinkConditions.Clean;

    /// <summary>Says per link whether a message passes, beside the cuts; null for all.</summary>
    public Func<int, int, byte[], bool>? Filter { get; set; }

    /// <summary>Messages that were dropped because a link was full.</summary>
    public long Overflowed { get; private set; }

    /// <summary>True when what the one sends cannot reach the other.</summary>
    public bool IsCut(int from, int to) => cut[from, to];

    /// <summary>Cuts or mends one direction of a link.</summary>
    public void Cut(int from, int to, bool isCut) => cut[from, to] = isCut;

    /// <summary>Cuts every link between a group and the rest.</summary>
    public void Partition(uint group)
    {
        for (int from = 0; from < count; from++)
        {
            for (int to = 0; to < count; to++)
            {
                cut[from, to] = ((group >> from) & 1) != ((group >> to) & 1);
            }
        }
    }

    /// <summary>Mends every link.</summary>
    public void Heal() => Array.Clear(cut);

    /// <summary>Sends bytes.</summary>
    public void Send(int from, int to, byte[] bytes)
    {
        if (cut[from, to] || random.Chance(Conditions.Loss) || Filter?.Invoke(from, to, bytes) == false)
        {
            return;
        }

        Carry(from, to, bytes);
        if (random.Chance(Conditions.Duplicate))
        {
            Carry(from, to, bytes);
        }
    }

    private void Carry(int from, int to, byte[] bytes)
    {
        if (inFlight[from, to] >= MaxInFlight || bytesInFlight[from, to] + bytes.Length > MaxBytesInFlight)
        {
            Overflowed++;
            return;
        }

        long delay = random.Between(Conditions.MinDelay, Conditions.MaxDelay) + (bytes.Length / BytesPerMicrosecond);
        if (random.Chance(Conditions.Spike))
        {
            delay += random.Between(0, Conditions.MaxSpike);
        }

        long arrival = clock.Now + delay;
        if (!random.Chance(Conditions.Reorder))
        {
            arrival = Math.Max(arrival, lastArrival[from, to]);
            lastArrival[from, to] = arrival;
        }

        inFlight[from, to]++;
        bytesInFlight[from, to] += bytes.Length;
        clock.After(arrival - clock.Now, () =>
        {
            inFlight[from, to]--;
            bytesInFlight[from, to] -= bytes.Length;
            if (!cut[from, to])
            {
                deliver(from, to, bytes);
            }
        });
    }
}
