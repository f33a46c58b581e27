using System.Linq;
using Kraken.Air;
using Kraken.Cairo.Air.Components.Subroutines;
using Kraken.Cairo.Air.Relations;

namespace Kraken.Cairo.Air.Components.Builtins;

/// <summary>Instances of six cells: three inputs and three outputs of the Poseidon permutation.</summary>
internal sealed class PoseidonBuiltin : AirDefinition
{
    private const int Cells = 6;

    public override string Name => "poseidon_builtin";

    public override RowPadding Padding => RowPadding.None;

    public override void Define(AirBuilder builder)
    {
        Expr address = builder.InstanceAddress(Cells);
        Expr[] ids = [.. Enumerable.Range(0, Cells).Select(i => builder.ReadId(address + i, $"state_{i}"))];
        builder.Use(CairoRelations.PoseidonAggregator, ids);
    }
}
