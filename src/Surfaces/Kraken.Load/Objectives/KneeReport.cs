using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Text;
using Kraken.Load.Reports;

namespace Kraken.Load.Objectives;

/// <summary>What the search for the greatest rate gave.</summary>
/// <param name="Objectives">The objectives, as given.</param>
/// <param name="Steps">The rates in the order in which they were tried.</param>
/// <param name="IsBounded">Whether a rate was found that is too much; false when the search ended at its bound, or was ended.</param>
public sealed record KneeReport(string Objectives, ImmutableArray<KneeStep> Steps, bool IsBounded)
{
    /// <summary>The greatest rate that kept the objectives; zero when none did.</summary>
    public double Knee => Steps.Where(step => step.IsKept).Select(step => step.Rate).DefaultIfEmpty(0).Max();

    /// <summary>The run at the knee; null when there is none.</summary>
    public LoadReport? AtKnee => Steps.Where(step => step.IsKept).MaxBy(step => step.Rate)?.Report;

    /// <summary>The search for people.</summary>
    public string ToText()
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        StringBuilder text = new();
        foreach (KneeStep step in Steps)
        {
            text.AppendLine(culture, $"{Describe(step)}");
        }

        string more = IsBounded ? "" : "; no rate was found that is too much";
        text.AppendLine(culture, $"knee: {Knee:0.#} transactions per second within {Objectives}{more}");
        return text.ToString();
    }

    /// <summary>A step in one line.</summary>
    public static string Describe(KneeStep step)
    {
        System.ArgumentNullException.ThrowIfNull(step);
        string measured = step.Report is not { } report ? "" : string.Create(
            CultureInfo.InvariantCulture,
            $": executed {report.Executed} of {report.Sent}, {report.ExecutedPerSecond:f0}/s, p50 {report.ToInclusion.P50:f0} ms, "
            + $"p99 {report.ToInclusion.P99:f0} ms");
        return string.Create(CultureInfo.InvariantCulture, $"rate {step.Rate:0.#} {(step.IsKept ? "kept" : "too much")}{measured}");
    }
}
