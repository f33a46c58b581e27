using System;
using System.Threading;
using Kraken.Stark.Prover.Memory;

namespace Kraken.Cairo.Prover;

/// <summary>The process-wide table of FFT factors, which grows to the largest domain asked for.</summary>
internal static class Twiddles
{
    private const int SmallestLog = 21;
    private static readonly Lock Gate = new();
    private static TwiddleTable? table;

    /// <summary>A table of at least the given size.</summary>
    public static TwiddleTable For(int logSize)
    {
        lock (Gate)
        {
            if (table is null || table.MaxLogSize < logSize)
            {
                table = new(Math.Max(logSize, SmallestLog));
            }

            return table;
        }
    }
}
