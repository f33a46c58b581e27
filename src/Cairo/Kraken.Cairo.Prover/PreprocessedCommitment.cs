using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Threading.Tasks;
using Kraken.Cairo.Air.Preprocessed;
using Kraken.Fields;
using Kraken.Stark.Channels;
using Kraken.Stark.Prover;
using Kraken.Stark.Prover.Memory;
using Kraken.Stark.Prover.Transforms;

namespace Kraken.Cairo.Prover;

/// <summary>The fixed columns of a variant with their coefficients and tree. They do not depend on the run.</summary>
/// <typeparam name="TChannel">Gives the hash.</typeparam>
/// <typeparam name="THash">A tree node.</typeparam>
internal sealed class PreprocessedCommitment<TChannel, THash> : IDisposable
    where TChannel : IMerkleChannel<THash>
    where THash : unmanaged, IEquatable<THash>
{
    private readonly ColumnReference[] columns;
    private readonly BufferPool kept;
    private readonly BufferPool work;

    private PreprocessedCommitment((BufferPool Kept, BufferPool Work) pools, ColumnReference[] columns, CommittedTree<THash> tree)
    {
        (kept, work) = pools;
        this.columns = columns;
        Tree = tree;
    }

    /// <summary>The coefficients and their tree.</summary>
    public CommittedTree<THash> Tree { get; }

    /// <summary>The columns on the trace domain, in commit order.</summary>
    public IReadOnlyList<ColumnReference> Columns => columns;

    /// <summary>Computes columns and coefficients, and takes the tree from the cache or makes it.</summary>
    /// <param name="kind">What to commit to.</param>
    /// <param name="arenas">Memory for columns and coefficients, and for what is done with them, which is given back at once.</param>
    /// <param name="cache">Where trees are kept; may be null.</param>
    public static PreprocessedCommitment<TChannel, THash> Make(
        PreprocessedTree kind, (MemoryArena Kept, MemoryArena Work) arenas, FixedColumnCache? cache)
    {
        BufferPool kept = new(arenas.Kept);
        BufferPool work = new(arenas.Work);
        try
        {
            ImmutableArray<FixedColumn> columns = PreprocessedTrace.Columns(kind.Variant);
            TwiddleTable twiddles = Twiddles.For(kind.NaturalHeight);
            ColumnReference[] values = new ColumnReference[columns.Length];
            ColumnReference[] coefficients = new ColumnReference[columns.Length];
            Parallel.For(0, columns.Length, i =>
            {
                ColumnBlock trace = new(kept, columns[i].LogSize, 1);
                columns[i].Fill(MemoryMarshal.Cast<uint, M31>(trace.Rows(0)));
                values[i] = new(trace, 0);
                coefficients[i] = new(new(kept, columns[i].LogSize, 1), 0);
                trace.Rows(0).CopyTo(coefficients[i].Rows);
                ColumnTransforms.Interpolate(coefficients[i], twiddles);
            });
            return new((kept, work), values, Commit(kind, coefficients, twiddles, work, cache));
        }
        catch
        {
            kept.Dispose();
            work.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        kept.Dispose();
        work.Dispose();
    }

    private static CommittedTree<THash> Commit(
        PreprocessedTree kind, ColumnReference[] coefficients, TwiddleTable twiddles, BufferPool pool, FixedColumnCache? cache)
    {
        if (cache?.Find<TChannel, THash>(kind) is { } nodes)
        {
            return CommittedTree<THash>.Restore<TChannel>(coefficients, nodes, kind.LogBlowup, twiddles, pool);
        }

        CommittedTree<THash> tree = CommittedTree<THash>.Commit<TChannel>(
            coefficients, new(kind.LogBlowup, kind.Height), twiddles, pool);
        cache?.Keep(kind, tree.Tree);
        return tree;
    }
}
