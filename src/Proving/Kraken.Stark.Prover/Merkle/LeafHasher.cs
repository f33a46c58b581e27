using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Kraken.Stark.Prover.Memory;
using Kraken.Stark.Prover.Simd;

namespace Kraken.Stark.Prover.Merkle;

/// <summary>
/// The leaves of a lifted BLAKE2s tree: leaf p hashes one value per column, columns ascending by size, small columns lifted.
/// Cost is one compression per sixteen columns and slot of their own size. <see cref="LeafLanes"/> is the kernel; here is the order of the
/// work, on all cores.
/// </summary>
internal sealed class LeafHasher
{
    private const int BlockColumns = LeafLanes.BlockColumns;
    private const int TilesPerTask = 32;

    private readonly ColumnAddresses columns;
    private readonly bool isReduced;
    private readonly BufferPool pool;
    private readonly LeafExtension? extension;

    /// <summary>Takes columns stably sorted ascending by size, each padded to at least eight words.</summary>
    /// <param name="isReduced">True to reduce every word of a digest modulo 2^31 - 1.</param>
    /// <param name="pool">Memory.</param>
    public LeafHasher(ReadOnlySpan<ColumnReference> columns, bool isReduced, BufferPool pool)
        : this(new ColumnAddresses(columns), isReduced, pool)
    {
    }

    /// <summary>Takes columns that are extended a few at a time, so that not all of their values are in memory at once.</summary>
    /// <param name="extension">The columns, stably sorted ascending by size.</param>
    /// <param name="isReduced">True to reduce every word of a digest modulo 2^31 - 1.</param>
    /// <param name="pool">Memory.</param>
    public LeafHasher(LeafExtension extension, bool isReduced, BufferPool pool)
        : this(new ColumnAddresses(extension.LogSizes()), isReduced, pool) => this.extension = extension;

    private LeafHasher(ColumnAddresses columns, bool isReduced, BufferPool pool)
    {
        this.columns = columns;
        this.isReduced = isReduced;
        this.pool = pool;
    }

    private int Blocks => LeafLanes.Blocks(columns);

    /// <summary>Writes the leaf layer of the tree whose height is the largest column's log size, at the fastest width.</summary>
    public void Hash(BufferPart leaves)
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
    public void Hash<T>(BufferPart leaves)
        where T : struct, IBlakeLanes<T>
    {
        List<LeafStage> stages = Stages();
        int height = stages[^1].LogSize;
        NativeBuffer? held = null;
        BufferPart? previous = null;
        int previousLog = 0;
        foreach (LeafStage stage in stages)
        {
            NativeBuffer? next = stage.LogSize == height || (previous is not null && stage.LogSize == previousLog)
                ? null
                : pool.Rent(MerkleLanes.LayerWords(stage.LogSize));
            BufferPart destination = next is not null ? new(next, 0) : stage.LogSize == height ? leaves : previous ?? leaves;
            int first = stage.FirstBlock * BlockColumns, end = Math.Min(columns.Count, stage.EndBlock * BlockColumns);
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
            int log = columns.LogSizes[Math.Min(columns.Count, (block + 1) * BlockColumns) - 1];
            long most = extension is null ? Blocks : Math.Max(1, LeafMemory.ExtendedBytes / ((long)BlockColumns * sizeof(uint) << log));
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

    private void RunStage<T>(LeafStage stage, BufferPart? previous, int previousLog, BufferPart destination)
        where T : struct, IBlakeLanes<T>
    {
        long groups = MerkleLanes.Groups(stage.LogSize);
        if (groups < T.Width / 8)
        {
            LeafLanes.HashTile<BlakeLanes8>(columns, stage, (previous, previousLog), destination, 0, isReduced);
            return;
        }

        long tiles = (groups + LeafLanes.TileGroups - 1) / LeafLanes.TileGroups;
        int tasks = (int)((tiles + TilesPerTask - 1) / TilesPerTask);
        Parallel.For(0, tasks, task =>
        {
            for (long tile = (long)task * TilesPerTask; tile < Math.Min(tiles, (task + 1L) * TilesPerTask); tile++)
            {
                LeafLanes.HashTile<T>(
                    columns, stage, (previous, previousLog), destination, tile * LeafLanes.TileGroups, isReduced);
            }
        });
    }
}
