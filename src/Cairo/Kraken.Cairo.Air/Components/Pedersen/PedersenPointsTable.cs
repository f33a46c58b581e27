using System.Linq;
using Kraken.Air;
using Kraken.Cairo.Air.Components.Subroutines;

namespace Kraken.Cairo.Air.Components.Pedersen;

/// <summary>The points that partial multiplications look up, as a fixed table.</summary>
internal sealed class PedersenPointsTable(PedersenWindows windows) : AirDefinition
{
    public override string Name => "pedersen_points_table_" + windows.Suffix;

    public override RowPadding Padding => RowPadding.Table;

    public override int? FixedLogSize => windows.IsNarrow ? 15 : 23;

    public override void Define(AirBuilder builder)
    {
        string prefix = windows.IsNarrow ? "pedersen_points_small" : "pedersen_points";
        Expr[] row = [.. Enumerable.Range(0, 2 * FeltLimbs.Count).Select(i => builder.Preprocessed($"{prefix}_{i}"))];
        builder.YieldTimes(
            builder.Multiplicity("multiplicity_0"), windows.Points, [builder.Preprocessed(PreprocessedColumn.Sequence), .. row]);
    }
}
