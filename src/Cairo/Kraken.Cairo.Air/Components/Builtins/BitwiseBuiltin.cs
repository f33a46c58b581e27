using System.Linq;
using Kraken.Air;
using Kraken.Cairo.Air.Components.Blake;
using Kraken.Cairo.Air.Components.Subroutines;
using Kraken.Cairo.Air.Relations;

namespace Kraken.Cairo.Air.Components.Builtins;

/// <summary>Instances of five cells: two operands, and, xor, or, limb by limb; the operands have 251 bits.</summary>
internal sealed class BitwiseBuiltin : AirDefinition
{
    private const int Cells = 5;

    public override string Name => "bitwise_builtin";

    public override RowPadding Padding => RowPadding.None;

    public override void Define(AirBuilder builder)
    {
        Expr address = builder.InstanceAddress(Cells);
        Expr[] left = builder.ReadFelt(address, "op0");
        Expr[] right = builder.ReadFelt(address + 1, "op1");
        Expr[] xor = [.. left.Select(
            (limb, i) => builder.Xor(i < FeltLimbs.Count - 1 ? TableRelations.Xor9 : TableRelations.Xor8[0], limb, right[i]))];
        Expr[] and = [.. xor.Select((limb, i) => (left[i] + right[i] - limb).DividedBy(2))];
        builder.VerifyValue(address + 2, and, "and");
        builder.VerifyValue(address + 3, xor, "xor");
        builder.VerifyValue(address + 4, [.. and.Select((limb, i) => limb + xor[i])], "or");
    }
}
