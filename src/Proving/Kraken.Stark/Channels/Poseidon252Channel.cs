using System;
using System.Buffers;
using Kraken.Fields;
using Kraken.Hashing;

namespace Kraken.Stark.Channels;

/// <summary>The channel over the Starknet Poseidon permutation: the digest is a field element that starts as zero.</summary>
public sealed class Poseidon252Channel : IMerkleChannel<Felt>
{
    /// <summary>Base field elements in one word of a leaf.</summary>
    public const int ElementsPerFelt = 8;

    /// <summary>Nonces that are tried at once at most; 64 KiB of the stack.</summary>
    public const int MaxNonces = 1024;

    private static readonly Felt TwoPow31 = 1UL << 31;

    private Felt digest;
    private ulong drawCount;

    /// <inheritdoc/>
    public static string Name => "poseidon252";

    /// <inheritdoc/>
    public static int GrindLowBits => 14;

    /// <inheritdoc/>
    public static Felt EmptyRoot => Poseidon.HashMany([]);

    /// <summary>The present digest.</summary>
    public Felt Digest => digest;

    /// <summary>
    /// Packs 8 elements per felt, big endian in base 2^31; a last part of r &lt; 8 elements is tagged with r * 2^248; then hashes the span.
    /// </summary>
    public static Felt HashLeaf(ReadOnlySpan<M31> row)
    {
        int count = (row.Length + ElementsPerFelt - 1) / ElementsPerFelt;
        Felt[] words = ArrayPool<Felt>.Shared.Rent(count);
        for (int i = 0; i < count; i++)
        {
            words[i] = PackLeafWord(row[(ElementsPerFelt * i)..Math.Min(ElementsPerFelt * (i + 1), row.Length)]);
        }

        Felt hash = Poseidon.HashMany(words.AsSpan(0, count));
        ArrayPool<Felt>.Shared.Return(words);
        return hash;
    }

    /// <inheritdoc/>
    public static Felt HashNode(in Felt left, in Felt right) => Poseidon.Hash(left, right);

    /// <inheritdoc/>
    public static void HashNodes(ReadOnlySpan<Felt> left, ReadOnlySpan<Felt> right, Span<Felt> parents) =>
        Poseidon.HashPairs(left, right, parents);

    /// <inheritdoc/>
    public void MixFelts(ReadOnlySpan<QM31> felts)
    {
        int count = 1 + ((felts.Length + 1) / 2);
        Felt[] words = ArrayPool<Felt>.Shared.Rent(count);
        words[0] = digest;
        for (int i = 0; i < felts.Length; i += 2)
        {
            Felt word = Pack(Felt.One, felts[i]);
            words[1 + (i / 2)] = i + 1 < felts.Length ? Pack(word, felts[i + 1]) : word;
        }

        Update(Poseidon.HashMany(words.AsSpan(0, count)));
        ArrayPool<Felt>.Shared.Return(words);
    }

    /// <inheritdoc/>
    public void MixU64(ulong value) => Update(Poseidon.Hash(digest, value));

    /// <inheritdoc/>
    public void MixRoot(in Felt root) => Update(Poseidon.Hash(digest, root));

    /// <inheritdoc/>
    public QM31 DrawSecureFelt()
    {
        Span<M31> block = stackalloc M31[ElementsPerFelt];
        DrawBaseFelts(block);
        return new(block[0], block[1], block[2], block[3]);
    }

    /// <inheritdoc/>
    public void DrawSecureFelts(Span<QM31> felts)
    {
        Span<M31> block = stackalloc M31[ElementsPerFelt];
        for (int i = 0; i < felts.Length; i += 2)
        {
            DrawBaseFelts(block);
            felts[i] = new(block[0], block[1], block[2], block[3]);
            if (i + 1 < felts.Length)
            {
                felts[i + 1] = new(block[4], block[5], block[6], block[7]);
            }
        }
    }

