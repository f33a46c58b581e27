using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

namespace Kraken.Stark.Prover.Simd;

/// <summary>
/// Searches the proof-of-work nonce of the BLAKE2s channel, a vector of nonces at a time on all cores. The nonce found is the first in the
/// order (high, low) with low below 2^lowBits, so that the proof is a function of its input.
/// </summary>
internal static unsafe class BlakeGrinder
{
    private const int ChunkLog = 15;

    /// <summary>The first nonce for which BLAKE2s(prefix || nonce) starts with the given number of zero bits (little endian).</summary>
    /// <param name="prefix">Eight words.</param>
    /// <param name="bits">1..32.</param>
    /// <param name="lowBits">Bits of the low word that are searched before the high word advances, at least 15.</param>
    /// <param name="isReduced">True to reduce the words of digests modulo 2^31 - 1 first.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <exception cref="OperationCanceledException">The search was ended.</exception>
    public static ulong Search(uint[] prefix, int bits, int lowBits, bool isReduced, CancellationToken cancellation) =>
        VectorHardware.HasWideLanes
            ? Search<BlakeLanes16>(prefix, bits, lowBits, isReduced, cancellation)
            : Search<BlakeLanes8>(prefix, bits, lowBits, isReduced, cancellation);

    /// <summary>The search at a given width.</summary>
    public static ulong Search<T>(uint[] prefix, int bits, int lowBits, bool isReduced, CancellationToken cancellation)
        where T : struct, IBlakeLanes<T>
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bits, 32);
        ArgumentOutOfRangeException.ThrowIfLessThan(lowBits, ChunkLog);
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

                if (SearchChunk<T>(prefix, mask, chunk, lowBits, isReduced) is not null)
                {
                    NonceSearch.Minimum(ref best, chunk);
                    return;
                }
            }
        });
        cancellation.ThrowIfCancellationRequested();
        return SearchChunk<T>(prefix, mask, best, lowBits, isReduced) ?? throw new InvalidOperationException("the nonce found is none");
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static ulong? SearchChunk<T>(uint[] prefix, uint mask, long chunk, int lowBits, bool isReduced)
        where T : struct, IBlakeLanes<T>
    {
        // SAFETY: start covers what the kernel asks for.
        uint* start = stackalloc uint[BlakePowKernel<T>.StartWords];
        long first = chunk << ChunkLog;
        uint high = (uint)(first >> lowBits);
        uint low = (uint)(first & ((1L << lowBits) - 1));
        BlakePowKernel<T>.Prepare([.. prefix, 0, high], start);
        for (uint i = 0; i < 1u << ChunkLog; i += (uint)T.Width)
        {
            T words = BlakePowKernel<T>.FirstWord(start, T.Count(low + i));
            uint hits = T.ZeroLanes(isReduced ? T.Reduce(words) : words, mask);
            if (hits != 0)
            {
                return ((ulong)high << 32) | (low + i + (uint)BitOperations.TrailingZeroCount(hits));
            }
        }

        return null;
    }
}
