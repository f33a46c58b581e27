using Kraken.Air;
using Kraken.Cairo.Air.Components.Subroutines;
using Kraken.Cairo.Air.Hints;

namespace Kraken.Cairo.Air.Components.Pedersen;

/// <summary>
/// One window of a multiplication by a Pedersen point, a link of a chain: adds the table's point of the lowest window to the accumulator
/// and shifts the scalar by a window.
/// </summary>
internal sealed class PartialEcMul(PedersenWindows windows) : AirDefinition
{
    public override string Name => "partial_ec_mul_" + windows.Suffix;

    public override RowPadding Padding => RowPadding.Enabler;

    public override void Define(AirBuilder builder)
    {
        (Expr chain, Expr round) = (builder.Input("chain"), builder.Input("round"));
        Expr[] scalar = builder.Inputs("m", windows.Count);
        Expr[] x = builder.Inputs("accumulator_x", FeltLimbs.Count);
        Expr[] y = builder.Inputs("accumulator_y", FeltLimbs.Count);
        Expr row = (round * (1 << windows.Bits)) + scalar[0];
        Expr[] point = builder.Deduce(builder.Call(new PedersenPointHint(windows), row), "pedersen_points_output");
        builder.Use(windows.Points, [row, .. point]);
        (Expr[] sumX, Expr[] sumY) = builder.AddPoints(x, y, point[..FeltLimbs.Count], point[FeltLimbs.Count..]);
        builder.UseUnfed(windows.PartialEcMul, [chain, round, .. scalar, .. x, .. y]);
        builder.Yield(windows.PartialEcMul, [chain, round + 1, .. scalar[1..], 0, .. sumX, .. sumY]);
    }
}
