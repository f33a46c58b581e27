using System;
using System.Numerics;

namespace Kraken.StarknetOs.Patricia;

/// <summary>A node of the tree of all keys of an update: the keys below it, which are those from one place to another.</summary>
/// <param name="Keys">All keys, ascending.</param>
/// <param name="From">The first below this node.</param>
/// <param name="To">The first behind them.</param>
/// <param name="Start">The least key that can be below it.</param>
/// <param name="Height">The bits of a key that are not decided yet.</param>
internal sealed record UpdateNode(BigInteger[] Keys, int From, int To, BigInteger Start, int Height)
{
    /// <summary>The root of a tree of keys.</summary>
    public static UpdateNode Root(BigInteger[] keys, int height) => new(keys, 0, keys.Length, BigInteger.Zero, height);

    /// <summary>No key is below.</summary>
    public bool IsEmpty => From == To;

    /// <summary>The half with the next bit 0.</summary>
    public UpdateNode Left => this with { To = Middle, Height = Height - 1 };

    /// <summary>The half with the next bit 1.</summary>
    public UpdateNode Right => this with { From = Middle, Start = Start + (BigInteger.One << (Height - 1)), Height = Height - 1 };

    private int Middle
    {
        get
        {
            int index = Array.BinarySearch(Keys, From, To - From, Start + (BigInteger.One << (Height - 1)));
            return index < 0 ? ~index : index;
        }
    }

    /// <summary>The node after some bits, the first of them the most significant.</summary>
    public UpdateNode After(BigInteger bits, int length)
    {
        UpdateNode node = this;
        for (int i = length - 1; i >= 0; i--)
        {
            node = ((bits >> i) & 1).IsZero ? node.Left : node.Right;
        }

        return node;
    }
}
