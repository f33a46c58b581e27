using System;
using System.Runtime.InteropServices;
using Kraken.Stark.Channels;
using Kraken.Stark.Prover.Memory;

namespace Kraken.Stark.Prover.Simd;

/// <summary>A BLAKE2s Merkle tree with all layers in native memory, built eight nodes at a time.</summary>
internal sealed unsafe class BlakeMerkleTree : MerkleTree<Blake2sHash>
{
    // SAFETY: each layer's buffer has the words that MerkleLanes.LayerWords says, and pointers to it live while the tree does.
    private readonly NativeBuffer[] layers;
    private readonly bool isReduced;

    /// <summary>Builds the tree over columns stably sorted ascending by size, at least one.</summary>
    /// <param name="sortedColumns">The columns.</param>
    /// <param name="isReduced">True to reduce every word of a digest modulo 2^31 - 1.</param>
    /// <param name="pool">Memory.</param>
    public BlakeMerkleTree(ColumnReference[] sortedColumns, bool isReduced, BufferPool pool)
        : base(sortedColumns[^1].LogSize)
    {
        this.isReduced = isReduced;
        layers = new NativeBuffer[Height + 1];
        for (int log = 0; log <= Height; log++)
        {
            layers[log] = pool.Rent(MerkleLanes.LayerWords(log));
        }

        uint*[] columns = new uint*[sortedColumns.Length];
        int[] logSizes = new int[columns.Length];
        for (int i = 0; i < columns.Length; i++)
        {
            columns[i] = sortedColumns[i].Words;
            logSizes[i] = sortedColumns[i].LogSize;
        }

        new LeafHasher(columns, logSizes, isReduced, pool).Hash(layers[Height].Words);
        BuildInner();
    }

    /// <summary>Builds the tree of secure values, 2^leafLog of them per leaf.</summary>
    public BlakeMerkleTree(ColumnBlock secure, int leafLog, bool isReduced, BufferPool pool)
        : base(secure.LogSize - leafLog)
    {
        this.isReduced = isReduced;
        layers = new NativeBuffer[Height + 1];
        for (int log = 0; log <= Height; log++)
        {
            layers[log] = pool.Rent(MerkleLanes.LayerWords(log));
        }

        SecureLeaves.Hash(secure, leafLog, isReduced, layers[Height].Words);
        BuildInner();
    }

    /// <inheritdoc/>
    public override Blake2sHash Node(int log, long index)
    {
        Span<uint> words = stackalloc uint[8];
        MerkleLanes.ReadNode(layers[log].Words, index, words);
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

    private void BuildInner()
    {
        for (int log = Height - 1; log >= 0; log--)
        {
            MerkleLanes.HashLayer(layers[log + 1].Words, layers[log].Words, log, isReduced);
        }
    }
}
