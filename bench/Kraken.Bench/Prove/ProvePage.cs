using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Text;
using Kraken.Cairo.Prover;
using Kraken.Charts;

namespace Kraken.Bench.Prove;

/// <summary>The prover's part of the page of results: whole processes with their goals, phases beside the reference's, charts.</summary>
/// <param name="path">The page.</param>
/// <param name="results">One for each case and number of threads.</param>
/// <param name="repeat">Of how many runs they are the medians.</param>
internal sealed class ProvePage(string path, IReadOnlyList<ProveResult> results, int repeat)
{
    private const double MemoryGoal = 0.65;
    private const double WarmGoal = 0.5;

    // A phase that the reference's runs have where they have any.
    private const string Middle = nameof(ProveStep.Composition);

    // Of the reference's time of the same input.
    private static readonly ImmutableDictionary<string, double> ColdGoals = new Dictionary<string, double>
    {
        ["ret"] = 0.85, ["fib_16"] = 0.85, ["all_builtins"] = 0.85, ["fib_20"] = 0.7, ["fib_21"] = 0.7,
        ["pie_10_transfers"] = 0.6, ["mix"] = 0.4,
    }.ToImmutableDictionary();

    private readonly PageFile file = new(path);

    /// <summary>Writes the part and its charts.</summary>
    public void Write()
    {
        StringBuilder page = new();
        string runs = repeat > 1 ? $"medians of {repeat}" : "one run";
        page.Append(CultureInfo.InvariantCulture, $"""
            Written by `./kraken bench prove`: each proof in a process of its own, {runs}, on
            {BenchMachine.Cores()}, {DateTime.UtcNow:yyyy-MM-dd}. The reference (S-two) was measured elsewhere, so a ratio of seconds is one
            between machines of a kind at best. Cold is the whole process, from its start to the encoded proof; warm is a second proof in
            the same session. Both are compared with the reference's cold process, or with its proof alone where only that was measured
            (*). Every proof was verified and came out the same each time; genuine are those that the reference published.


            """);
        foreach (IGrouping<int, ProveResult> group in results.GroupBy(result => result.Threads).OrderByDescending(group => group.Key))
        {
            AddFigures(page, group.Key, [.. group]);
            AddPhases(page, [.. group]);
            AddCharts(page, group.Key, [.. group]);
        }

        file.Write("Benchmarks of the prover", page.ToString());
    }

    private static void AddFigures(StringBuilder page, int threads, ProveResult[] group)
    {
        page.Append(CultureInfo.InvariantCulture, $"## {threads} thread{(threads == 1 ? string.Empty : "s")}\n\n");
        page.Append("| input | steps | cold s | of S-two | warm s | of S-two | cpu s | kernel | cores | MiB | of S-two | warm MiB ");
        page.Append("| proof |\n");
        page.Append("|---|---|---|---|---|---|---|---|---|---|---|---|---|\n");
        foreach (ProveResult result in group)
        {
            page.Append("| ").AppendJoin(" | ", Figures(result)).Append(" |\n");
        }

        page.Append('\n');
    }

    private static IEnumerable<string> Figures(ProveResult result)
    {
        ReferenceRun? reference = ReferenceRun.Find(result.Input, result.Threads);
        bool isWhole = reference?.Seconds.ContainsKey(ProveResult.Whole) ?? false;
        string compared = isWhole ? ProveResult.Whole : ProveResult.Proof;
        double? theirs = reference?.Seconds.GetValueOrDefault(compared);
        double cpu = result.CpuSeconds[ProveResult.Proof];
        double goal = ColdGoals.GetValueOrDefault(result.Input);
        yield return result.Input;
        yield return result.Steps.ToString(CultureInfo.InvariantCulture);
        yield return Number(result.Seconds[ProveResult.Whole]);
        yield return Ratio(result.Seconds[compared], theirs, goal) + (isWhole || theirs is null ? string.Empty : " *");
        yield return Number(result.Seconds[ProveResult.Warm]);
        yield return Ratio(result.Seconds[ProveResult.Warm], theirs, WarmGoal);
        yield return Number(cpu);
        yield return string.Create(CultureInfo.InvariantCulture, $"{100 * result.KernelSeconds[ProveResult.Proof] / cpu:f0} %");
        yield return Number(cpu / result.Seconds[ProveResult.Proof]);
        yield return Whole(result.Mebibytes[ProveResult.Whole]);
        yield return Ratio(result.Mebibytes[ProveResult.Whole], reference?.PeakMebibytes, MemoryGoal);
        yield return Whole(result.Mebibytes[ProveResult.Warm]);
        yield return result.IsGenuine == true ? "genuine" : "valid";
    }

