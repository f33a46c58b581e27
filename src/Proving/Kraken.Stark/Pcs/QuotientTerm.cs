using Kraken.Fields;

namespace Kraken.Stark.Pcs;

/// <summary>One column's part in the numerator at one sample point.</summary>
/// <param name="Column">The column, counted over all trees in commit order.</param>
/// <param name="Weight">The random power times the line's coefficient c.</param>
internal readonly record struct QuotientTerm(int Column, QM31 Weight);
