using System.Collections.Generic;
using System.Numerics;
using Kraken.Trie;

namespace Kraken.StarknetOs.Patricia;

/// <summary>
/// Where the keys of an update and both tries go one way only for more than one bit: the program jumps to the end of such a way.
/// </summary>
internal sealed class Descents
{
    private readonly ITrieNodeReader nodes;
    private readonly Dictionary<(int Height, BigInteger Path), (int Length, BigInteger Bits)> descents = [];

    /// <summary>Walks the three trees.</summary>
    public Descents(ITrieNodeReader nodes, UpdateNode update, CanonicNode before, CanonicNode after)
    {
        this.nodes = nodes;
        Stack<(UpdateNode, BigInteger, CanonicNode, CanonicNode)> pending = new([(update, BigInteger.Zero, before, after)]);
        while (pending.TryPop(out (UpdateNode Update, BigInteger Path, CanonicNode Before, CanonicNode After) at))
        {
            if (!at.Update.IsEmpty && at.Update.Height != 0)
            {
                Walk(at.Update, at.Path, at.Before, at.After, pending);
            }
        }
    }

    /// <summary>The descent that begins at a node; null where none does.</summary>
    /// <param name="height">The node's height.</param>
    /// <param name="path">The bits above it.</param>
    public (int Length, BigInteger Bits)? At(int height, BigInteger path) =>
        descents.TryGetValue((height, path), out (int, BigInteger) found) ? found : null;

    private void Walk(
        UpdateNode update, BigInteger path, CanonicNode before, CanonicNode after,
        Stack<(UpdateNode, BigInteger, CanonicNode, CanonicNode)> pending)
    {
        (int start, BigInteger startPath, BigInteger bits) = (update.Height, path, BigInteger.Zero);
        while (update.Height > 0)
        {
            (CanonicNode beforeLeft, CanonicNode beforeRight) = before.Children(nodes);
            (CanonicNode afterLeft, CanonicNode afterRight) = after.Children(nodes);
            bool leftsAreEmpty = update.Left.IsEmpty && beforeLeft.IsEmpty && afterLeft.IsEmpty;
            if (!leftsAreEmpty && !(update.Right.IsEmpty && beforeRight.IsEmpty && afterRight.IsEmpty))
            {
                pending.Push((update.Left, path << 1, beforeLeft, afterLeft));
                pending.Push((update.Right, (path << 1) + 1, beforeRight, afterRight));
                break;
            }

            int bit = leftsAreEmpty ? 1 : 0;
            (path, bits) = ((path << 1) + bit, (bits << 1) + bit);
            (update, before, after) = leftsAreEmpty
                ? (update.Right, beforeRight, afterRight)
                : (update.Left, beforeLeft, afterLeft);
        }

        if (start - update.Height > 1)
        {
            descents[(start, startPath)] = (start - update.Height, bits);
        }
    }
}
