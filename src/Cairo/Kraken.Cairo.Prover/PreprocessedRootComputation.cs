using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Cairo.Air.Preprocessed;
using Kraken.Circle;
using Kraken.Fields;
using Kraken.Stark.Channels;
using Kraken.Stark.Prover.Memory;
using Kraken.Stark.Prover.Merkle;
using Kraken.Stark.Prover.Transforms;

namespace Kraken.Cairo.Prover;

/// <summary>
/// Computes the roots of the preprocessed trees, which <see cref="PreprocessedRoots"/> then knows. The extension is made part by part,
/// each as long as the columns themselves and with its own factors, and of each part's tree only the root is kept, subtree by subtree: the
/// memory is that of the columns and of one part, whatever the blowup and the height (see <see cref="MemoryBytes"/>).
/// </summary>
public static class PreprocessedRootComputation
{
    /// <summary>
    /// The version of the columns and of their order: roots of another one are worth nothing. A test pins it to the columns' roots.
    /// </summary>
    public const int Version = 1;

    // A subtree's leaves and nodes, the sponges of a layer before and after a block, and what the collector has not taken back yet.
    private const long SubtreeBytes = 1L << 30;

    /// <summary>About how much memory a computation takes at most, in bytes: 6 GiB for canonical, 1.1 GiB for canonical_small.</summary>
    public static long MemoryBytes(PreprocessedVariant variant) =>
        SubtreeBytes + PreprocessedLayout.Of(variant).LogSizes.Sum(log => 2L * sizeof(uint) << log);

    /// <summary>The roots of a tree and of the higher ones that it is lifted to.</summary>
    /// <param name="lowest">The tree; at least of its natural height.</param>
    /// <param name="maxHeight">The largest height, at least that of the tree.</param>
    /// <param name="progress">Told after each part of the work; may be null.</param>
    /// <param name="cancellation">Ends the work within seconds.</param>
    /// <returns>The roots as text, from the tree's height upwards.</returns>
    /// <exception cref="ArgumentException">The hash is unknown, or a height too low.</exception>
    /// <exception cref="OperationCanceledException">The work was ended.</exception>
    public static IReadOnlyList<string> Compute(
        PreprocessedTree lowest, int maxHeight, IProgress<RootProgress>? progress = null, CancellationToken cancellation = default)
    {
        if (lowest.Height < lowest.NaturalHeight || maxHeight < lowest.Height)
        {
            throw new ArgumentException(
                $"expected heights from {lowest.NaturalHeight} on, got {lowest.Height} to {maxHeight}", nameof(maxHeight));
        }

        return lowest.HashName switch
        {
            "blake2s" => Compute<Blake2sChannel, Blake2sHash>(lowest, maxHeight, progress, cancellation),
            "blake2s_m31" => Compute<Blake2sM31Channel, Blake2sHash>(lowest, maxHeight, progress, cancellation),
            "poseidon252" => Compute<Poseidon252Channel, Felt>(lowest, maxHeight, progress, cancellation),
            _ => throw new ArgumentException($"{lowest.HashName} is no channel", nameof(lowest)),
        };
    }

    private static string[] Compute<TChannel, THash>(
        PreprocessedTree lowest, int maxHeight, IProgress<RootProgress>? progress, CancellationToken cancellation)
        where TChannel : IMerkleChannel<THash>
        where THash : unmanaged, IEquatable<THash>
    {
        int log = PreprocessedLayout.Of(lowest.Variant).MaxLogSize;
        using BufferPool pool = new();
        THash[][] parts = new THash[1 << lowest.LogBlowup][];
        RootSteps steps = new(parts.Length * MerkleTrees.SubtreeCount(log), progress, cancellation);
        steps.Begin();
        ColumnBlock[] coefficients = Coefficients(lowest.Variant, new(log), pool);
        (int Least, int Most) lifts = (lowest.Height - lowest.NaturalHeight, maxHeight - lowest.NaturalHeight);
        for (int part = 0; part < parts.Length; part++)
        {
            TwiddleTable twiddles = new(new TwiddleTree(log, lowest.LogBlowup, part));
            parts[part] = PartRoots<TChannel, THash>(coefficients, twiddles, lifts, pool, steps);
        }

        return [.. Enumerable.Range(0, parts[0].Length)
            .Select(lift => Join<TChannel, THash>([.. parts.Select(roots => roots[lift])]).ToString()!)];
    }

    private static ColumnBlock[] Coefficients(PreprocessedVariant variant, TwiddleTable twiddles, BufferPool pool)
    {
        IReadOnlyList<FixedColumn> columns = PreprocessedTrace.Columns(variant);
        ColumnBlock[] blocks = new ColumnBlock[columns.Count];
        Parallel.For(0, blocks.Length, i =>
        {
            blocks[i] = new(pool, columns[i].LogSize, 1);
            columns[i].Fill(MemoryMarshal.Cast<uint, M31>(blocks[i].Rows(0)));
            ColumnTransforms.Interpolate(blocks[i], twiddles);
        });
        return blocks;
    }

    /// <summary>The roots of one part's tree by how often it is lifted: a part of a lifted tree is the lifted tree of the part.</summary>
    private static THash[] PartRoots<TChannel, THash>(
        ColumnBlock[] coefficients, TwiddleTable twiddles, (int Least, int Most) lifts, BufferPool pool, RootSteps steps)
        where TChannel : IMerkleChannel<THash>
        where THash : unmanaged, IEquatable<THash>
    {
        ColumnReference[] values = new ColumnReference[coefficients.Length];
        for (int i = 0; i < values.Length; i++)
        {
            ColumnBlock column = new(pool, coefficients[i].LogSize, 1);
            coefficients[i].Rows(0).CopyTo(column.Rows(0));
            ColumnTransforms.Evaluate(column, twiddles);
            steps.Check();
            values[i] = new(column, 0);
        }

        IReadOnlyList<THash> roots = MerkleTrees.LiftedRoots<TChannel, THash>(values, lifts.Least, lifts.Most, pool, steps.Advance);
        foreach (ColumnReference column in values)
        {
            column.Block.Dispose();
        }

        return [.. roots];
    }

    private static THash Join<TChannel, THash>(THash[] nodes)
        where TChannel : IMerkleChannel<THash>
        where THash : unmanaged, IEquatable<THash>
    {
        while (nodes.Length > 1)
        {
            nodes = [.. Enumerable.Range(0, nodes.Length / 2).Select(i => TChannel.HashNode(nodes[2 * i], nodes[(2 * i) + 1]))];
        }

        return nodes[0];
    }

    /// <summary>Counts subtrees, tells of them and ends the work where that is asked for.</summary>
    private sealed class RootSteps(int count, IProgress<RootProgress>? progress, CancellationToken cancellation)
    {
        private int done;

        public void Check() => cancellation.ThrowIfCancellationRequested();

        public void Begin()
        {
            Check();
            progress?.Report(new(done, count));
        }

        public void Advance()
        {
            done++;
            Begin();
        }
    }
}
