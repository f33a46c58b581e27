using System;
using System.Runtime.InteropServices;
using System.Threading;
using Kraken.Fields;
using Kraken.Stark.Channels;
using Kraken.Stark.Prover.Simd;

namespace Kraken.Stark.Prover;

/// <summary>Finds proof-of-work nonces in the canonical order, so that a proof is a function of its input.</summary>
public static class ProofOfWork
{
    /// <summary>log2 of the nonces that are looked at together where one hash is dear.</summary>
    internal const int LogChunk = 10;

    // Of BLAKE2s: a chunk is prepared once.
    private const int LogBlakeChunk = 15;

    /// <summary>The first good nonce in the order (high, low).</summary>
    /// <param name="channel">The channel; it does not change.</param>
    /// <param name="bits">Zero bits demanded, 0..32 for the BLAKE2s channels.</param>
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

        switch (channel)
        {
            case BlakeChain blake:
                return Blake(blake, bits, TChannel.GrindLowBits, cancellation);
            case Poseidon252Channel poseidon:
                Felt prefix = poseidon.PowPrefix(bits);
                return NonceSearch.First(
                    TChannel.GrindLowBits,
                    LogChunk,
                    nonce => Poseidon252Channel.FindGoodNonce(prefix, bits, nonce, 1 << LogChunk),
                    cancellation);
            default:
                return NonceSearch.First(TChannel.GrindLowBits, LogChunk, nonce => Find(channel, bits, nonce), cancellation);
        }
    }

    private static int Find(IChannel channel, int bits, ulong first)
    {
        for (uint i = 0; i < 1 << LogChunk; i++)
        {
            if (channel.VerifyPow(bits, first + i))
            {
                return (int)i;
            }
        }

        return -1;
    }

    private static ulong Blake(BlakeChain channel, int bits, int lowBits, CancellationToken cancellation)
    {
        Span<byte> prefix = stackalloc byte[Blake2sHash.ByteCount];
        channel.PowPrefix(bits).WriteBytes(prefix);
        return Blake(MemoryMarshal.Cast<byte, uint>(prefix).ToArray(), bits, lowBits, channel.IsReduced, cancellation);
    }

    /// <summary>The first nonce for which BLAKE2s(prefix || nonce) starts with the given number of zero bits (little endian).</summary>
    /// <param name="prefix">Eight words.</param>
    /// <param name="bits">1..32.</param>
    /// <param name="lowBits">Bits of the low word that are searched before the high word advances, at least 15.</param>
    /// <param name="isReduced">True to reduce the words of digests modulo 2^31 - 1 first.</param>
    /// <param name="cancellation">Ends the search.</param>
    internal static ulong Blake(uint[] prefix, int bits, int lowBits, bool isReduced, CancellationToken cancellation) =>
        VectorHardware.HasWideLanes
            ? Blake<BlakeLanes16>(prefix, bits, lowBits, isReduced, cancellation)
            : Blake<BlakeLanes8>(prefix, bits, lowBits, isReduced, cancellation);

    /// <summary>The search at a given width.</summary>
    internal static ulong Blake<T>(uint[] prefix, int bits, int lowBits, bool isReduced, CancellationToken cancellation)
        where T : struct, IBlakeLanes<T>
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bits, 32);
        uint mask = bits == 32 ? uint.MaxValue : (1u << bits) - 1;
        return NonceSearch.First(
            lowBits, LogBlakeChunk, nonce => BlakePowKernel<T>.Find(prefix, mask, nonce, 1 << LogBlakeChunk, isReduced), cancellation);
    }
}
