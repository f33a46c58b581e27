using System.Linq;
using Kraken.Air;
using Kraken.Cairo.Air.Components.EcOp;
using Kraken.Cairo.Air.Components.Subroutines;
using Kraken.Cairo.Air.Hints;
using Kraken.Cairo.Air.Relations;

namespace Kraken.Cairo.Air.Components.Builtins;

/// <summary>Instances of seven cells: points p and q, scalar m, and p + m q; p and q are assumed to be on the curve.</summary>
internal sealed class EcOpBuiltin : AirDefinition
{
    private const int Cells = 7;
    private const int Inputs = 5;
    private const int ScalarBits = 252;

    public override string Name => "ec_op_builtin";

    public override RowPadding Padding => RowPadding.None;

    public override void Define(AirBuilder builder)
    {
        Expr address = builder.InstanceAddress(Cells);
        Expr[][] inputs = [.. Enumerable.Range(0, Inputs).Select(i => builder.ReadFelt(address + i, $"input_{i}"))];
        (Expr[] px, Expr[] py, Expr[] qx, Expr[] qy, Expr[] m) = (inputs[0], inputs[1], inputs[2], inputs[3], inputs[4]);
        builder.VerifyReduced(m);
        Expr[] last = builder.RunChain(
            CairoRelations.PartialEcMulGeneric,
            builder.Preprocessed(PreprocessedColumn.Sequence),
            0,
            ScalarBits,
            [.. m.Pack(), .. qx, .. qy, .. px, .. py, PartialEcMulGeneric.FirstCounter],
            (_, state) => builder.Call(PartialEcMulGenericHint.Instance, state));

        // The rounds do not use the last word up, so that what is left of it must be zero.
        builder.Constrain(last[0]);
        Expr[] result = last[(FeltLimbs.PackedCount + (2 * FeltLimbs.Count))..];
        builder.VerifyValue(address + Inputs, result[..FeltLimbs.Count], "res_x");
        builder.VerifyValue(address + Inputs + 1, result[FeltLimbs.Count..(2 * FeltLimbs.Count)], "res_y");
    }
}
