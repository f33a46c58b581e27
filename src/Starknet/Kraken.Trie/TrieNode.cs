using System;
using Kraken.Fields;

namespace Kraken.Trie;

/// <summary>
/// An inner node of a Patricia-Merkle trie (Starknet documentation, "Merkle-Patricia tries"): either a binary node with two children,
/// or an edge node, a path of 1 to 251 bits down to a child that is not an edge.
/// </summary>
/// <param name="Left">The left child of a binary node; the child at the end of an edge.</param>
/// <param name="Right">The right child of a binary node; the path of an edge as an integer, its first bit the most significant.</param>
/// <param name="Length">The number of bits of an edge; 0 for a binary node.</param>
public readonly record struct TrieNode(Felt Left, Felt Right, byte Length)
{
    private const int BinarySize = 2 * Felt.ByteCount;

    /// <summary>The most bytes a node takes.</summary>
    public const int MaxEncodedSize = BinarySize + 1;

    /// <summary>True for an edge node.</summary>
    public bool IsEdge => Length != 0;

    /// <summary>The bytes this node takes: 64, or 65 for an edge.</summary>
    public int EncodedSize => IsEdge ? MaxEncodedSize : BinarySize;

    /// <summary>A binary node of two non-empty children.</summary>
    public static TrieNode Binary(in Felt left, in Felt right) => new(left, right, 0);

    /// <summary>A path of 1 to 251 bits down to a child that is not an edge.</summary>
    public static TrieNode Edge(in Felt child, in Felt path, int length) => new(child, path, checked((byte)length));

    /// <summary>The node's hash: H(left, right), or H(child, path) + length.</summary>
    public Felt Hash<THash>()
        where THash : struct, ITrieHash
    {
        Felt hash = THash.Hash(Left, Right);
        return IsEdge ? hash + (Felt)(ulong)Length : hash;
    }

    /// <summary>Writes two big-endian elements and, for an edge, the length byte; returns the number of bytes.</summary>
    public int Encode(Span<byte> destination)
    {
        Left.WriteBigEndian(destination);
        Right.WriteBigEndian(destination[Felt.ByteCount..]);
        if (IsEdge)
        {
            destination[BinarySize] = Length;
        }

        return EncodedSize;
    }

    /// <summary>Reads what <see cref="Encode"/> wrote.</summary>
    /// <returns>False when the size is wrong, an element is not below P, or an edge's length is 0 or above 251.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, out TrieNode node)
    {
        node = default;
        if (bytes.Length is not (BinarySize or MaxEncodedSize)
            || !Felt.TryFromBytesBigEndian(bytes[..Felt.ByteCount], out Felt left)
            || !Felt.TryFromBytesBigEndian(bytes[Felt.ByteCount..BinarySize], out Felt right))
        {
            return false;
        }

        byte length = bytes.Length == MaxEncodedSize ? bytes[BinarySize] : (byte)0;
        if (bytes.Length == MaxEncodedSize && length is 0 or > TriePath.MaxBits)
        {
            return false;
        }

        node = new(left, right, length);
        return true;
    }
}
