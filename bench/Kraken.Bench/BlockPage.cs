using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Runtime.Intrinsics;
using System.Text;
using Kraken.Charts;

namespace Kraken.Bench;

/// <summary>The part of the page of results that is about proofs of blocks: what each took, the goals, charts.</summary>
/// <param name="path">The page.</param>
/// <param name="results">One for each number of transfers, ascending.</param>
internal sealed class BlockPage(string path, IReadOnlyList<BlockResult> results)
{
    // S-two with the genuine operating system and bootloader: ten transfers, execution and proof.
    private const double ReferenceOfAvx2 = 12.9;
    private const double ReferenceOfAvx512 = 8.1;
    private const double ReferencePart = 0.75;

    private readonly PageFile file = new(path);

    /// <summary>Writes the part and its charts.</summary>
    public void Write()
    {
        StringBuilder page = new();
        string numbers = string.Join(' ', results.Select(result => result.Transfers));
        page.Append(CultureInfo.InvariantCulture, $"""
            Written by `./kraken bench block {numbers}`: blocks of so many signed ERC-20 transfers of a thousand accounts with all
            commitments, each run by the block program and proved in a process of its own. Machine: {BenchMachine.Processor()},
            {BenchMachine.Cores()}, {DateTime.UtcNow:yyyy-MM-dd}. Seconds are by the clock but those of the processor; memory is the most
            of the process; a proof is verified warm, without the blocks' content, the median.


            """);
        AddResults(page);
        AddGoals(page);
        AddChart(
            page, "block-time", "Time of a proof of one block", "s", ("run and prove", r => r.Seconds), ("processor", r => r.CpuSeconds));
        AddChart(page, "block-memory", "Memory of a proof of one block", "MiB", ("most of the process", r => r.PeakMebibytes));
        AddChart(page, "block-rate", "Proved transfers a second", "1/s", ("by transfers in one proof", r => r.Transfers / r.Seconds));
        file.Write("Benchmarks of proofs of blocks", page.ToString());
    }

    private void AddResults(StringBuilder page)
    {
        page.Append("| transfers | steps | cells | run s | prove s | processor s | MiB | proof bytes | verify ms |\n");
        page.Append("|---|---|---|---|---|---|---|---|---|\n");
        foreach (BlockResult result in results)
        {
            page.Append(
                CultureInfo.InvariantCulture,
                $"| {result.Transfers} | {result.Steps:#,0} | {result.Cells / 1e6:#,0} M | {result.RunSeconds:f1} ");
            page.Append(
                CultureInfo.InvariantCulture,
                $"| {result.ProveSeconds:f1} | {result.CpuSeconds:f1} | {result.PeakMebibytes:#,0} ");
            page.Append(CultureInfo.InvariantCulture, $"| {result.ProofBytes:#,0} | {result.VerifyMilliseconds:f1} |\n");
        }

        page.Append('\n');
    }

    private void AddGoals(StringBuilder page)
    {
        double reference = Vector512.IsHardwareAccelerated ? ReferenceOfAvx512 : ReferenceOfAvx2;
        BlockResult? ten = Find(10);
        BlockResult? few = Find(74);
        BlockResult? many = Find(150);
        page.Append("| figure | result | goal |\n|---|---|---|\n");
        Goal(
            "ten transfers, execution and proof", ten is null ? null : $"{Text(ten.Seconds)} s, {Text(ten.PeakMebibytes / 1024)} GiB",
            $"at most {Text(reference * ReferencePart)} s ({Text(ReferencePart)} of S-two's {Text(reference)} s elsewhere), 2.4 GiB");
        Goal(
            "one transfer more, between 74 and 150",
            few is null || many is null ? null : $"{Text(Math.Round(Each(r => r.Steps)))} steps, {Text(Each(r => r.Seconds))} s",
            "at most 13,000 steps, 0.28 s on two cores");
        Goal("proved transfers a second, 74 in one proof", few is null ? null : Text(few.Transfers / few.Seconds), "at least 3");
        Goal("proved transfers a second, 150 in one proof", many is null ? null : Text(many.Transfers / many.Seconds), "at least 4");
        Goal(
            "150 transfers in one proof", many is null ? null : $"{Text(many.Seconds)} s, {Text(many.PeakMebibytes / 1024)} GiB",
            "at most 40 s, 12 GiB");
        Goal("verification, warm, the slowest of all", $"{Text(results.Max(result => result.VerifyMilliseconds))} ms", "at most 30 ms");
        page.Append('\n');

        double Each(Func<BlockResult, double> figure) => (figure(many!) - figure(few!)) / (many!.Transfers - few!.Transfers);

        void Goal(string figure, string? result, string goal)
        {
            if (result is not null)
            {
                page.Append(CultureInfo.InvariantCulture, $"| {figure} | {result} | {goal} |\n");
            }
        }
    }

    private BlockResult? Find(int transfers) => results.FirstOrDefault(result => result.Transfers == transfers);

    private void AddChart(
        StringBuilder page, string name, string title, string unit, params (string Name, Func<BlockResult, double> Value)[] lines)
    {
        ImmutableArray<ChartSeries> series =
            [.. lines.Select(line => new ChartSeries(line.Name, [.. results.Select(r => ((double)r.Transfers, (double?)line.Value(r)))]))];
        page.Append(file.AddChart(name, title, new LineChart(title, unit, "transfers").ToSvg(series))).Append("\n\n");
    }

    private static string Text(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
