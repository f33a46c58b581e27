using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace Kraken.Load.Objectives;

/// <summary>
/// Finds the greatest rate at which objectives are kept: doubles the rate until they are not, halves it when the first one is too much
/// already, then narrows between the two by their geometric mean. A rate is too much when it failed twice: one failure may be the
/// machine's.
/// </summary>
/// <param name="first">The first rate, in transactions per second.</param>
/// <param name="precision">How close the rates on both sides of the knee are in the end, as their ratio, above 1.</param>
/// <param name="tryRate">Runs at a rate.</param>
public sealed class KneeSearch(double first, double precision, Func<double, CancellationToken, Task<KneeStep>> tryRate)
{
    /// <summary>The ratio by default: the knee is found within 5%.</summary>
    public const double DefaultPrecision = 1.05;

    /// <summary>The greatest rate that is tried.</summary>
    public const double MaxRate = 100_000;

    /// <summary>The smallest rate that is tried.</summary>
    public const double MinRate = 0.1;

    /// <summary>The most runs.</summary>
    public const int MaxSteps = 40;

    private const int FailuresOfTooMuch = 2;

    /// <summary>Tries rates until the knee is known.</summary>
    /// <param name="objectives">The objectives in words, for the report.</param>
    /// <param name="tell">Told each step as it ends.</param>
    /// <param name="cancellation">Ends the search; the report has the steps that came to their end.</param>
    public async Task<KneeReport> RunAsync(string objectives, Action<KneeStep> tell, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(tell);
        List<KneeStep> steps = [];
        double? next = Math.Clamp(first, MinRate, MaxRate);
        while (next is { } rate && steps.Count < MaxSteps && !cancellation.IsCancellationRequested)
        {
            KneeStep step = await tryRate(rate, cancellation).ConfigureAwait(false);
            if (cancellation.IsCancellationRequested)
            {
                break;
            }

            steps.Add(step);
            tell(step);
            next = NextAfter(steps);
        }

        return new KneeReport(objectives, [.. steps], TooMuch(steps).Any());
    }

    private double? NextAfter(List<KneeStep> steps)
    {
        if (!steps[^1].IsKept && !TooMuch(steps).Contains(steps[^1].Rate))
        {
            return steps[^1].Rate;
        }

        double kept = steps.Where(step => step.IsKept).Select(step => step.Rate).DefaultIfEmpty(0).Max();

        // A rate below one that was kept can fail by chance: what counts is the lowest failure above.
        double failed = TooMuch(steps).Where(rate => rate > kept).DefaultIfEmpty(double.MaxValue).Min();
        return (kept, failed) switch
        {
            (0, _) => failed / 2 >= MinRate ? failed / 2 : null,
            (_, double.MaxValue) => kept < MaxRate ? Math.Min(kept * 2, MaxRate) : null,
            _ => failed / kept > precision ? Math.Sqrt(kept * failed) : null,
        };
    }

    private static IEnumerable<double> TooMuch(List<KneeStep> steps) => steps.Where(step => !step.IsKept).GroupBy(step => step.Rate)
        .Where(rate => rate.Count() >= FailuresOfTooMuch).Select(rate => rate.Key);
}
