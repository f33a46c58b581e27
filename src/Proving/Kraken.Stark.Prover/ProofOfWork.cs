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
                    nonce => Poseidon252Channel.FindGoodNonce(prefix, bits, nonce, NonceSearch.ChunkSize),
                    cancellation);
            default:
                return NonceSearch.First(TChannel.GrindLowBits, nonce => Find(channel, bits, nonce), cancellation);
        }
    }

    private static int Find(IChannel channel, int bits, ulong first)
    {
        for (uint i = 0; i < NonceSearch.ChunkSize; i++)
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
        return BlakeGrinder.Search(MemoryMarshal.Cast<byte, uint>(prefix).ToArray(), bits, lowBits, channel.IsReduced, cancellation);
    }
}
