using Kraken.Air;
using Kraken.Cairo.Air.Preprocessed;
using Kraken.Cairo.Air.Relations;

namespace Kraken.Cairo.Air.Components.Pedersen;

/// <summary>The two ways to split the scalars of a Pedersen hash: 14 windows of 18 bits, or 28 windows of 9 bits.</summary>
internal sealed class PedersenWindows
{
    public static readonly PedersenWindows Wide = new(isNarrow: false);
    public static readonly PedersenWindows Narrow = new(isNarrow: true);

    private PedersenWindows(bool isNarrow) => IsNarrow = isNarrow;

    public bool IsNarrow { get; }

    public int Bits => IsNarrow ? 9 : 18;

    /// <summary>Windows per scalar.</summary>
    public int Count => 252 / Bits;

    /// <summary>The ending of component names.</summary>
    public string Suffix => $"window_bits_{Bits}";

    public Relation Aggregator => IsNarrow ? CairoRelations.PedersenAggregatorNarrow : CairoRelations.PedersenAggregatorWide;

    public Relation PartialEcMul => IsNarrow ? CairoRelations.PartialEcMulNarrow : CairoRelations.PartialEcMulWide;

    public Relation Points => IsNarrow ? CairoRelations.PedersenPointsNarrow : CairoRelations.PedersenPointsWide;

    /// <summary>The table of points, made on first use.</summary>
    public PedersenTable Table => IsNarrow ? PedersenTable.Narrow : PedersenTable.Wide;
}
