using Kraken.Fields;
using Kraken.Stark.Prover.Memory;

namespace Kraken.Stark.Prover.Scalar;

/// <summary>The halving of a FRI layer row by row: for layers below the vectors' size, and as the kernel's oracle.</summary>
internal static class ScalarFold
{
    /// <inheritdoc cref="FriHalving.Halve"/>
    public static void Halve(ColumnBlock source, ColumnBlock destination, QM31 alpha, bool circle, TwiddleTable twiddles)
    {
        int log = source.LogSize;
        for (int row = 0; row < 1 << (log - 1); row++)
        {
            M31 inverse = circle ? twiddles.Tree.CircleInverse(log, row) : twiddles.Tree.LineInverse(log + 1, 1)[row];
            QM31 v0 = source.Secure(2 * row);
            QM31 v1 = source.Secure((2 * row) + 1);
            QM31 folded = v0 + v1 + (alpha * ((v0 - v1) * inverse));
            for (int k = 0; k < 4; k++)
            {
                destination.Rows(k)[row] = folded[k].Value;
            }
        }
    }
}