    /// <summary>Seven words: the lowest 224 bits of a drawn felt, least significant first; the top is not uniform.</summary>
    public int DrawU32s(Span<uint> words)
    {
        Span<ulong> limbs = stackalloc ulong[4];
        DrawFelt().ToCanonicalLimbs(out limbs[0], out limbs[1], out limbs[2], out limbs[3]);
        for (int i = 0; i < 7; i++)
        {
            words[i] = (uint)(limbs[i / 2] >> (32 * (i & 1)));
        }

        return 7;
    }

    /// <inheritdoc/>
    public bool VerifyPow(int bits, ulong nonce)
    {
        if (bits is < 0 or > 63)
        {
            return false;
        }

        return IsGood(Poseidon.Hash(PowPrefix(bits), nonce), bits);
    }

    /// <summary>
    /// The part of the proof of work that does not depend on the nonce: the nonce is good iff the low bits of
    /// Poseidon(prefix, nonce) are zero.
    /// </summary>
    public Felt PowPrefix(int bits) => Poseidon.HashMany([(ulong)ProofOfWorkPrefix.Word, digest, (ulong)bits]);

    /// <summary>The first of many nonces that is good for a prefix, all of them hashed at once.</summary>
    /// <param name="prefix">What <see cref="PowPrefix"/> gave.</param>
    /// <param name="bits">0..63.</param>
    /// <param name="nonce">The first nonce; the others follow it.</param>
    /// <param name="count">1..1024.</param>
    /// <returns>How far the first good nonce is from the first; negative if none is good.</returns>
    public static int FindGoodNonce(Felt prefix, int bits, ulong nonce, int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaxNonces);
        Span<Felt> prefixes = stackalloc Felt[count];
        Span<Felt> hashes = stackalloc Felt[count];
        prefixes.Fill(prefix);
        for (int i = 0; i < count; i++)
        {
            hashes[i] = nonce + (uint)i;
        }

        Poseidon.HashPairs(prefixes, hashes, hashes);
        for (int i = 0; i < count; i++)
        {
            if (IsGood(hashes[i], bits))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>
    /// One word of a leaf: at most 8 elements, big endian in base 2^31, tagged with their number where it is less than 8.
    /// </summary>
    public static Felt PackLeafWord(ReadOnlySpan<M31> part)
    {
        UInt128 low = 0;
        UInt128 high = 0;
        foreach (M31 value in part)
        {
            high = (high << 31) | (low >> 97);
            low = (low << 31) | value.Value;
        }

        // Seven elements leave the bits of the tag free, and with it the word is below 2^251 < P.
        high |= part.Length < ElementsPerFelt ? (UInt128)(uint)part.Length << 120 : 0;
        return Felt.FromCanonicalLimbs((ulong)low, (ulong)(low >> 64), (ulong)high, (ulong)(high >> 64));
    }

    private static bool IsGood(Felt hash, int bits)
    {
        hash.ToCanonicalLimbs(out ulong low, out _, out _, out _);
        return (low & ((1UL << bits) - 1)) == 0;
    }

    private static Felt Pack(Felt word, QM31 value)
    {
        for (int k = 0; k < 4; k++)
        {
            word = (word * TwoPow31) + (ulong)value[k].Value;
        }

        return word;
    }

    private void Update(Felt digest)
    {
        this.digest = digest;
        drawCount = 0;
    }

    private Felt DrawFelt()
    {
        Span<Felt> state = [digest, drawCount++, 3UL];
        Poseidon.Permute(state);
        return state[0];
    }

    /// <summary>Eight base elements: the felt's lowest 31-bit digits, reduced.</summary>
    private void DrawBaseFelts(Span<M31> block)
    {
        DrawFelt().ToCanonicalLimbs(out ulong l0, out ulong l1, out ulong l2, out ulong l3);
        UInt128 low = new(l1, l0);
        UInt128 high = new(l3, l2);
        for (int i = 0; i < ElementsPerFelt; i++)
        {
            block[i] = M31.Reduce((uint)low & M31.Modulus);
            low = (low >> 31) | (high << 97);
            high >>= 31;
        }
    }
}