    /// <summary>A table of phases: ours, and the reference's where it was measured.</summary>
    private static void AddPhases(StringBuilder page, ProveResult[] group)
    {
        ReferenceRun?[] references = [.. group.Select(result => ReferenceRun.Find(result.Input, result.Threads))];
        string measured = string.Join("; ", references.OfType<ReferenceRun>().Select(reference => reference.Machine).Distinct());
        measured = measured.Length > 0 ? $", and the reference's {measured}" : string.Empty;
        page.Append(CultureInfo.InvariantCulture, $"Seconds by phase{measured}:\n\n");
        page.Append(CultureInfo.InvariantCulture, $"| phase | {string.Join(" | ", group.Select(result => result.Input))} |\n");
        page.Append(CultureInfo.InvariantCulture, $"|---|{string.Concat(group.Select(_ => "---|"))}\n");
        foreach (string phase in ProveBench.Order.Where(phase => group.Any(result => result.Seconds.ContainsKey(phase))))
        {
            page.Append(CultureInfo.InvariantCulture, $"| {phase} ");
            foreach ((ProveResult result, ReferenceRun? reference) in group.Zip(references))
            {
                string ours = result.Seconds.TryGetValue(phase, out double value) ? Number(value) : "-";
                string theirs = reference?.Seconds.GetValueOrDefault(phase) is > 0 and double known ? $" / {Number(known)}" : string.Empty;
                page.Append(CultureInfo.InvariantCulture, $"| {ours}{theirs} ");
            }

            page.Append("|\n");
        }

        page.Append('\n');
    }

    private void AddCharts(StringBuilder page, int threads, ProveResult[] group)
    {
        ProveResult[] bySteps =
        [
            .. group.Where(result => result.Input.StartsWith("fib_", StringComparison.Ordinal)).OrderBy(result => result.Steps),
        ];
        ReferenceRun?[] theirs = [.. bySteps.Select(result => ReferenceRun.Find(result.Input, threads))];
        AddChart(page, $"prove-seconds-{threads}", new("Fibonacci: seconds over steps", "s", "thousand steps"), [
            Line("cold process", bySteps, (result, _) => result.Seconds[ProveResult.Whole]),
            Line("warm proof", bySteps, (result, _) => result.Seconds[ProveResult.Warm]),
            Line("S-two, cold process", bySteps, (_, index) => theirs[index]?.Seconds.GetValueOrDefault(ProveResult.Whole)),
        ]);
        AddChart(page, $"prove-memory-{threads}", new("Fibonacci: most memory over steps", "MiB", "thousand steps"), [
            Line("cold", bySteps, (result, _) => result.Mebibytes[ProveResult.Whole]),
            Line("warm", bySteps, (result, _) => result.Mebibytes[ProveResult.Warm]),
            Line("S-two", bySteps, (_, index) => theirs[index]?.PeakMebibytes),
        ]);
        foreach (ProveResult result in group)
        {
            if (ReferenceRun.Find(result.Input, threads) is { } reference && reference.Seconds.ContainsKey(Middle))
            {
                LineChart chart = new($"{result.Input}: seconds by phase", "s", "phase, in the order of the table");
                ImmutableArray<ChartSeries> series = [Line("ours", result.Seconds), Line("S-two", reference.Seconds)];
                AddChart(page, $"prove-phases-{result.Input}-{threads}", chart, series);
            }
        }
    }

    private void AddChart(StringBuilder page, string name, LineChart chart, ImmutableArray<ChartSeries> series)
    {
        if (series[0].Points.Length > 0)
        {
            page.Append(file.AddChart(name, name, chart.ToSvg(series))).Append("\n\n");
        }
    }

    private static ChartSeries Line(string name, ProveResult[] results, Func<ProveResult, int, double?> value) =>
        new(name, [.. results.Select((result, i) => (result.Steps / 1000.0, Known(value(result, i))))]);

    private static ChartSeries Line(string name, Dictionary<string, double> seconds) =>
        new(name, [.. PhaseTable.Order.Select((phase, i) => (i + 1.0, Known(seconds.GetValueOrDefault(phase))))]);

    private static double? Known(double? value) => value is > 0 ? value : null;

    private static string Number(double value) => value.ToString("f2", CultureInfo.InvariantCulture);

    private static string Whole(double value) => value.ToString("f0", CultureInfo.InvariantCulture);

    private static string Ratio(double ours, double? theirs, double goal) => theirs is > 0
        ? Number(ours / theirs.Value) + (goal > 0 ? string.Create(CultureInfo.InvariantCulture, $" (goal {goal:0.##})") : string.Empty)
        : "-";
}
