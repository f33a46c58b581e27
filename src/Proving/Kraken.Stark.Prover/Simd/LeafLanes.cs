using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Kraken.Stark.Prover.Memory;
using Kraken.Stark.Prover.Merkle;

namespace Kraken.Stark.Prover.Simd;

/// <summary>
/// Absorbs blocks of sixteen columns into the states of a tile of leaves of a lifted BLAKE2s tree: a leaf hashes one value per column,
/// small columns lifted.
/// </summary>
/// <remarks>
/// Lanes: one leaf per lane, eight or sixteen that follow each other; states in groups of eight (<see cref="MerkleLanes"/>).
/// Twin: <see cref="Stark.Channels.IMerkleChannel{THash}.HashLeaf"/> of a row, leaf by leaf.
/// </remarks>
internal static unsafe class LeafLanes
{
    /// <summary>Columns that one message holds a value of.</summary>
    public const int BlockColumns = 16;

    /// <summary>Groups of eight leaves that are absorbed block by block while their states stay in the nearest cache.</summary>
    public const int TileGroups = 8;

    /// <summary>Messages that the columns make.</summary>
    public static int Blocks(ColumnAddresses columns) => (columns.Count + BlockColumns - 1) / BlockColumns;

    /// <summary>Absorbs a stage's blocks into a tile; with the last block the states are digests.</summary>
    /// <param name="columns">All columns, ascending by size; those of the stage are set.</param>
    /// <param name="stage">The blocks, and the size of the layer.</param>
    /// <param name="previous">The states after the blocks before, none before the first, and log2 of their number.</param>
    /// <param name="layer">The states of the stage's size, written; they may be the previous ones.</param>
    /// <param name="firstGroup">The tile's first group.</param>
    /// <param name="isReduced">True to reduce every word of a digest modulo 2^31 - 1.</param>
    /// <typeparam name="T">The lanes; a layer of one group takes eight.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void HashTile<T>(
        ColumnAddresses columns,
        LeafStage stage,
        (BufferPart? Layer, int LogSize) previous,
        BufferPart layer,
        long firstGroup,
        bool isReduced)
        where T : struct, IBlakeLanes<T>
    {
        // SAFETY: a tile's groups are whole vectors: one group at eight lanes, or a power of two of them.
        uint* destination = layer.Words, source = previous.Layer is { } before ? before.Words : null;
        int together = T.Width / 8;
        long endGroup = Math.Min(firstGroup + TileGroups, MerkleLanes.Groups(stage.LogSize));
        for (long group = firstGroup; group < endGroup && source != destination; group++)
        {
            LoadState(destination + (group * Blake2sLanes.StateWords), source, group * 8, stage.LogSize - previous.LogSize);
        }

        int blocks = Blocks(columns);
        uint* message = stackalloc uint[Blake2sLanes.MaxMessageWords];
        for (int block = stage.FirstBlock; block < stage.EndBlock; block++)
        {
            bool last = block == blocks - 1;
            uint bytes = (uint)(4 * Math.Min(columns.Count, (block + 1) * BlockColumns));
            for (long group = firstGroup; group < endGroup; group += together)
            {
                uint* state = destination + (group * Blake2sLanes.StateWords);
                for (int i = 0; i < together; i++)
                {
                    LoadMessage(columns.Words, columns.LogSizes, message + (8 * i), T.Width, block, stage.LogSize, (group + i) * 8);
                }

                Blake2sLanes.Compress<T>(state, message, bytes, last);
                for (int i = 0; last && isReduced && i < together; i++)
                {
                    Blake2sLanes.Reduce(state + (i * Blake2sLanes.StateWords));
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void LoadState(uint* state, uint* previous, long slot, int k)
    {
        if (previous == null)
        {
            Blake2sLanes.Initialise(state);
            return;
        }

        // SAFETY: the lifted index of eight slots stays within one group of the smaller layer.
        long index = LiftedLanes.Index(slot, k);
        uint* group = previous + ((index >> 3) * Blake2sLanes.StateWords);
        long inGroup = slot - ((index & ~7L) << k);
        for (int w = 0; w < 8; w++)
        {
            LiftedLanes.Load(group + (8 * w), inGroup, k).Store(state + (8 * w));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void LoadMessage(uint*[] columns, int[] logSizes, uint* message, int width, int block, int logSize, long slot)
    {
        // SAFETY: message covers eight words of each of 16 vectors; every column is read at the lifted image of a slot of the stage's size.
        for (int i = 0; i < BlockColumns; i++)
        {
            int column = (block * BlockColumns) + i;
            Vector256<uint> word = column < columns.Length
                ? LiftedLanes.Load(columns[column], slot, logSize - logSizes[column])
                : Vector256<uint>.Zero;
            word.Store(message + (width * i));
        }
    }
}
