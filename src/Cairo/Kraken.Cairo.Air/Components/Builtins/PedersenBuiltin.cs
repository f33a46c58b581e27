using System.Linq;
using Kraken.Air;
using Kraken.Cairo.Air.Components.Pedersen;
using Kraken.Cairo.Air.Components.Subroutines;

namespace Kraken.Cairo.Air.Components.Builtins;

/// <summary>Instances of three cells: two inputs and their Pedersen hash.</summary>
internal sealed class PedersenBuiltin(PedersenWindows windows) : AirDefinition
{
    private const int Cells = 3;

    public override string Name => windows.IsNarrow ? "pedersen_builtin_narrow_windows" : "pedersen_builtin";

    public override RowPadding Padding => RowPadding.None;

    public override void Define(AirBuilder builder)
    {
        Expr address = builder.InstanceAddress(Cells);
        Expr[] ids = [.. Enumerable.Range(0, Cells).Select(i => builder.ReadId(address + i, $"state_{i}"))];
        builder.Use(windows.Aggregator, ids);
    }
}
