using Kraken.Air;
using Kraken.Cairo.Air.Components.Subroutines;
using Kraken.Cairo.Air.Relations;

namespace Kraken.Cairo.Air.Components.Poseidon;

/// <summary>The cube of a packed felt; range-checks its input, and its output is not forced to be reduced.</summary>
internal sealed class Cube : AirDefinition
{
    public override string Name => "cube_252";

    public override RowPadding Padding => RowPadding.Enabler;

    public override void Define(AirBuilder builder)
    {
        Expr[] input = builder.Inputs("input_limb", FeltLimbs.PackedCount);
        Expr[] felt = builder.Unpack(input);
        builder.RangeCheckLimbs(felt);
        Expr[] square = builder.MultiplyFelts(felt, felt);
        Expr[] cube = builder.MultiplyFelts(felt, square);
        builder.Yield(CairoRelations.Cube, [.. input, .. cube.Pack()]);
    }
}
