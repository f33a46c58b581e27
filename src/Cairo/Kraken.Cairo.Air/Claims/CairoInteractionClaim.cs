using System.Collections.Immutable;
using Kraken.Fields;

namespace Kraken.Cairo.Air.Claims;

/// <summary>The logup sums that a proof claims.</summary>
/// <param name="ClaimedSums">One per instance of the claim, in its order.</param>
public sealed record CairoInteractionClaim(ImmutableArray<QM31> ClaimedSums)
{
    /// <summary>The sum of the claimed sums.</summary>
    public QM31 Total()
    {
        QM31 total = QM31.Zero;
        foreach (QM31 sum in ClaimedSums)
        {
            total += sum;
        }

        return total;
    }
}
