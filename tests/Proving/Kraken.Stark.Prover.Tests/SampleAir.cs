using Kraken.Air;
using Kraken.Air.Evaluation;
using Kraken.Fields;

namespace Kraken.Stark.Prover.Tests;

/// <summary>
/// A small component with an enabler, constraints up to degree three, a preprocessed column, a parameter and an odd number of lookups.
/// </summary>
internal sealed class SampleAir(int lookups) : AirDefinition
{
    private static readonly Relation Pairs = new("pairs", 77, 3);
    private static readonly Relation Singles = new("singles", 99, 1);

    public override string Name => $"sample_{lookups}";

    public override RowPadding Padding => RowPadding.Enabler;

    public override void Define(AirBuilder builder)
    {
        Expr x = builder.Input("x");
        Expr y = builder.Input("y");
        Expr product = builder.Assign(x * y, "product");
        Expr carry = builder.Deduce((product + 5) & 7, "carry");
        Expr row = builder.Preprocessed(PreprocessedColumn.Sequence);
        builder.Constrain(carry * (carry - 1) * x);
        builder.Constrain(-(row * builder.Parameter("scale")) + (product * 3));
        for (int i = 0; i < lookups; i++)
        {
            if (i % 2 == 0)
            {
                builder.UseUnfed(Pairs, x + i, 7, x + i);
            }
            else
            {
                builder.Yield(Singles, (product * i) - carry);
            }
        }
    }

    /// <summary>Lookup i of a row with the columns enabler, x, y, product, carry, as a fraction.</summary>
    public static QM31 Fraction(int i, M31[] row, LookupElements elements)
    {
        return (QM31)(i % 2 == 0 ? row[0] : -row[0]) * Denominator(i, row, elements).Inverse();
    }

    /// <summary>The denominator of lookup i.</summary>
    public static QM31 Denominator(int i, M31[] row, LookupElements elements)
    {
        M31 x = row[1] + i;
        return i % 2 == 0 ? elements.Combine(Pairs, [x, 7, x]) : elements.Combine(Singles, [(row[3] * (M31)i) - row[4]]);
    }
}
