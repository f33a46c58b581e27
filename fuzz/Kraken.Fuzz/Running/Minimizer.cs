using System;
using System.Diagnostics;
using Kraken.Fuzz.Targets;

namespace Kraken.Fuzz.Running;

/// <summary>Makes an input shorter as long as the same is wrong with it.</summary>
internal static class Minimizer
{
    private const int MaxRuns = 3000;
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(20);

    /// <summary>Takes parts out, of half the input down to single bytes, until nothing more can go or the time is over.</summary>
    internal static byte[] Minimize(FuzzTarget target, FoundInput found)
    {
        byte[] best = found.Input;
        int runs = 0;
        long start = Stopwatch.GetTimestamp();
        for (int part = Math.Max(1, best.Length / 2); part > 0; part /= 2)
        {
            for (int at = 0; at < best.Length;)
            {
                if (++runs > MaxRuns || Stopwatch.GetElapsedTime(start) > MaxTime)
                {
                    return best;
                }

                int end = Math.Min(best.Length, at + part);
                byte[] shorter = [.. best.AsSpan(0, at), .. best.AsSpan(end)];
                if (Judge.Run(target, shorter, out _)?.Key == found.Finding.Key)
                {
                    best = shorter;
                }
                else
                {
                    at += part;
                }
            }
        }

        return best;
    }
}
