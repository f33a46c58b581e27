using Kraken.Air;
using Kraken.Cairo.Air.Claims;
using Kraken.Cairo.Air.Relations;

namespace Kraken.Cairo.Air.Components.Memory;

/// <summary>The memory's map from addresses to value ids, split into 16 chunks of rows; address 0 is not used.</summary>
internal sealed class MemoryAddressToId : AirDefinition
{
    public override string Name => "memory_address_to_id";

    public override RowPadding Padding => RowPadding.Table;

    public override void Define(AirBuilder builder)
    {
        Expr first = builder.Preprocessed(PreprocessedColumn.Sequence) + 1;
        Expr rows = builder.Parameter(ParameterNames.Rows);
        for (int chunk = 0; chunk < ComponentParameters.AddressChunks; chunk++)
        {
            Expr id = builder.Input($"id_{chunk}");
            Expr multiplicity = builder.Multiplicity($"multiplicity_{chunk}");
            builder.YieldTimes(multiplicity, CairoRelations.MemoryAddressToId, first + (rows * chunk), id);
        }
    }
}
