using System.Linq;
using Kraken.Air;
using Kraken.Cairo.Air.Components.Subroutines;
using Kraken.Cairo.Air.Relations;

namespace Kraken.Cairo.Air.Components.Poseidon;

/// <summary>The round keys of Poseidon as a fixed table: 35 rows of three packed felts, padded to 64.</summary>
internal sealed class PoseidonRoundKeys : AirDefinition
{
    public override string Name => "poseidon_round_keys";

    public override RowPadding Padding => RowPadding.Table;

    public override int? FixedLogSize => 6;

    public override void Define(AirBuilder builder)
    {
        Expr[] row = [.. Enumerable.Range(0, 3 * FeltLimbs.PackedCount).Select(i => builder.Preprocessed($"poseidon_round_keys_{i}"))];
        builder.YieldTimes(
            builder.Multiplicity("multiplicity_0"),
            CairoRelations.PoseidonRoundKeys,
            [builder.Preprocessed(PreprocessedColumn.Sequence), .. row]);
    }
}
