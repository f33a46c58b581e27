using Kraken.Air;
using Kraken.Cairo.Air.Components.Subroutines;

namespace Kraken.Cairo.Air.Components.Builtins;

/// <summary>Every cell of the segment is below 2^bits, for 128 and 96 bits.</summary>
internal sealed class RangeCheckBuiltin(int bits) : AirDefinition
{
    public override string Name => bits == 128 ? "range_check_builtin" : $"range_check{bits}_builtin";

    public override RowPadding Padding => RowPadding.None;

    public override void Define(AirBuilder builder)
    {
        Expr row = builder.Preprocessed(PreprocessedColumn.Sequence);
        builder.ReadPositive(builder.Parameter(ParameterNames.SegmentStart) + row, bits, "value");
    }
}
