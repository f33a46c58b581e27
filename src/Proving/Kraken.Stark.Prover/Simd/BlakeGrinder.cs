using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Threading;
using System.Threading.Tasks;

namespace Kraken.Stark.Prover.Simd;

/// <summary>
/// Searches the proof-of-work nonce of the BLAKE2s channel, eight at a time on all cores. The nonce found is the first in the order
/// (high, low) with low below 2^lowBits, so that the proof is a function of its input.
/// </summary>
internal static unsafe class BlakeGrinder
{
    private const int ChunkLog = 15;

    /// <summary>The first nonce for which BLAKE2s(prefix || nonce) starts with the given number of zero bits (little endian).</summary>
    /// <param name="prefix">Eight words.</param>
    /// <param name="bits">1..32.</param>
    /// <param name="lowBits">Bits of the low word that are searched before the high word advances.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <exception cref="OperationCanceledException">The search was ended.</exception>
    public static ulong Search(uint[] prefix, int bits, int lowBits, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bits, 32);
        uint mask = bits == 32 ? uint.MaxValue : (1u << bits) - 1;
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

                if (SearchChunk(prefix, mask, chunk, lowBits) is not null)
                {
                    InterlockedMin(ref best, chunk);
                    return;
                }
            }
        });
        cancellation.ThrowIfCancellationRequested();
        return SearchChunk(prefix, mask, best, lowBits) ?? throw new InvalidOperationException("the nonce found is none");
    }

    private static void InterlockedMin(ref long target, long value)
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static ulong? SearchChunk(uint[] prefix, uint mask, long chunk, int lowBits)
    {
        // SAFETY: start covers what the kernel asks for.
        uint* start = stackalloc uint[BlakePowKernel.StartWords];
        long first = chunk << ChunkLog;
        uint high = (uint)(first >> lowBits);
        uint low = (uint)(first & ((1L << lowBits) - 1));
        BlakePowKernel.Prepare([.. prefix, 0, high], start);
        for (uint i = 0; i < 1u << ChunkLog; i += 8)
        {
            Vector256<uint> nonces = Vector256.Create(low + i) + Vector256.Create(0u, 1, 2, 3, 4, 5, 6, 7);
            uint hits = Vector256.Equals(BlakePowKernel.FirstWord(start, nonces) & Vector256.Create(mask), Vector256<uint>.Zero).ExtractMostSignificantBits();
            if (hits != 0)
            {
                return ((ulong)high << 32) | (low + i + (uint)System.Numerics.BitOperations.TrailingZeroCount(hits));
            }
        }

        return null;
    }
}
