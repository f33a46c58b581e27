using System.Linq;
using Kraken.Air;
using Kraken.Cairo.Air.Relations;

namespace Kraken.Cairo.Air.Components.Tables;

/// <summary>Xor of 12-bit values over the table of 10-bit ones: one multiplicity column for each pair of the two high bits.</summary>
internal sealed class ExpandedXorTable : AirDefinition
{
    public const int TableBits = 10;
    public const int HighValues = 4;

    public override string Name => "verify_bitwise_xor_12";

    public override RowPadding Padding => RowPadding.Table;

    public override int? FixedLogSize => 2 * TableBits;

    public override void Define(AirBuilder builder)
    {
        Expr[] low = [.. Enumerable.Range(0, 3).Select(i => builder.Preprocessed($"bitwise_xor_{TableBits}_{i}"))];
        for (int i = 0; i < HighValues; i++)
        {
            for (int j = 0; j < HighValues; j++)
            {
                Expr multiplicity = builder.Multiplicity($"multiplicity_{i}_{j}");
                builder.YieldTimes(
                    multiplicity,
                    TableRelations.Xor12,
                    low[0] + (i << TableBits),
                    low[1] + (j << TableBits),
                    low[2] + ((i ^ j) << TableBits));
            }
        }
    }
}
