using System.Collections.Immutable;
using System.Linq;
using Kraken.Air;

namespace Kraken.Cairo.Air.Components.Tables;

/// <summary>All (a, b, a xor b) of n-bit values as a fixed table of 2^2n rows.</summary>
internal sealed class XorTable(ImmutableArray<Relation> relations, int bits) : AirDefinition
{
    public override string Name => relations[0].Name;

    public override RowPadding Padding => RowPadding.Table;

    public override int? FixedLogSize => 2 * bits;

    public override void Define(AirBuilder builder)
    {
        Expr[] tuple = [.. Enumerable.Range(0, 3).Select(i => builder.Preprocessed($"bitwise_xor_{bits}_{i}"))];
        for (int i = 0; i < relations.Length; i++)
        {
            builder.YieldTimes(builder.Multiplicity($"multiplicity_{i}"), relations[i], tuple);
        }
    }
}
