using System;
using Kraken.Stark.Channels;

namespace Kraken.Stark.Fri;

/// <summary>Sampling of the queried positions.</summary>
public static class QueryPositions
{
    /// <summary>
    /// Draws positions of a domain of 2^logSize points: each drawn word modulo the size, exactly count of them, duplicates kept, in the
    /// order of drawing.
    /// </summary>
    public static uint[] DrawRaw<TChannel>(TChannel channel, int logSize, int count)
        where TChannel : IChannel
    {
        uint[] positions = new uint[count];
        Span<uint> words = stackalloc uint[8];
        for (int taken = 0; taken < count;)
        {
            int drawn = channel.DrawU32s(words);
            for (int i = 0; i < drawn && taken < count; i++)
            {
                positions[taken++] = words[i] & (uint)((1UL << logSize) - 1);
            }
        }

        return positions;
    }

    /// <summary>Draws positions, then sorts them and drops duplicates.</summary>
    public static uint[] Draw<TChannel>(TChannel channel, int logSize, int count)
        where TChannel : IChannel => Sort(DrawRaw(channel, logSize, count));

    /// <summary>Sorts positions, in place, and gives them without duplicates.</summary>
    public static uint[] Sort(uint[] positions)
    {
        Array.Sort(positions);
        return positions[..Deduplicate(positions)];
    }

    /// <summary>Moves the different values of a sorted span to its front; returns how many there are.</summary>
    public static int Deduplicate(Span<uint> sorted)
    {
        int count = 0;
        foreach (uint position in sorted)
        {
            if (count == 0 || sorted[count - 1] != position)
            {
                sorted[count++] = position;
            }
        }

        return count;
    }

    /// <summary>The positions of a domain 2^shift times smaller, without duplicates.</summary>
    public static uint[] Fold(ReadOnlySpan<uint> sorted, int shift)
    {
        uint[] folded = new uint[sorted.Length];
        for (int i = 0; i < folded.Length; i++)
        {
            folded[i] = sorted[i] >> shift;
        }

        return folded[..Deduplicate(folded)];
    }
}
