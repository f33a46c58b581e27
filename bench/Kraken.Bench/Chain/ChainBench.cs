using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Kraken.Load.Reports;

namespace Kraken.Bench.Chain;

/// <summary>
/// What a network of this machine carries: executed transactions a second with and without the watcher, on one validator, at twice the
/// knee, and the rate of RPC.
/// </summary>
internal sealed class ChainBench(ChainOptions options, ChainPage page)
{
    private const int WarmUpRate = 50;

    // Where no rate keeps the objectives, this one is reported.
    private const double LeastRate = 1;
    private const int WarmUpSeconds = 15;

    internal static int Run(string[] arguments)
    {
        if (ChainOptions.Parse(arguments) is not { } options)
        {
            Console.Error.WriteLine(ChainOptions.Usage);
            return 2;
        }

        ChainPage page = new(options.Output);
        new ChainBench(options, page).RunAsync().GetAwaiter().GetResult();
        page.Write(options);
        return 0;
    }

    private async Task RunAsync()
    {
        if (options.Rows.Any(row => row is 1 or 2 or 4 or 5))
        {
            ChainNetwork network = await ChainNetwork.StartAsync(options.Validators, options.Port).ConfigureAwait(false);
            await using (network.ConfigureAwait(false))
            {
                using LoadDriver driver = new(network, options);
                await driver.RunAsync(WarmUpRate, WarmUpSeconds).ConfigureAwait(false);
                if (options.Rows.Any(row => row is 1 or 2 or 4))
                {
                    await RunTransfersAsync(network, driver).ConfigureAwait(false);
                }

                if (options.Rows.Contains(5))
                {
                    await RunRpcAsync().ConfigureAwait(false);
                }
            }
        }

        if (options.Rows.Contains(3))
        {
            ChainNetwork alone = await ChainNetwork.StartAsync(1, options.Port).ConfigureAwait(false);
            await using (alone.ConfigureAwait(false))
            {
                using LoadDriver driver = new(alone, options);
                await driver.RunAsync(WarmUpRate, WarmUpSeconds).ConfigureAwait(false);
                await MeasureKneeAsync(
                    alone, driver, "one validator alone", "alone", "at least 3,000 executed a second").ConfigureAwait(false);
            }
        }
    }

    private async Task RunTransfersAsync(ChainNetwork network, LoadDriver driver)
    {
        string name = $"{options.Validators} validators, signed ERC-20 transfers, watcher off";
        (double knee, LoadResult atKnee) = await MeasureKneeAsync(
            network, driver, name, "knee", "at least 1,000 executed a second, p50 at most 500 ms, p99 at most 1.5 s").ConfigureAwait(false);
        if (options.Rows.Contains(4))
        {
            LoadResult twice = await driver.RunAsync(2 * knee, options.Seconds).ConfigureAwait(false);
            double share = twice.ExecutedPerSecond / Math.Max(1, atKnee.ExecutedPerSecond);
            page.Add(
                "overload at twice the knee",
                Text($"{Describe(twice)}; {share:p0} of the rate at the knee; refused most: {Cell(twice.FirstRefusal ?? "nothing")}"),
                "within 10% of the knee; refusals explicit, nothing accepted is lost",
                twice.Command);
            AddCharts("overload", "Twice the knee", twice);
        }

        if (options.Rows.Contains(2))
        {
            network.StartWatcher();

            // The watcher proves calls of the demo contract: a hundredth of the load gives it work.
            LoadResult watched = await driver.RunAsync(knee, options.Seconds, "transfer=99,fib=1").ConfigureAwait(false);
            page.Add(
                "the same with the watcher proving at the lowest priority",
                Text($"{Describe(watched)}; {network.Proofs} proofs"),
                "at least 700 executed a second",
                watched.Command);
            AddCharts("watched", "Beside the watcher-prover", watched);
        }
    }

    private async Task<(double Knee, LoadResult Run)> MeasureKneeAsync(
        ChainNetwork network, LoadDriver driver, string name, string file, string goal)
    {
        Console.WriteLine($"{name}: searching the knee");
        (double knee, IReadOnlyList<LoadResult> steps) = await driver.FindKneeAsync().ConfigureAwait(false);
        double rate = Math.Max(knee, LeastRate);
        LoadResult run = await driver.RunAsync(rate, options.Seconds).ConfigureAwait(false);
        double each = run.NodeTime.TotalMilliseconds / Math.Max(1, run.Count("executed")) / network.Urls.Length;
        page.Add(name, Text($"knee {knee:f0} a second; at {rate:f0} {Describe(run)}"), goal, run.Command);
        page.Add(
            $"{name}: processor time per transaction and node",
            Text($"{each:0.00} ms, all that the node processes do during the run"),
            "at most 0.45 ms",
            run.Command);
        LineChart search = new($"{name}: latency over the rate", "ms", "transactions per second");
        page.AddChart(
            $"{file}-search",
            $"{name}: latency over the rate",
            search.ToSvg([.. new[] { "p50", "p99", "p99_9" }.Select(percentile => Over(steps, percentile))]));
        AddCharts(file, name, run);
        return (rate, run);
    }

    private async Task RunRpcAsync()
    {
        TimeSpan time = TimeSpan.FromSeconds(Math.Clamp(options.Seconds / 4, 2, 15));
        (ulong block, int transactions) = await RpcRate.BusyBlockAsync(options.Port).ConfigureAwait(false);
        string[] goals = ["at least 24,000", "at least 11,000", "at least 17,000", "none: for comparison"];
        foreach ((int index, (string method, string parameters)) in RpcRate.Requests(block).Index())
        {
            double rate = await RpcRate.MeasureAsync(options.Port, method, parameters, time).ConfigureAwait(false);
            string what = index switch
            {
                0 => ", the latest block",
                1 => ", a balance",
                2 => $", ten of a block of {transactions} transactions",
                _ => $", a block of {transactions} transactions",
            };
            page.Add(
                $"RPC, idle network, {RpcRate.Connections} connections: {method} a second{what}",
                Text($"{rate:f0}"),
                goals[index],
                Text($"./kraken bench chain --rows 5 --seconds {options.Seconds}"));
        }
    }

    private void AddCharts(string file, string title, LoadResult run)
    {
        page.AddChart($"{file}-rate", $"{title}: transactions a second", run.RateChart($"{title}: transactions a second"));
        page.AddChart($"{file}-latency", $"{title}: latency to inclusion", run.LatencyChart($"{title}: latency from the intended send"));
    }

    private static ChartSeries Over(IReadOnlyList<LoadResult> steps, string percentile)
    {
        ImmutableArray<(double X, double? Y)> points =
        [
            .. steps.OrderBy(step => step.Rate).Select(step => (step.Rate, (double?)step.Latency("included", percentile))),
        ];
        return new ChartSeries(percentile.Replace('_', '.'), points);
    }

    private static string Describe(LoadResult run) => string.Create(
        CultureInfo.InvariantCulture,
        $"{run.ExecutedPerSecond:f0} executed a second, {run.Count("executed")} of {run.Count("sent")}, "
        + $"p50 {run.Latency("included", "p50"):f0} ms, p99 {run.Latency("included", "p99"):f0} ms, "
        + $"p99.9 {run.Latency("included", "p99_9"):f0} ms, refused {run.Count("refused")}, rejected {run.Count("rejected")}, "
        + $"lost {run.Count("lost")}");

    private static string Cell(string text) => text.Replace('|', '/');

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
