using System.Linq;
using Kraken.Air;
using Kraken.Cairo.Air.Relations;

namespace Kraken.Cairo.Air.Components.Blake;

/// <summary>The message schedule of BLAKE2s as a fixed table: ten rounds of 16 indices, padded to 16 rows.</summary>
internal sealed class BlakeRoundSigma : AirDefinition
{
    public override string Name => "blake_round_sigma";

    public override RowPadding Padding => RowPadding.Table;

    public override int? FixedLogSize => 4;

    public override void Define(AirBuilder builder)
    {
        Expr[] row = [.. Enumerable.Range(0, 16).Select(i => builder.Preprocessed($"blake_sigma_{i}"))];
        builder.YieldTimes(
            builder.Multiplicity("multiplicity_0"),
            CairoRelations.BlakeRoundSigma,
            [builder.Preprocessed(PreprocessedColumn.Sequence), .. row]);
    }
}
