using System;
using System.Threading;
using Kraken.Stark.Prover.Simd;

namespace Kraken.Cairo.Prover;

/// <summary>The process-wide table of FFT factors, which grows to the largest domain asked for.</summary>
internal static class Twiddles
{
    private const int SmallestLog = 21;
    private static readonly Lock Gate = new();
    private static TwiddleTable? s_table;

    /// <summary>A table of at least the given size.</summary>
    public static TwiddleTable For(int logSize)
    {
        lock (Gate)
        {
            if (s_table is null || s_table.MaxLogSize < logSize)
            {
                s_table = new(Math.Max(logSize, SmallestLog));
            }

            return s_table;
        }
    }
}
