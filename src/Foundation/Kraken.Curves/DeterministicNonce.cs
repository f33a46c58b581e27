using System;
using System.Numerics;
using System.Security.Cryptography;
using Kraken.Fields;

namespace Kraken.Curves;

/// <summary>The nonces of deterministic ECDSA [RFC6979 3.2] with HMAC-SHA-256 and the 252-bit order of the Stark curve.</summary>
/// <remarks>
/// As in starknet.js, leading zero bytes of a candidate are dropped before it is cut to 252 bits;
/// [RFC6979] cuts the whole candidate. The two agree unless the first byte is zero (one in 256).
/// </remarks>
internal sealed class DeterministicNonce
{
    private const int Size = 32;
    private const int OrderBits = 252;

    private readonly bool dropsLeadingZeros;
    private byte[] key = new byte[Size];
    private byte[] value = new byte[Size];
    private bool started;

    /// <summary>Seeds the generator.</summary>
    /// <param name="privateKey">The key, 1 .. order - 1.</param>
    /// <param name="message">The message hash, reduced by the order.</param>
    /// <param name="extraEntropy">Additional data [RFC6979 3.6], usually none.</param>
    /// <param name="dropsLeadingZeros">True for the candidates of starknet.js, false for those of the RFC.</param>
    public DeterministicNonce(Felt privateKey, Felt message, ReadOnlySpan<byte> extraEntropy, bool dropsLeadingZeros)
    {
        this.dropsLeadingZeros = dropsLeadingZeros;
        Array.Fill(value, (byte)1);
        byte[] seed = [.. privateKey.ToBytesBigEndian(), .. message.ToBytesBigEndian(), .. extraEntropy];
        Update(0, seed);
        Update(1, seed);
    }

    /// <summary>The next candidate in 1 .. order - 1.</summary>
    public BigInteger Next()
    {
        while (true)
        {
            if (started)
            {
                Update(0, []);
            }

            started = true;
            value = HMACSHA256.HashData(key, value.AsSpan());
            BigInteger candidate = Truncate(value);
            if (!candidate.IsZero && candidate < StarkCurve.Order)
            {
                return candidate;
            }
        }
    }

    private BigInteger Truncate(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> significant = dropsLeadingZeros ? bytes.TrimStart((byte)0) : bytes;
        BigInteger number = new(significant, isUnsigned: true, isBigEndian: true);
        return number >> Math.Max(0, (significant.Length * 8) - OrderBits);
    }

    private void Update(byte separator, ReadOnlySpan<byte> seed)
    {
        key = HMACSHA256.HashData(key, (byte[])[.. value, separator, .. seed]);
        value = HMACSHA256.HashData(key, value.AsSpan());
    }
}
