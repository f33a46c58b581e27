using System.Collections.Immutable;
using System.Linq;
using Kraken.Air;

namespace Kraken.Cairo.Air.Components.Tables;

/// <summary>All tuples of values of given bit widths as a fixed table, yielded in one or several equal relations.</summary>
internal sealed class RangeCheckTable(ImmutableArray<Relation> relations, params int[] bits) : AirDefinition
{
    public RangeCheckTable(Relation relation, params int[] bits)
        : this([relation], bits)
    {
    }

    public override string Name => relations[0].Name;

    public override RowPadding Padding => RowPadding.Table;

    public override int? FixedLogSize => bits.Sum();

    public override void Define(AirBuilder builder)
    {
        Expr[] tuple = bits.Length == 1
            ? [builder.Preprocessed(PreprocessedColumn.Sequence)]
            : [.. bits.Select((_, i) => builder.Preprocessed($"{Name}_column_{i}"))];
        for (int i = 0; i < relations.Length; i++)
        {
            builder.YieldTimes(builder.Multiplicity($"multiplicity_{i}"), relations[i], tuple);
        }
    }
}
