using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kraken.Circle;

namespace Kraken.Stark.Prover.Memory;

/// <summary>The FFT factors of all sizes up to a maximum, at a fixed address for the kernels.</summary>
public sealed unsafe class TwiddleTable
{
    private readonly uint* forwardStart;
    private readonly uint* inverseStart;

    /// <summary>Computes the table.</summary>
    /// <param name="maxLogSize">log2 of the largest domain, 1..29.</param>
    public TwiddleTable(int maxLogSize)
        : this(new TwiddleTree(maxLogSize))
    {
    }

    /// <summary>Takes a tree's factors: of whole domains, or of a part of larger ones.</summary>
    /// <param name="tree">The factors.</param>
    public TwiddleTable(TwiddleTree tree)
    {
        Tree = tree;

        // SAFETY: the tree's buffers are on the pinned object heap and live as long as the tree, which this object keeps.
        forwardStart = (uint*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(Tree.Forward));
        inverseStart = (uint*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(Tree.Inverse));
    }

    /// <summary>The scalar tree.</summary>
    public TwiddleTree Tree { get; }

    /// <summary>log2 of the largest domain.</summary>
    public int MaxLogSize => Tree.MaxLogSize;

    /// <summary>The factors of layer l >= 1 of the canonic domain of 2^logSize points, one per block.</summary>
    internal uint* Line(int logSize, int layer, bool inverse)
    {
        int count = 1 << (logSize - 1 - layer);
        return (inverse ? inverseStart : forwardStart) + Tree.Forward.Length - (2 * count);
    }
}
