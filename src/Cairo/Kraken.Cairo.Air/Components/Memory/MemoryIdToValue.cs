using Kraken.Air;
using Kraken.Cairo.Air.Claims;
using Kraken.Cairo.Air.Components.Subroutines;
using Kraken.Cairo.Air.Relations;

namespace Kraken.Cairo.Air.Components.Memory;

/// <summary>The memory's map from ids to values: small ones below 2^72 in 8 limbs, big ones in 28. Each limb is range-checked.</summary>
internal sealed class MemoryIdToValue(bool small) : AirDefinition
{
    public override string Name => small ? "memory_id_to_small" : "memory_id_to_big";

    public override RowPadding Padding => RowPadding.Table;

    public override void Define(AirBuilder builder)
    {
        Expr row = builder.Preprocessed(PreprocessedColumn.Sequence);
        Expr multiplicity = builder.Multiplicity("multiplicity");
        Expr[] limbs = builder.Inputs("value", small ? ComponentParameters.SmallLimbs : FeltLimbs.Count);
        builder.RangeCheckLimbs(limbs);
        Expr id = small ? row : row + builder.Parameter(ParameterNames.IdOffset);
        builder.YieldTimes(multiplicity, CairoRelations.MemoryIdToValue, [id, .. limbs]);
    }
}
