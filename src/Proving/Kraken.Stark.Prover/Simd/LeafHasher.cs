using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Threading.Tasks;
using Kraken.Stark.Prover.Memory;

namespace Kraken.Stark.Prover.Simd;

/// <summary>
/// The leaves of a lifted BLAKE2s tree: leaf p hashes one value per column, columns ascending by size, small columns lifted.
/// Cost is one compression per sixteen columns and slot of their own size.
/// </summary>
internal sealed unsafe class LeafHasher
{
    private const int BlockColumns = 16;
    private const int TileGroups = 8;
    private const int TilesPerTask = 32;

    // What is extended at once, but for sixteen columns that are larger.
    private const long ExtendedBytes = 64L << 20;
    private readonly uint*[] columns;
    private readonly int[] logSizes;
    private readonly bool isReduced;
    private readonly BufferPool pool;
    private readonly LeafExtension? extension;

    /// <summary>Takes columns stably sorted ascending by size, each padded to at least eight words.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="logSizes">log2 of their rows.</param>
    /// <param name="isReduced">True to reduce every word of a digest modulo 2^31 - 1.</param>
    /// <param name="pool">Memory.</param>
    public LeafHasher(uint*[] columns, int[] logSizes, bool isReduced, BufferPool pool)
    {
        this.isReduced = isReduced;
        this.columns = columns;
        this.logSizes = logSizes;
        this.pool = pool;
    }

    /// <summary>Takes columns that are extended a few at a time, so that not all of their values are in memory at once.</summary>
    /// <param name="extension">The columns, stably sorted ascending by size.</param>
    /// <param name="isReduced">True to reduce every word of a digest modulo 2^31 - 1.</param>
    /// <param name="pool">Memory.</param>
    public LeafHasher(LeafExtension extension, bool isReduced, BufferPool pool)
        : this(new uint*[extension.Count], extension.LogSizes(), isReduced, pool) => this.extension = extension;

    private int Blocks => (columns.Length + BlockColumns - 1) / BlockColumns;

    /// <summary>Writes the leaf layer of the tree whose height is the largest column's log size, at the fastest width.</summary>
    public void Hash(uint* leaves)
    {
        if (VectorHardware.HasWideLanes)
        {
            Hash<BlakeLanes16>(leaves);
        }
        else
        {
            Hash<BlakeLanes8>(leaves);
        }
    }

    /// <summary>Writes the leaf layer at a given width; a layer of one group takes eight lanes.</summary>
    public void Hash<T>(uint* leaves)
        where T : struct, IBlakeLanes<T>
    {
        List<LeafStage> stages = Stages();
        int height = stages[^1].LogSize;
        NativeBuffer? held = null;
        uint* previous = null;
        int previousLog = 0;
        foreach (LeafStage stage in stages)
        {
            NativeBuffer? next = stage.LogSize == height || (previous != null && stage.LogSize == previousLog)
                ? null
                : pool.Rent(MerkleLanes.LayerWords(stage.LogSize));
            uint* destination = next is not null ? next.Words : stage.LogSize == height ? leaves : previous;
            int first = stage.FirstBlock * BlockColumns, end = Math.Min(columns.Length, stage.EndBlock * BlockColumns);
            using (extension?.Load(first, end, columns))
            {
                RunStage<T>(stage, previous, previousLog, destination);
            }

            if (destination != previous)
            {
                held?.Dispose();
                held = next;
            }

            previous = destination;
            previousLog = stage.LogSize;
        }
    }

    private List<LeafStage> Stages()
    {
        List<LeafStage> stages = [];
        for (int block = 0; block < Blocks; block++)
        {
            int log = logSizes[Math.Min(columns.Length, (block + 1) * BlockColumns) - 1];
            long most = extension is null ? Blocks : Math.Max(1, ExtendedBytes / ((long)BlockColumns * sizeof(uint) << log));
            if (stages.Count > 0 && stages[^1].LogSize == log && block - stages[^1].FirstBlock < most)
            {
                stages[^1] = stages[^1] with { EndBlock = block + 1 };
            }
            else
            {
                stages.Add(new(log, block, block + 1));
            }
        }

        return stages;
    }

    private void RunStage<T>(LeafStage stage, uint* previous, int previousLog, uint* destination)
        where T : struct, IBlakeLanes<T>
    {
        long groups = MerkleLanes.Groups(stage.LogSize);
        if (groups < T.Width / 8)
        {
            RunTile<BlakeLanes8>(stage, previous, previousLog, destination, 0);
            return;
        }

        long tiles = (groups + TileGroups - 1) / TileGroups;
        int tasks = (int)((tiles + TilesPerTask - 1) / TilesPerTask);
        Parallel.For(0, tasks, task =>
        {
            for (long tile = (long)task * TilesPerTask; tile < Math.Min(tiles, (task + 1L) * TilesPerTask); tile++)
            {
                RunTile<T>(stage, previous, previousLog, destination, tile * TileGroups);
            }
        });
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunTile<T>(LeafStage stage, uint* previous, int previousLog, uint* destination, long firstGroup)
        where T : struct, IBlakeLanes<T>
    {
        // SAFETY: a tile's groups are whole vectors: one group at eight lanes, or a power of two of them.
        int together = T.Width / 8;
        long endGroup = Math.Min(firstGroup + TileGroups, MerkleLanes.Groups(stage.LogSize));
        for (long group = firstGroup; group < endGroup && previous != destination; group++)
        {
            LoadState(destination + (group * Blake2sLanes.StateWords), previous, group * 8, stage.LogSize - previousLog);
        }

        uint* message = stackalloc uint[Blake2sLanes.MaxMessageWords];
        for (int block = stage.FirstBlock; block < stage.EndBlock; block++)
        {
            bool last = block == Blocks - 1;
            uint bytes = (uint)(4 * Math.Min(columns.Length, (block + 1) * BlockColumns));
            for (long group = firstGroup; group < endGroup; group += together)
            {
                uint* state = destination + (group * Blake2sLanes.StateWords);
                for (int i = 0; i < together; i++)
                {
                    LoadMessage(message + (8 * i), T.Width, block, stage.LogSize, (group + i) * 8);
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
    private void LoadMessage(uint* message, int width, int block, int logSize, long slot)
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
