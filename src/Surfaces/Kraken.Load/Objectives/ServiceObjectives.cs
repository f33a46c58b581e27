using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Linq;
using Kraken.Load.Measuring;
using Kraken.Load.Reports;

namespace Kraken.Load.Objectives;

/// <summary>
/// What a network is asked to keep, such as "p99=1s,accepted:p50=50ms". A percentile is one of all transactions that came due: one that was
/// refused or never came into a block took for ever.
/// </summary>
public sealed class ServiceObjectives
{
    /// <summary>The most objectives of a run.</summary>
    public const int MaxObjectives = 16;

    /// <summary>What a text of objectives looks like, in words.</summary>
    public const string Expected =
        "objectives such as p99=1s or p50=500ms,p99.9=2s,accepted:p99=50ms (stages: accepted, pre-confirmed, included; units: ms, s, m)";

    private const int MaxText = 400;
    private static readonly TimeSpan MaxTime = TimeSpan.FromHours(24);

    private static readonly (string Name, ObjectiveStage Stage)[] Stages =
    [
        ("accepted", ObjectiveStage.Accepted), ("pre-confirmed", ObjectiveStage.PreConfirmed), ("included", ObjectiveStage.Included),
    ];

    private static readonly (string Name, TimeSpan Unit)[] Units =
        [("ms", TimeSpan.FromMilliseconds(1)), ("s", TimeSpan.FromSeconds(1)), ("m", TimeSpan.FromMinutes(1))];

    private readonly ImmutableArray<Objective> objectives;

    private ServiceObjectives(ImmutableArray<Objective> objectives) => this.objectives = objectives;

    /// <summary>Reads <see cref="Expected"/>; false for anything else.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ServiceObjectives? parsed)
    {
        ArgumentNullException.ThrowIfNull(text);
        parsed = null;
        string[] parts = text.Length > MaxText ? [] : text.Split(',');
        List<Objective> found = [];
        foreach (string part in parts)
        {
            if (!TryParseOne(part, out Objective? objective) || found.Exists(known => known.Name == objective.Name))
            {
                return false;
            }

            found.Add(objective);
        }

        parsed = found.Count is > 0 and <= MaxObjectives ? new ServiceObjectives([.. found]) : null;
        return parsed is not null;
    }

    /// <summary>The objectives in the form in which they are read.</summary>
    public override string ToString() => string.Join(',', objectives.Select(objective => string.Create(
        CultureInfo.InvariantCulture, $"{objective.Name}={objective.Limit.TotalMilliseconds:0.###}ms")));

    internal ImmutableArray<ObjectiveResult> Judge(LoadReport report) => ImmutableArray.CreateRange(objectives, objective =>
    {
        LatencyHistogram latencies = objective.Stage switch
        {
            ObjectiveStage.Accepted => report.Stages.Acceptance,
            ObjectiveStage.PreConfirmed => report.Stages.PreConfirmation,
            _ => report.Stages.Inclusion,
        };

        // Of nothing there is no percentile, and an objective that was not measured was not met.
        TimeSpan? measured = report.Sent == 0 ? null : latencies.Percentile(objective.Share, report.Sent);
        return new ObjectiveResult(objective.Name, objective.Limit, measured);
    });

    private static bool TryParseOne(string part, [NotNullWhen(true)] out Objective? objective)
    {
        objective = null;
        string[] sides = part.Split('=');
        string[] left = sides[0].Split(':');
        ObjectiveStage? stage = left.Length == 1 ? ObjectiveStage.Included
            : Stages.Where(known => known.Name == left[0]).Select(known => (ObjectiveStage?)known.Stage).FirstOrDefault();
        if (sides.Length != 2 || left.Length > 2 || stage is null
            || !TryParseShare(left[^1], out double share) || !TryParseTime(sides[1], out TimeSpan limit))
        {
            return false;
        }

        objective = new Objective($"{Stages[(int)stage.Value].Name}:{left[^1]}", stage.Value, share, limit);
        return true;
    }

    private static bool TryParseShare(string text, out double share)
    {
        share = 1;
        if (text == "max")
        {
            return true;
        }

        if (!text.StartsWith('p') || !TryParseNumber(text[1..], out double percent) || percent is <= 0 or > 100)
        {
            return false;
        }

        share = percent / 100;
        return true;
    }

    private static bool TryParseTime(string text, out TimeSpan time)
    {
        time = default;
        foreach ((string name, TimeSpan unit) in Units)
        {
            if (text.EndsWith(name, StringComparison.Ordinal) && TryParseNumber(text[..^name.Length], out double number)
                && number > 0 && number <= MaxTime / unit)
            {
                time = number * unit;
                return true;
            }
        }

        return false;
    }

    // Digits and a point: no sign, no exponent, no infinity.
    private static bool TryParseNumber(string text, out double number) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);

    private sealed record Objective(string Name, ObjectiveStage Stage, double Share, TimeSpan Limit);
}
