using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace Kraken.Cairo.Air.Preprocessed;

/// <summary>The values of a preprocessed variant's columns, in the order of its <see cref="PreprocessedLayout"/>.</summary>
public static class PreprocessedTrace
{
    /// <summary>The columns in commitment order; their values are computed when asked for.</summary>
    public static ImmutableArray<FixedColumn> Columns(PreprocessedVariant variant)
    {
        Dictionary<string, FixedColumn> byName = Unsorted(variant).ToDictionary(column => column.Name);
        return [.. PreprocessedLayout.Of(variant).Names.Select(name => byName[name])];
    }

    private static IEnumerable<FixedColumn> Unsorted(PreprocessedVariant variant)
    {
        int windowBits = variant == PreprocessedVariant.CanonicalSmall ? 9 : 18;
        IEnumerable<FixedColumn> columns = Enumerable.Range(4, 22).Select(log => new SequenceColumn(log));
        return columns
            .Concat(PreprocessedLayout.XorBits.SelectMany(bits => Enumerable.Range(0, 3).Select(i => new XorColumn(bits, i))))
            .Concat(PreprocessedLayout.RangeChecks.SelectMany(bits => bits.Select((_, i) => new RangeCheckColumn(bits, i))))
            .Concat(Enumerable.Range(0, 30).Select(i => new PoseidonKeyColumn(i)))
            .Concat(Enumerable.Range(0, 16).Select(i => new BlakeSigmaColumn(i)))
            .Concat(Enumerable.Range(0, 56).Select(i => new PedersenPointColumn(windowBits, i)));
    }
}
