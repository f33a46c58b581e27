namespace Kraken.Trie;

/// <summary>
/// An element of a <see cref="TrieBatch{THash}"/>: one that is known, or a hash that the batch will make. It means nothing to another.
/// </summary>
public readonly record struct PendingHash
{
    internal PendingHash(int index) => Index = index;

    /// <summary>Whether it is the element zero, which as a root or a leaf is nothing at all. A hash to be made is not.</summary>
    public bool IsZero => Index == 0;

    /// <summary>The place among the known elements, of which the first is zero, or the complement of that among the hashes.</summary>
    internal int Index { get; }
}
