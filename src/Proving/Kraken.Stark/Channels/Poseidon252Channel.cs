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

    private const ulong PowPrefixWord = 0x12345678;

    private static readonly Felt TwoPow31 = 1UL << 31;
    private static readonly Felt TwoPow248 = Felt.FromCanonicalLimbs(0, 0, 0, 1UL << 56);

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

        return IsGoodNonce(PowPrefix(bits), bits, nonce);
    }

    /// <summary>True if a nonce is good for a prefix of the same bits; for searches, which take the prefix once.</summary>
    /// <param name="prefix">What <see cref="PowPrefix"/> gave.</param>
    /// <param name="bits">0..63.</param>
    /// <param name="nonce">The nonce.</param>
    public static bool IsGoodNonce(Felt prefix, int bits, ulong nonce)
    {
        Poseidon.Hash(prefix, nonce).ToCanonicalLimbs(out ulong low, out _, out _, out _);
        return (low & ((1UL << bits) - 1)) == 0;
    }

    /// <summary>
    /// The part of the proof of work that does not depend on the nonce: the nonce is good iff the low bits of
    /// Poseidon(prefix, nonce) are zero.
    /// </summary>
    public Felt PowPrefix(int bits) => Poseidon.HashMany([PowPrefixWord, digest, (ulong)bits]);

    /// <summary>
    /// One word of a leaf: at most 8 elements, big endian in base 2^31, tagged with their number where it is less than 8.
    /// </summary>
    public static Felt PackLeafWord(ReadOnlySpan<M31> part)
    {
        Felt word = Felt.Zero;
        foreach (M31 value in part)
        {
            word = (word * TwoPow31) + (ulong)value.Value;
        }

        return part.Length < ElementsPerFelt ? word + (TwoPow248 * (ulong)part.Length) : word;
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
