using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Kraken.Fields;
using Kraken.Hashing;

namespace Kraken.Stark.Channels;

/// <summary>
/// A BLAKE2s-256 chain over a 32-byte digest that starts as zeros: what the two BLAKE2s channels share. They differ in whether every word
/// of every
/// digest is reduced modulo 2^31 - 1, which makes a digest eight base field elements.
/// </summary>
public abstract class BlakeChain : IChannel
{
    private readonly byte[] digest = new byte[Blake2sHash.ByteCount];
    private uint drawCount;

    private protected BlakeChain(bool isReduced) => IsReduced = isReduced;

    /// <summary>True if the words of digests are reduced modulo 2^31 - 1.</summary>
    public bool IsReduced { get; }

    /// <summary>The present digest, 32 bytes.</summary>
    public Blake2sHash Digest => Blake2sHash.FromBytes(digest);

    /// <inheritdoc/>
    public void MixFelts(ReadOnlySpan<QM31> felts) => Mix(MemoryMarshal.AsBytes(felts));

    /// <summary>Mixes words, little endian.</summary>
    public void MixU32s(ReadOnlySpan<uint> words) => Mix(MemoryMarshal.AsBytes(words));

    /// <inheritdoc/>
    public void MixU64(ulong value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        Mix(bytes);
    }

    /// <summary>Mixes a commitment.</summary>
    public void MixRoot(in Blake2sHash root)
    {
        Span<byte> bytes = stackalloc byte[Blake2sHash.ByteCount];
        root.WriteBytes(bytes);
        Mix(bytes);
    }

    /// <inheritdoc/>
    public QM31 DrawSecureFelt()
    {
        Span<M31> block = stackalloc M31[8];
        DrawBaseFelts(block);
        return new(block[0], block[1], block[2], block[3]);
    }

    /// <inheritdoc/>
    public void DrawSecureFelts(Span<QM31> felts)
    {
        Span<M31> block = stackalloc M31[8];
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

    /// <inheritdoc/>
    public int DrawU32s(Span<uint> words)
    {
        // The trailing zero byte separates draws from mixes.
        Span<byte> input = stackalloc byte[Blake2sHash.ByteCount + sizeof(uint) + 1];
        digest.CopyTo(input);
        BinaryPrimitives.WriteUInt32LittleEndian(input[Blake2sHash.ByteCount..], drawCount++);
        input[^1] = 0;
        Span<byte> output = stackalloc byte[Blake2sHash.ByteCount];
        Hash(input, output, IsReduced);
        for (int i = 0; i < 8; i++)
        {
            words[i] = BinaryPrimitives.ReadUInt32LittleEndian(output[(4 * i)..]);
        }

        return 8;
    }

    /// <inheritdoc/>
    public bool VerifyPow(int bits, ulong nonce)
    {
        if (bits is < 0 or > 63)
        {
            return false;
        }

        Span<byte> input = stackalloc byte[Blake2sHash.ByteCount + sizeof(ulong)];
        PowPrefix(bits).WriteBytes(input);
        BinaryPrimitives.WriteUInt64LittleEndian(input[Blake2sHash.ByteCount..], nonce);
        Span<byte> output = stackalloc byte[Blake2sHash.ByteCount];
        Hash(input, output, IsReduced);
        return UInt128.TrailingZeroCount(BinaryPrimitives.ReadUInt128LittleEndian(output)) >= (UInt128)bits;
    }

    /// <summary>
    /// The part of the proof of work that does not depend on the nonce: the nonce is good iff the first 16 bytes of the hash of prefix ||
    /// nonce,
    /// little endian, end in that many zero bits. Given for fast searches.
    /// </summary>
    public Blake2sHash PowPrefix(int bits)
    {
        Span<byte> input = stackalloc byte[16 + Blake2sHash.ByteCount + sizeof(uint)];
        input.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(input, ProofOfWorkPrefix.Word);
        digest.CopyTo(input[16..]);
        BinaryPrimitives.WriteUInt32LittleEndian(input[48..], (uint)bits);
        return Hash(input, IsReduced);
    }

    /// <summary>A digest, its words reduced or not.</summary>
    private protected static Blake2sHash Hash(ReadOnlySpan<byte> input, bool isReduced)
    {
        Span<byte> output = stackalloc byte[Blake2sHash.ByteCount];
        Hash(input, output, isReduced);
        return Blake2sHash.FromBytes(output);
    }

    /// <summary>The digest of two nodes.</summary>
    private protected static Blake2sHash Hash(in Blake2sHash left, in Blake2sHash right, bool isReduced)
    {
        Span<byte> input = stackalloc byte[2 * Blake2sHash.ByteCount];
        left.WriteBytes(input);
        right.WriteBytes(input[Blake2sHash.ByteCount..]);
        return Hash(input, isReduced);
    }

    /// <summary>The digests of many pairs of nodes.</summary>
    private protected static void Hash(
        ReadOnlySpan<Blake2sHash> left, ReadOnlySpan<Blake2sHash> right, Span<Blake2sHash> parents, bool isReduced)
    {
        if (left.Length != right.Length || left.Length != parents.Length)
        {
            throw new ArgumentException(
                $"expected {left.Length} right children and parents, got {right.Length} and {parents.Length}", nameof(right));
        }

        for (int i = 0; i < left.Length; i++)
        {
            parents[i] = Hash(left[i], right[i], isReduced);
        }
    }

    private static void Hash(ReadOnlySpan<byte> input, Span<byte> output, bool isReduced)
    {
        Blake2s.Hash(input, output);
        for (int i = 0; isReduced && i < Blake2sHash.ByteCount; i += sizeof(uint))
        {
            Span<byte> word = output.Slice(i, sizeof(uint));
            BinaryPrimitives.WriteUInt32LittleEndian(word, M31.Reduce(BinaryPrimitives.ReadUInt32LittleEndian(word)).Value);
        }
    }

    /// <summary>
    /// Each word is below 2p with probability (1 - 2^-31); a block with a larger word is thrown away whole, so that the residues are
    /// uniform.
    /// Reduced words are all below p, at the price of a bias of 2^-31.
    /// </summary>
    private void DrawBaseFelts(Span<M31> block)
    {
        Span<uint> words = stackalloc uint[8];
        do
        {
            DrawU32s(words);
        }
        while (words.ContainsAnyExceptInRange(0U, (2 * M31.Modulus) - 1));

        for (int i = 0; i < 8; i++)
        {
            block[i] = M31.Reduce(words[i]);
        }
    }

    private void Mix(ReadOnlySpan<byte> message)
    {
        int length = Blake2sHash.ByteCount + message.Length;
        byte[]? rented = null;
        Span<byte> input = length <= 512 ? stackalloc byte[512] : (rented = ArrayPool<byte>.Shared.Rent(length));
        digest.CopyTo(input);
        message.CopyTo(input[Blake2sHash.ByteCount..]);
        Hash(input[..length], digest, IsReduced);
        drawCount = 0;
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
