using System;
using System.Runtime.InteropServices;
using System.Threading;
using Kraken.Stark.Channels;
using Kraken.Stark.Prover.Simd;

namespace Kraken.Stark.Prover;

/// <summary>Finds proof-of-work nonces in the canonical order, so that a proof is a function of its input.</summary>
public static class ProofOfWork
{
    /// <summary>The first good nonce in the order (high, low).</summary>
    /// <param name="channel">The channel; it does not change.</param>
    /// <param name="bits">Zero bits demanded, 0..32 for the BLAKE2s channel.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <exception cref="OperationCanceledException">The search was ended.</exception>
    public static ulong Grind<TChannel, THash>(TChannel channel, int bits, CancellationToken cancellation = default)
        where TChannel : IMerkleChannel<THash>
        where THash : unmanaged, IEquatable<THash>
    {
        if (bits == 0)
        {
            return 0;
        }

        return channel is Blake2sChannel blake ? Blake(blake, bits, cancellation) : Scalar<TChannel, THash>(channel, bits, cancellation);
    }

    private static ulong Blake(Blake2sChannel channel, int bits, CancellationToken cancellation)
    {
        Span<byte> prefix = stackalloc byte[Blake2sHash.ByteCount];
        channel.PowPrefix(bits).WriteBytes(prefix);
        return BlakeGrinder.Search(MemoryMarshal.Cast<byte, uint>(prefix).ToArray(), bits, Blake2sChannel.GrindLowBits, cancellation);
    }

    private static ulong Scalar<TChannel, THash>(TChannel channel, int bits, CancellationToken cancellation)
        where TChannel : IMerkleChannel<THash>
        where THash : unmanaged, IEquatable<THash>
    {
        for (ulong high = 0; ; high++)
        {
            ulong found = ulong.MaxValue;
            System.Threading.Tasks.Parallel.For(0L, 1L << TChannel.GrindLowBits, (low, state) =>
            {
                ulong nonce = (high << 32) | (ulong)low;
                if (channel.VerifyPow(bits, nonce))
                {
                    // Break lets every smaller low run to its end, so the smallest hit is kept.
                    InterlockedMin(ref found, nonce);
                    state.Break();
                }
            });
            cancellation.ThrowIfCancellationRequested();
            if (found != ulong.MaxValue)
            {
                return found;
            }
        }
    }

    private static void InterlockedMin(ref ulong target, ulong value)
    {
        for (ulong seen = Volatile.Read(ref target); value < seen;)
        {
            ulong before = Interlocked.CompareExchange(ref target, value, seen);
            if (before == seen)
            {
                return;
            }

            seen = before;
        }
    }
}
