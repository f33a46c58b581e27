using System;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Stark.Prover.Memory;
using Kraken.Stark.Prover.Scalar;
using Kraken.Stark.Prover.Simd;

namespace Kraken.Stark.Prover;

/// <summary>One halving of a FRI layer on all cores: fold(v0, v1, t, a) = (v0 + v1) + a (v0 - v1) / t over neighbouring slots.</summary>
internal static class FriHalving
{
    private const long RowsPerTask = 1 << 14;

    /// <summary>Folds 2^logSize secure values to half as many.</summary>
    /// <param name="source">Four columns of 2^logSize values.</param>
    /// <param name="destination">Four columns of 2^(logSize - 1) values, written.</param>
    /// <param name="alpha">The folding coefficient.</param>
    /// <param name="circle">True where the values lie on a circle domain (t is y), false for a line domain (t is x).</param>
    /// <param name="twiddles">The FFT factors.</param>
    public static void Halve(ColumnBlock source, ColumnBlock destination, QM31 alpha, bool circle, TwiddleTable twiddles)
    {
        long rows = 1L << (source.LogSize - 1);
        if (rows < 16)
        {
            ScalarFold.Halve(source, destination, alpha, circle, twiddles);
            return;
        }

        Parallel.For(0, (int)((rows + RowsPerTask - 1) / RowsPerTask), task =>
        {
            long first = task * RowsPerTask;
            FriFoldKernel.Halve(source, destination, alpha, circle, twiddles, first, (int)Math.Min(rows - first, RowsPerTask));
        });
    }
}
