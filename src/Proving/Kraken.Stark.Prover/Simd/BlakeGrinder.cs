using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Fields;

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
    /// <param name="isReduced">True to reduce the words of digests modulo 2^31 - 1 first.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <exception cref="OperationCanceledException">The search was ended.</exception>
    public static ulong Search(uint[] prefix, int bits, int lowBits, bool isReduced, CancellationToken cancellation)
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

                if (SearchChunk(prefix, mask, chunk, lowBits, isReduced) is not null)
                {
                    NonceSearch.Minimum(ref best, chunk);
                    return;
                }
            }
        });
        cancellation.ThrowIfCancellationRequested();
        return SearchChunk(prefix, mask, best, lowBits, isReduced) ?? throw new InvalidOperationException("the nonce found is none");
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static ulong? SearchChunk(uint[] prefix, uint mask, long chunk, int lowBits, bool isReduced)
    {
        // SAFETY: start covers what the kernel asks for.
        uint* start = stackalloc uint[BlakePowKernel.StartWords];
        long first = chunk << ChunkLog;
        uint high = (uint)(first >> lowBits);
        uint low = (uint)(first & ((1L << lowBits) - 1));
        Vector256<uint> modulus = Vector256.Create(M31.Modulus);
        BlakePowKernel.Prepare([.. prefix, 0, high], start);
        for (uint i = 0; i < 1u << ChunkLog; i += 8)
        {
            Vector256<uint> nonces = Vector256.Create(low + i) + Vector256.Create(0u, 1, 2, 3, 4, 5, 6, 7);
            Vector256<uint> words = BlakePowKernel.FirstWord(start, nonces);
            if (isReduced)
            {
                words = Vector256.Min(words, words - modulus);
                words = Vector256.Min(words, words - modulus);
            }

            uint hits = Vector256.Equals(words & Vector256.Create(mask), Vector256<uint>.Zero).ExtractMostSignificantBits();
            if (hits != 0)
            {
                return ((ulong)high << 32) | (low + i + (uint)System.Numerics.BitOperations.TrailingZeroCount(hits));
            }
        }

        return null;
    }
}
