using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Cairo.Air.Preprocessed;
using Kraken.Fields;
using Kraken.Stark.Channels;
using Kraken.Stark.Pcs;
using Kraken.Stark.Prover;
using Kraken.Stark.Prover.Memory;
using Kraken.Stark.Prover.Simd;

namespace Kraken.Cairo.Prover;

/// <summary>
/// The fixed columns of a variant with their extension and tree. They do not depend on the program, so a process keeps the last one made
/// of a channel.
/// </summary>
/// <typeparam name="TChannel">Gives the hash.</typeparam>
/// <typeparam name="THash">A tree node.</typeparam>
internal sealed class PreprocessedCommitment<TChannel, THash>
    where TChannel : IMerkleChannel<THash>
    where THash : unmanaged, IEquatable<THash>
{
    private static readonly Lock Gate = new();
    private static ((PreprocessedVariant Variant, int LogBlowup, int Height) Key, PreprocessedCommitment<TChannel, THash> Value)? latest;
    private readonly ColumnReference[] columns;

    private PreprocessedCommitment(ColumnReference[] columns, CommittedTree<THash> tree)
    {
        this.columns = columns;
        Tree = tree;
    }

    /// <summary>The extended columns and their tree.</summary>
    public CommittedTree<THash> Tree { get; }

    /// <summary>The columns on the trace domain, in commit order.</summary>
    public ReadOnlySpan<ColumnReference> Columns => columns;

    /// <summary>
    /// The commitment of a variant. A failure to make it is not remembered; one that makes room for another is freed once no run uses it.
    /// </summary>
    public static PreprocessedCommitment<TChannel, THash> Of(PreprocessedVariant variant, PcsConfig config)
    {
        int height = config.TreeHeight(PreprocessedLayout.Of(variant).MaxLogSize);
        (PreprocessedVariant Variant, int LogBlowup, int Height) key = (variant, config.Fri.LogBlowup, height);
        lock (Gate)
        {
            if (latest is { } last && last.Key == key)
            {
                return last.Value;
            }

            latest = null;
            PreprocessedCommitment<TChannel, THash> made = Make(variant, config.Fri.LogBlowup, height);
            latest = (key, made);
            return made;
        }
    }

    private static PreprocessedCommitment<TChannel, THash> Make(PreprocessedVariant variant, int logBlowup, int height)
    {
        BufferPool pool = new();
        ImmutableArray<FixedColumn> columns = PreprocessedTrace.Columns(variant);
        TwiddleTable twiddles = Twiddles.For(PreprocessedLayout.Of(variant).MaxLogSize + logBlowup);
        ColumnReference[] values = new ColumnReference[columns.Length];
        ColumnReference[] extended = new ColumnReference[columns.Length];
        Parallel.For(0, columns.Length, i =>
        {
            ColumnBlock trace = new(pool, columns[i].LogSize, 1);
            columns[i].Fill(MemoryMarshal.Cast<uint, M31>(trace.Rows(0)));
            ColumnBlock extension = new(pool, columns[i].LogSize + logBlowup, 1);
            ColumnTransforms.Extend(trace, extension, 0, twiddles);
            values[i] = new(trace, 0);
            extended[i] = new(extension, 0);
        });
        return new(values, CommittedTree<THash>.Commit<TChannel>(extended, height, pool));
    }
}
