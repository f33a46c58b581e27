using System.Numerics;
using Kraken.Cairo.Vm.Errors;
using Kraken.Fields;
using Kraken.Trie;

namespace Kraken.StarknetOs.Patricia;

/// <summary>A node of a trie, or a place within one of its edges.</summary>
/// <param name="Hash">The hash of the node at the end; zero where the trie has nothing.</param>
/// <param name="Path">What is left of the edge.</param>
/// <param name="Length">Its bits; 0 for a node that is not an edge.</param>
internal readonly record struct CanonicNode(Felt Hash, BigInteger Path, int Length)
{
    /// <summary>The trie has nothing here.</summary>
    public bool IsEmpty => Hash.IsZero;

    /// <summary>The node with a hash. One that the witness lacks is taken for no edge: nothing below it is looked at.</summary>
    public static CanonicNode Of(ITrieNodeReader nodes, Felt hash) => nodes.TryGetNode(hash, out TrieNode node) && node.IsEdge
        ? new(node.Left, node.Right.ToBigInteger(), node.Length)
        : new(hash, BigInteger.Zero, 0);

    /// <summary>Both children.</summary>
    /// <exception cref="HintException">The witness lacks the node.</exception>
    public (CanonicNode Left, CanonicNode Right) Children(ITrieNodeReader nodes)
    {
        if (IsEmpty)
        {
            return default;
        }

        if (Length == 0)
        {
            TrieNode node = nodes.TryGetNode(Hash, out TrieNode found)
                ? found
                : throw new HintException("MissingTrieNode", $"the witness lacks node {Hash}");
            return (Of(nodes, node.Left), Of(nodes, node.Right));
        }

        BigInteger first = BigInteger.One << (Length - 1);
        CanonicNode child = new(Hash, Path & (first - 1), Length - 1);
        return (Path & first).IsZero ? (child, default) : (default, child);
    }
}
