namespace Kraken.Trie;

/// <summary>
/// What stands at a place of a trie that is being written: nothing, or a binary node or leaf at the place or further down, to which an
/// edge leads. The edge is not made before it is known how far up it begins.
/// </summary>
/// <param name="Bottom">The binary node or leaf, or an unread node at the place itself; zero for nothing.</param>
/// <param name="Height">The distance of the bottom to the leaves.</param>
/// <param name="Key">The key of a leaf of which the bits from the height upwards lead to the bottom; the lower bits mean nothing.</param>
internal readonly record struct Branch(PendingHash Bottom, int Height, TriePath Key)
{
    public bool IsEmpty => Bottom.IsZero;
}
