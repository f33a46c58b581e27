using System;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Cairo.Air.Preprocessed;
using Kraken.Fields;
using Kraken.Stark.Channels;
using Kraken.Stark.Prover;
using Kraken.Stark.Prover.Simd;

namespace Kraken.Cairo.Prover;

/// <summary>The fixed columns of a variant with their extension and tree. They do not depend on the program, so a process makes them once.</summary>
/// <typeparam name="THash">A tree node.</typeparam>
internal sealed class PreprocessedCommitment<THash>
    where THash : unmanaged, IEquatable<THash>
{
    private static readonly ConcurrentDictionary<PreprocessedVariant, Lazy<PreprocessedCommitment<THash>>> Cache = [];
    private readonly ColumnReference[] _columns;

    private PreprocessedCommitment(ColumnReference[] columns, CommittedTree<THash> tree)
    {
        _columns = columns;
        Tree = tree;
    }

    /// <summary>The extended columns and their tree.</summary>
    public CommittedTree<THash> Tree { get; }

    /// <summary>The columns on the trace domain, in commit order.</summary>
    public ReadOnlySpan<ColumnReference> Columns => _columns;

    /// <summary>The commitment of a variant, made on first use.</summary>
    public static PreprocessedCommitment<THash> Of<TChannel>(PreprocessedVariant variant)
        where TChannel : IMerkleChannel<THash> =>
        Cache.GetOrAdd(variant, key => new(() => Make<TChannel>(key), LazyThreadSafetyMode.ExecutionAndPublication)).Value;

    private static PreprocessedCommitment<THash> Make<TChannel>(PreprocessedVariant variant)
        where TChannel : IMerkleChannel<THash>
    {
        BufferPool pool = new();
        ImmutableArray<FixedColumn> columns = PreprocessedTrace.Columns(variant);
        TwiddleTable twiddles = Twiddles.For(columns.Max(column => column.LogSize) + 1);
        ColumnReference[] values = new ColumnReference[columns.Length];
        ColumnReference[] extended = new ColumnReference[columns.Length];
        Parallel.For(0, columns.Length, i =>
        {
            ColumnBlock trace = new(pool, columns[i].LogSize, 1);
            columns[i].Fill(MemoryMarshal.Cast<uint, M31>(trace.Rows(0)));
            ColumnBlock extension = new(pool, columns[i].LogSize + 1, 1);
            ColumnTransforms.Extend(trace, extension, 0, twiddles);
            values[i] = new(trace, 0);
            extended[i] = new(extension, 0);
        });
        return new(values, CommittedTree<THash>.Commit<TChannel>(extended, pool));
    }
}
