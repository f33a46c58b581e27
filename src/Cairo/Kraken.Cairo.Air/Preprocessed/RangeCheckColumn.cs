using System.Linq;

namespace Kraken.Cairo.Air.Preprocessed;

/// <summary>One digit of the row in a mixed radix of powers of two, the first digit the most significant.</summary>
internal sealed class RangeCheckColumn(int[] bits, int column)
    : FixedColumn($"range_check_{string.Join('_', bits)}_column_{column}", bits.Sum())
{
    private readonly int shift = bits.Skip(column + 1).Sum();
    private readonly uint mask = (1u << bits[column]) - 1;

    public override uint At(int row) => ((uint)row >> shift) & mask;
}
