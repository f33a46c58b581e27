using System;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Kraken.Fields;
using Kraken.Hashing;

namespace Kraken.Stark.Prover.Tests.Oracles;

/// <summary>What the proof-of-work kernel computes, by the hash of bytes, nonce by nonce.</summary>
internal static class NonceOracle
{
    /// <summary>Word 0 of BLAKE2s(prefix || nonce).</summary>
    /// <param name="prefix">Eight words.</param>
    /// <param name="nonce">The nonce.</param>
    /// <param name="isReduced">True to reduce the word modulo 2^31 - 1.</param>
    public static uint Word0(uint[] prefix, ulong nonce, bool isReduced)
    {
        Span<byte> input = stackalloc byte[40];
        MemoryMarshal.AsBytes(prefix.AsSpan()).CopyTo(input);
        BinaryPrimitives.WriteUInt64LittleEndian(input[32..], nonce);
        Span<byte> digest = stackalloc byte[32];
        Blake2s.Hash(input, digest);
        uint word = BinaryPrimitives.ReadUInt32LittleEndian(digest);
        return isReduced ? word % M31.Modulus : word;
    }
}
