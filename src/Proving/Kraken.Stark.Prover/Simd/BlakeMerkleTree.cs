using System;
using System.Runtime.InteropServices;
using Kraken.Stark.Channels;

namespace Kraken.Stark.Prover.Simd;

/// <summary>A BLAKE2s Merkle tree with all layers in native memory, built eight nodes at a time.</summary>
internal sealed unsafe class BlakeMerkleTree : MerkleTree<Blake2sHash>
{
    // SAFETY: each layer's buffer has the words that MerkleLanes.LayerWords says, and pointers to it live while the tree does.
    private readonly NativeBuffer[] _layers;

    /// <summary>Builds the tree over columns stably sorted ascending by size.</summary>
    public BlakeMerkleTree(ColumnReference[] sortedColumns, BufferPool pool)
        : base(sortedColumns.Length == 0 ? 0 : sortedColumns[^1].LogSize)
    {
        _layers = new NativeBuffer[Height + 1];
        for (int log = 0; log <= Height; log++)
        {
            _layers[log] = pool.Rent(MerkleLanes.LayerWords(log));
        }

        uint*[] columns = new uint*[sortedColumns.Length];
        int[] logSizes = new int[columns.Length];
        for (int i = 0; i < columns.Length; i++)
        {
            columns[i] = sortedColumns[i].Words;
            logSizes[i] = sortedColumns[i].LogSize;
        }

        Build(new LeafHasher(columns, logSizes, pool));
    }

    /// <summary>Builds the tree of secure values, 2^leafLog of them per leaf.</summary>
    public BlakeMerkleTree(ColumnBlock secure, int leafLog, BufferPool pool)
        : base(secure.LogSize - leafLog)
    {
        _layers = new NativeBuffer[Height + 1];
        for (int log = 0; log <= Height; log++)
        {
            _layers[log] = pool.Rent(MerkleLanes.LayerWords(log));
        }

        SecureLeaves.Hash(secure, leafLog, _layers[Height].Words);
        BuildInner();
    }

    /// <inheritdoc/>
    public override Blake2sHash Node(int log, long index)
    {
        Span<uint> words = stackalloc uint[8];
        MerkleLanes.ReadNode(_layers[log].Words, index, words);
        return Blake2sHash.FromBytes(MemoryMarshal.AsBytes(words));
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        foreach (NativeBuffer layer in _layers)
        {
            layer.Dispose();
        }
    }

    private void Build(LeafHasher hasher)
    {
        hasher.Hash(_layers[Height].Words);
        BuildInner();
    }

    private void BuildInner()
    {
        for (int log = Height - 1; log >= 0; log--)
        {
            MerkleLanes.HashLayer(_layers[log + 1].Words, _layers[log].Words, log);
        }
    }
}
