using System;
using System.Runtime.InteropServices;
using Kraken.Stark.Channels;
using Kraken.Stark.Prover.Memory;
using Kraken.Stark.Prover.Simd;

namespace Kraken.Stark.Prover.Merkle;

/// <summary>A BLAKE2s Merkle tree with all layers in native memory, built eight nodes at a time.</summary>
internal sealed class BlakeMerkleTree : MerkleTree<Blake2sHash>
{
    // Each layer has the words that MerkleLanes.LayerWords says.
    private readonly NativeBuffer[] layers;
    private readonly bool isReduced;
    private readonly BufferPart leaves;

    /// <summary>Builds the tree over columns stably sorted ascending by size, at least one.</summary>
    /// <param name="isReduced">True to reduce every word of a digest modulo 2^31 - 1.</param>
    /// <param name="pool">Memory.</param>
    public BlakeMerkleTree(ColumnReference[] sortedColumns, bool isReduced, BufferPool pool)
        : base(sortedColumns[^1].LogSize)
    {
        this.isReduced = isReduced;
        layers = Rent(Height + 1, pool);
        leaves = new(layers[Height], 0);
        new LeafHasher(sortedColumns, isReduced, pool).Hash(leaves);
        BuildInner();
    }

    /// <summary>Builds the tree of secure values, 2^leafLog of them per leaf.</summary>
    public BlakeMerkleTree(ColumnBlock secure, int leafLog, bool isReduced, BufferPool pool)
        : base(secure.LogSize - leafLog)
    {
        this.isReduced = isReduced;
        layers = Rent(Height + 1, pool);
        leaves = new(layers[Height], 0);
        BlakeLayers.HashSecure(secure, leafLog, isReduced, leaves);
        BuildInner();
    }

    /// <summary>Builds the tree over leaves that stay another's, and must live as long as this tree.</summary>
    /// <param name="leaves">A layer of leaves.</param>
    /// <param name="part">Which of its runs of 2^logLeaves.</param>
    /// <param name="logLeaves">log2 of the leaves; at least 3 unless it is the whole layer.</param>
    /// <param name="isReduced">True to reduce every word of a digest modulo 2^31 - 1.</param>
    /// <param name="pool">Memory.</param>
    public BlakeMerkleTree(NativeBuffer leaves, int part, int logLeaves, bool isReduced, BufferPool pool)
        : base(logLeaves)
    {
        this.isReduced = isReduced;
        this.leaves = new(leaves, part * MerkleLanes.LayerWords(logLeaves));
        layers = Rent(Height, pool);
        BuildInner();
    }

    /// <summary>Writes the layer of leaves over columns that are extended a few at a time.</summary>
    public static void HashLeaves(LeafExtension columns, bool isReduced, NativeBuffer leaves, BufferPool pool) =>
        new LeafHasher(columns, isReduced, pool).Hash(new BufferPart(leaves, 0));

    /// <inheritdoc/>
    public override Blake2sHash Node(int log, long index)
    {
        Span<uint> words = stackalloc uint[8];
        MerkleLanes.ReadNode(Layer(log), index, words);
        return Blake2sHash.FromBytes(MemoryMarshal.AsBytes(words));
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        foreach (NativeBuffer layer in layers)
        {
            layer.Dispose();
        }
    }

    private static NativeBuffer[] Rent(int count, BufferPool pool)
    {
        NativeBuffer[] layers = new NativeBuffer[count];
        for (int log = 0; log < count; log++)
        {
            layers[log] = pool.Rent(MerkleLanes.LayerWords(log));
        }

        return layers;
    }

    private BufferPart Layer(int log) => log == Height ? leaves : new(layers[log], 0);

    private void BuildInner()
    {
        for (int log = Height - 1; log >= 0; log--)
        {
            BlakeLayers.Hash(Layer(log + 1), Layer(log), log, isReduced);
        }
    }
}
