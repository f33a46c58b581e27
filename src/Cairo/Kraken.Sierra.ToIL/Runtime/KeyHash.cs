using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Kraken.Fields;

namespace Kraken.Sierra.ToIL.Runtime;

/// <summary>
/// A hash of field elements by secret numbers, as keys come from whoever writes a contract or calls it. Over the secrets, two keys share
/// their hash one time in 2^32: the family multilinear-HM of Lemire and Kaser, "Strongly universal string hashing is fast", 2014.
/// </summary>
internal sealed class KeyHash
{
    private const int Secrets = 9;

    private SecretWords secrets;

    internal KeyHash() => RandomNumberGenerator.Fill(MemoryMarshal.AsBytes((Span<ulong>)secrets));

    /// <summary>32 bits that a key has for as long as the secrets are the same.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal uint Of(in Felt key)
    {
        ReadOnlySpan<ulong> limbs = MemoryMarshal.Cast<Felt, ulong>(new ReadOnlySpan<Felt>(in key));
        ulong sum = secrets[0]
            + ((secrets[1] + (uint)limbs[0]) * (secrets[2] + (limbs[0] >> 32)))
            + ((secrets[3] + (uint)limbs[1]) * (secrets[4] + (limbs[1] >> 32)))
            + ((secrets[5] + (uint)limbs[2]) * (secrets[6] + (limbs[2] >> 32)))
            + ((secrets[7] + (uint)limbs[3]) * (secrets[8] + (limbs[3] >> 32)));

        // Keys in a row have sums in a row. The last steps of MurmurHash3, which no two hashes leave as one, spread them.
        uint hash = (uint)(sum >> 32);
        hash = (hash ^ (hash >> 16)) * 0x85ebca6b;
        hash = (hash ^ (hash >> 13)) * 0xc2b2ae35;
        return hash ^ (hash >> 16);
    }

    [InlineArray(Secrets)]
    private struct SecretWords
    {
        private ulong first;
    }
}
