using System;
using System.Threading;
using System.Threading.Tasks;

namespace Kraken.Stark.Prover;

/// <summary>The search of a nonce on all cores: the first good one in the order (high, low).</summary>
internal static class NonceSearch
{
    /// <summary>Nonces that are looked at together.</summary>
    public const int ChunkSize = 1 << ChunkLog;

    private const int ChunkLog = 10;

    /// <summary>The first good nonce (high &lt;&lt; 32) | low with low below 2^lowBits, smallest high first, then smallest low.</summary>
    /// <param name="lowBits">At least 10.</param>
    /// <param name="find">
    /// The place of the first good nonce among the <see cref="ChunkSize"/> from one on, negative if none is; called from all cores.
    /// </param>
    /// <param name="cancellation">Ends the search.</param>
    /// <exception cref="OperationCanceledException">The search was ended.</exception>
    public static ulong First(int lowBits, Func<ulong, int> find, CancellationToken cancellation)
    {
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

                if (InChunk(chunk, lowBits, find) is not null)
                {
                    Minimum(ref best, chunk);
                    return;
                }
            }
        });
        cancellation.ThrowIfCancellationRequested();
        return InChunk(best, lowBits, find) ?? throw new InvalidOperationException("the nonce found is none");
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

    private static ulong? InChunk(long chunk, int lowBits, Func<ulong, int> find)
    {
        ulong first = (ulong)chunk << ChunkLog;
        ulong nonce = ((first >> lowBits) << 32) | (first & ((1UL << lowBits) - 1));
        int place = find(nonce);
        return place < 0 ? null : nonce + (uint)place;
    }
}
