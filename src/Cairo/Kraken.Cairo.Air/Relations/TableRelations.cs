using System.Collections.Immutable;
using Kraken.Air;

namespace Kraken.Cairo.Air.Relations;

/// <summary>
/// The relations of the fixed tables. Where a table yields several equal relations (they keep each multiplicity below p), the array holds
/// them in the order of the table's multiplicity columns; users rotate through them.
/// </summary>
public static class TableRelations
{
    /// <summary>Values below 2^n, n = 6.</summary>
    public static Relation RangeCheck6 { get; } = new("range_check_6", 1185356339, 1);

    /// <summary>Values below 2^n, n = 8.</summary>
    public static Relation RangeCheck8 { get; } = new("range_check_8", 1420243005, 1);

    /// <summary>Values below 2^n, n = 11.</summary>
    public static Relation RangeCheck11 { get; } = new("range_check_11", 991608089, 1);

    /// <summary>Values below 2^n, n = 12.</summary>
    public static Relation RangeCheck12 { get; } = new("range_check_12", 941275232, 1);

    /// <summary>Values below 2^n, n = 18.</summary>
    public static ImmutableArray<Relation> RangeCheck18 { get; } =
    [
        new("range_check_18", 1109051422, 1),
        new("range_check_18_b", 1424798916, 1),
    ];

    /// <summary>Values below 2^n, n = 20.</summary>
    public static ImmutableArray<Relation> RangeCheck20 { get; } =
    [
        new("range_check_20", 1410849886, 1),
        new("range_check_20_b", 514232941, 1),
        new("range_check_20_c", 531010560, 1),
        new("range_check_20_d", 480677703, 1),
        new("range_check_20_e", 497455322, 1),
        new("range_check_20_f", 447122465, 1),
        new("range_check_20_g", 463900084, 1),
        new("range_check_20_h", 682009131, 1),
    ];

    /// <summary>Values below 2^n, n = 4, 3.</summary>
    public static Relation RangeCheck4x3 { get; } = new("range_check_4_3", 1567323731, 2);

    /// <summary>Values below 2^n, n = 4, 4.</summary>
    public static Relation RangeCheck4x4 { get; } = new("range_check_4_4", 1651211826, 2);

    /// <summary>Values below 2^n, n = 9, 9.</summary>
    public static ImmutableArray<Relation> RangeCheck9x9 { get; } =
    [
        new("range_check_9_9", 517791011, 2),
        new("range_check_9_9_b", 1897792095, 2),
        new("range_check_9_9_c", 1881014476, 2),
        new("range_check_9_9_d", 1864236857, 2),
        new("range_check_9_9_e", 1847459238, 2),
        new("range_check_9_9_f", 1830681619, 2),
        new("range_check_9_9_g", 1813904000, 2),
        new("range_check_9_9_h", 2065568285, 2),
    ];

    /// <summary>Values below 2^n, n = 7, 2, 5.</summary>
    public static Relation RangeCheck7x2x5 { get; } = new("range_check_7_2_5", 371240602, 3);

    /// <summary>Values below 2^n, n = 3, 6, 6, 3.</summary>
    public static Relation RangeCheck3x6x6x3 { get; } = new("range_check_3_6_6_3", 1005786011, 4);

    /// <summary>Values below 2^n, n = 4, 4, 4, 4.</summary>
    public static Relation RangeCheck4x4x4x4 { get; } = new("range_check_4_4_4_4", 1027333874, 4);

    /// <summary>Values below 2^n, n = 3, 3, 3, 3, 3.</summary>
    public static Relation RangeCheck3x3x3x3x3 { get; } = new("range_check_3_3_3_3_3", 502259093, 5);

    /// <summary>(a, b, a xor b) for a, b of 4 bits.</summary>
    public static Relation Xor4 { get; } = new("verify_bitwise_xor_4", 45448144, 3);

    /// <summary>(a, b, a xor b) for a, b of 7 bits.</summary>
    public static Relation Xor7 { get; } = new("verify_bitwise_xor_7", 62225763, 3);

    /// <summary>(a, b, a xor b) for a, b of 8 bits.</summary>
    public static ImmutableArray<Relation> Xor8 { get; } =
    [
        new("verify_bitwise_xor_8", 112558620, 3),
        new("verify_bitwise_xor_8_b", 521092554, 3),
    ];

    /// <summary>(a, b, a xor b) for a, b of 9 bits.</summary>
    public static Relation Xor9 { get; } = new("verify_bitwise_xor_9", 95781001, 3);

    /// <summary>(a, b, a xor b) for a, b of 12 bits.</summary>
    public static Relation Xor12 { get; } = new("verify_bitwise_xor_12", 648362599, 3);
}
