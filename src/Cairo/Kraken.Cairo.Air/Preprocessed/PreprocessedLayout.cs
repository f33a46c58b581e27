using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace Kraken.Cairo.Air.Preprocessed;

/// <summary>
/// The names and sizes of a variant's columns in commit order: the base order (row counters, xor, range checks, Poseidon keys, Blake
/// sigma, Pedersen points) stably sorted by size.
/// </summary>
public sealed class PreprocessedLayout
{
    /// <summary>The bits of the operands of each xor table.</summary>
    internal static readonly int[] XorBits = [4, 7, 8, 9, 10];

    /// <summary>The bits of the columns of each range check table.</summary>
    internal static readonly int[][] RangeChecks =
        [[4, 3], [4, 4], [9, 9], [7, 2, 5], [3, 6, 6, 3], [4, 4, 4, 4], [3, 3, 3, 3, 3]];

    private static readonly ImmutableArray<PreprocessedLayout> All =
        [.. Enum.GetValues<PreprocessedVariant>().Select(variant => new PreprocessedLayout(variant))];

    private readonly Dictionary<string, int> indices;

    private PreprocessedLayout(PreprocessedVariant variant)
    {
        Variant = variant;
        (string Name, int LogSize)[] columns = [.. BaseOrder(variant).OrderBy(column => column.LogSize)];
        Names = [.. columns.Select(column => column.Name)];
        LogSizes = [.. columns.Select(column => column.LogSize)];
        MaxLogSize = LogSizes.Max();
        indices = Names.Select((name, index) => (name, index)).ToDictionary(pair => pair.name, pair => pair.index);
    }

    /// <summary>Which set of fixed columns this is the order of.</summary>
    public PreprocessedVariant Variant { get; }

    /// <summary>
    /// The columns' names, such as seq_20, bitwise_xor_9_0, range_check_4_3_column_1, poseidon_round_keys_0,
    /// blake_sigma_3, pedersen_points_small_55.
    /// </summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>log2 of the columns' sizes.</summary>
    public ImmutableArray<int> LogSizes { get; }

    /// <summary>log2 of the largest column's size.</summary>
    public int MaxLogSize { get; }

    /// <summary>The variant's name in proofs and parameter files.</summary>
    public string Name => VariantNames[(int)Variant];

    /// <summary>The variants' names in proofs and parameter files, by value of the enumeration.</summary>
    public static ImmutableArray<string> VariantNames { get; } = ["canonical", "canonical_without_pedersen", "canonical_small"];

    /// <summary>The layout of a variant.</summary>
    public static PreprocessedLayout Of(PreprocessedVariant variant) => All[(int)variant];

    /// <summary>The variant with a given number of columns, by which formats without a variant's name tell it.</summary>
    public static bool TryFind(int columns, out PreprocessedVariant variant)
    {
        PreprocessedLayout? layout = All.FirstOrDefault(l => l.Names.Length == columns);
        variant = layout?.Variant ?? default;
        return layout is not null;
    }

    /// <summary>The place of a column; false if the variant lacks it.</summary>
    public bool TryGetIndex(string name, out int index) => indices.TryGetValue(name, out index);

    private static IEnumerable<(string Name, int LogSize)> BaseOrder(PreprocessedVariant variant)
    {
        int largest = variant == PreprocessedVariant.CanonicalSmall ? 20 : 25;
        IEnumerable<(string, int)> columns = Enumerable.Range(4, largest - 3).Select(log => ($"seq_{log}", log))
            .Concat(XorBits.SelectMany(bits => Numbered($"bitwise_xor_{bits}_", 3, 2 * bits)))
            .Concat(RangeChecks.SelectMany(bits => Numbered($"range_check_{string.Join('_', bits)}_column_", bits.Length, bits.Sum())))
            .Concat(Numbered("poseidon_round_keys_", 30, 6))
            .Concat(Numbered("blake_sigma_", 16, 4));
        return variant switch
        {
            PreprocessedVariant.Canonical => columns.Concat(Numbered("pedersen_points_", 56, 23)),
            PreprocessedVariant.CanonicalSmall => columns.Concat(Numbered("pedersen_points_small_", 56, 15)),
            _ => columns,
        };
    }

    private static IEnumerable<(string Name, int LogSize)> Numbered(string prefix, int count, int logSize) =>
        Enumerable.Range(0, count).Select(i => ($"{prefix}{i}", logSize));
}
