using System;
using System.Threading;
using System.Threading.Tasks;

namespace Kraken.Stark.Prover;

/// <summary>The search of a nonce on all cores: the first good one in the order (high, low).</summary>
internal static class NonceSearch
{
    /// <summary>The first good nonce (high &lt;&lt; 32) | low with low below 2^lowBits, smallest high first, then smallest low.</summary>
    /// <param name="lowBits">Bits of the low word that are searched before the high one advances, at least logChunk.</param>
    /// <param name="logChunk">log2 of the nonces that are looked at together.</param>
    /// <param name="find">
    /// The place of the first good nonce among the 2^logChunk from one on, negative if none is; called from all cores.
    /// </param>
    /// <param name="cancellation">Ends the search.</param>
    /// <exception cref="OperationCanceledException">The search was ended.</exception>
    public static ulong First(int lowBits, int logChunk, Func<ulong, int> find, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(lowBits, logChunk);
        long next = -1;
        long best = long.MaxValue;
        Parallel.For(0, Environment.ProcessorCount, _ =>
        {
            while (true)
            {
                // Chunks are handed out in order and a chunk is always finished, so the smallest hit wins.
                long chunk = Interlocked.Increment(ref next);
                if (chunk >= Interlocked.Read(ref best) || cancellation.IsCancellationRequested)
                {
                    return;
                }

                if (InChunk(chunk, lowBits, logChunk, find) is not null)
                {
                    Minimum(ref best, chunk);
                    return;
                }
            }
        });
        cancellation.ThrowIfCancellationRequested();
        return InChunk(best, lowBits, logChunk, find) ?? throw new InvalidOperationException("the nonce found is none");
    }

    /// <summary>Lowers a shared value.</summary>
    internal static void Minimum(ref long target, long value)
    {
        for (long seen = Interlocked.Read(ref target); value < seen;)
        {
            long before = Interlocked.CompareExchange(ref target, value, seen);
            if (before == seen)
            {
                return;
            }

            seen = before;
        }
    }

    private static ulong? InChunk(long chunk, int lowBits, int logChunk, Func<ulong, int> find)
    {
        ulong first = (ulong)chunk << logChunk;
        ulong nonce = ((first >> lowBits) << 32) | (first & ((1UL << lowBits) - 1));
        int place = find(nonce);
        return place < 0 ? null : nonce + (uint)place;
    }
}
