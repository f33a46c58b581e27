using System.Collections.Frozen;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace Kraken.Cairo.Air.Preprocessed;

/// <summary>The columns of a preprocessed variant in commitment order: ascending by size, and by kind within a size.</summary>
public sealed class PreprocessedTrace
{
    private const int MinSequence = 4;
    private const int KeyWords = 30;
    private const int SigmaWords = 16;
    private const int PointWords = 56;

    private static readonly int[] XorBits = [4, 7, 8, 9, 10];

    private static readonly int[][] RangeChecks =
        [[4, 3], [4, 4], [9, 9], [7, 2, 5], [3, 6, 6, 3], [4, 4, 4, 4], [3, 3, 3, 3, 3]];

    private static readonly PreprocessedTrace CanonicalTrace = new(PreprocessedVariant.Canonical);
    private static readonly PreprocessedTrace WithoutPedersenTrace = new(PreprocessedVariant.CanonicalWithoutPedersen);
    private static readonly PreprocessedTrace SmallTrace = new(PreprocessedVariant.CanonicalSmall);

    private readonly FrozenDictionary<string, int> _index;

    private PreprocessedTrace(PreprocessedVariant variant)
    {
        Variant = variant;
        Columns = [.. Unsorted(variant).OrderBy(column => column.LogSize)];
        _index = Columns.Select((column, i) => (column.Name, i)).ToFrozenDictionary(pair => pair.Name, pair => pair.i);
    }

    /// <summary>The variant.</summary>
    public PreprocessedVariant Variant { get; }

    /// <summary>The columns in commitment order.</summary>
    public ImmutableArray<FixedColumn> Columns { get; }

    /// <summary>The log sizes in commitment order.</summary>
    public IEnumerable<int> LogSizes => Columns.Select(column => column.LogSize);

    /// <summary>The trace of a variant; values are computed on demand.</summary>
    public static PreprocessedTrace Of(PreprocessedVariant variant) => variant switch
    {
        PreprocessedVariant.Canonical => CanonicalTrace,
        PreprocessedVariant.CanonicalWithoutPedersen => WithoutPedersenTrace,
        _ => SmallTrace,
    };

    /// <summary>The index of a column in commitment order; false where the variant lacks it.</summary>
    public bool TryIndexOf(string name, out int index) => _index.TryGetValue(name, out index);

    private static IEnumerable<FixedColumn> Unsorted(PreprocessedVariant variant)
    {
        int maxSequence = variant == PreprocessedVariant.CanonicalSmall ? 20 : 25;
        IEnumerable<FixedColumn> columns = Enumerable.Range(MinSequence, maxSequence - MinSequence + 1).Select(log => new SequenceColumn(log));
        columns = columns
            .Concat(XorBits.SelectMany(bits => Enumerable.Range(0, 3).Select(i => new XorColumn(bits, i))))
            .Concat(RangeChecks.SelectMany(bits => bits.Select((_, i) => new RangeCheckColumn(bits, i))))
            .Concat(Enumerable.Range(0, KeyWords).Select(i => new PoseidonKeyColumn(i)))
            .Concat(Enumerable.Range(0, SigmaWords).Select(i => new BlakeSigmaColumn(i)));
        return variant == PreprocessedVariant.CanonicalWithoutPedersen
            ? columns
            : columns.Concat(Enumerable.Range(0, PointWords).Select(i =>
                new PedersenPointColumn(variant == PreprocessedVariant.CanonicalSmall ? 9 : 18, i)));
    }
}
