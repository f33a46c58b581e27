using Kraken.Fields;

namespace Kraken.Trie;

/// <summary>
/// A subtree of known height while a trie is changed: empty, the hash of a node that was not read yet, the hash of a binary node or
/// leaf, or such a hash at the end of an edge that was not hashed yet.
/// </summary>
/// <param name="Bottom">The hash; zero only for the empty subtree.</param>
/// <param name="Path">The bits of the edge.</param>
/// <param name="Length">The number of bits of the edge, 0 for none.</param>
/// <param name="IsRead">False for the hash of a node that may be an edge.</param>
internal readonly record struct Subtree(Felt Bottom, TriePath Path, int Length, bool IsRead)
{
    public bool IsEmpty => Bottom.IsZero;

    /// <summary>A hash whose node was not read.</summary>
    public static Subtree Unread(in Felt hash) => new(hash, default, 0, IsRead: false);

    /// <summary>The hash of a binary node or a leaf.</summary>
    public static Subtree Of(in Felt hash) => new(hash, default, 0, IsRead: true);

    /// <summary>An edge that was not hashed.</summary>
    public static Subtree Edge(in Felt bottom, TriePath path, int length) => new(bottom, path, length, IsRead: true);

    /// <summary>The two halves of one that is an edge: all of it is in one of them.</summary>
    public (Subtree Left, Subtree Right) Halves()
    {
        int rest = Length - 1;
        Subtree child = rest == 0 ? Of(Bottom) : Edge(Bottom, Path.Low(rest), rest);
        return Path.Bit(rest) ? (default, child) : (child, default);
    }
}
