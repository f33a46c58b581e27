using System;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using Kraken.Load.Objectives;
using Kraken.Load.Reports;

namespace Kraken.Bench.Chain;

/// <summary>
/// What a network of this machine carries: executed transactions a second with and without the watcher, on one validator, at twice the
/// knee, the rate of RPC, and a restart.
/// </summary>
internal sealed class ChainBench(ChainOptions options, ChainPage page)
{
    private const int WarmUpRate = 50;

    private const int WarmUpSeconds = 15;

    // Where no rate keeps the objectives, this one is reported.
    private const double LeastRate = 1;

    internal static int Run(string[] arguments)
    {
        if (ChainOptions.Parse(arguments) is not { } options)
        {
            Console.Error.WriteLine(ChainOptions.Usage);
            return 2;
        }

        // Workers of the client that spin for work would take the processor from the nodes. The pool reads this when it starts its first.
        AppContext.SetData("System.Threading.ThreadPool.UnfairSemaphoreSpinLimit", 0);
        ChainPage page = new(options.Output);
        new ChainBench(options, page).RunAsync().GetAwaiter().GetResult();
        page.Write(options);
        return 0;
    }

    private async Task RunAsync()
    {
        if (options.Rows.Any(row => row is 1 or 2 or 4 or 5))
        {
            ChainNetwork network = await ChainNetwork.StartAsync(options.Validators, options.Port, options.Execution).ConfigureAwait(false);
            await using (network.ConfigureAwait(false))
            {
                await RunAllAsync(network).ConfigureAwait(false);
            }
        }

        if (options.Rows.Contains(6))
        {
            await MeasureRestartAsync().ConfigureAwait(false);
        }

        if (options.Rows.Contains(3))
        {
            ChainNetwork alone = await ChainNetwork.StartAsync(1, options.Port, options.Execution).ConfigureAwait(false);
            await using (alone.ConfigureAwait(false))
            {
                using LoadDriver driver = new(alone, options);
                await driver.RunAsync(WarmUpRate, WarmUpSeconds).ConfigureAwait(false);
                await MeasureKneeAsync(
                    driver, "one validator alone, watcher off", "alone", "at least 3,000 executed a second").ConfigureAwait(false);
            }
        }
    }

    private async Task RunAllAsync(ChainNetwork network)
    {
        using LoadDriver driver = new(network, options);
        await driver.RunAsync(WarmUpRate, WarmUpSeconds).ConfigureAwait(false);
        LoadResult? atKnee = null;
        if (options.Rows.Any(row => row is 1 or 2 or 4))
        {
            atKnee = await MeasureKneeAsync(
                driver,
                $"{options.Validators} validators, signed ERC-20 transfers, watcher off",
                "knee",
                "at least 1,000 executed a second, p50 at most 500 ms, p99 at most 1.5 s").ConfigureAwait(false);
        }

        if (atKnee is not null && options.Rows.Contains(4))
        {
            await MeasureOverloadAsync(driver, atKnee).ConfigureAwait(false);
        }

        // Before the watcher starts, which goes on proving what the runs left to it.
        if (options.Rows.Contains(5))
        {
            await RunRpcAsync(driver).ConfigureAwait(false);
        }

        if (atKnee is not null && options.Rows.Contains(2))
        {
            await MeasureWatchedAsync(network, driver, atKnee.Rate).ConfigureAwait(false);
        }
    }

    private async Task MeasureRestartAsync()
    {
        const int Classes = 200;
        ChainNetwork network = await ChainNetwork.StartAsync(1, options.Port, "native").ConfigureAwait(false);
        await using (network.ConfigureAwait(false))
        {
            TimeSpan time = await RestartTime.MeasureAsync(network, options.Port, Classes).ConfigureAwait(false);
            page.Add(
                $"restart of a node with the native code of {Classes} classes on disk: from its start to its first native call",
                Text($"{time.TotalSeconds:0.00} s, the median of five"),
                "at most 2 s",
                "./kraken bench chain --rows 6");
        }
    }

    private async Task MeasureOverloadAsync(LoadDriver driver, LoadResult atKnee)
    {
        LoadResult twice = await driver.RunAsync(2 * atKnee.Rate, options.Seconds).ConfigureAwait(false);
        double share = twice.Report.ExecutedPerSecond / Math.Max(1, atKnee.Report.ExecutedPerSecond);
        page.Add(
            "overload at twice the knee",
            Text($"{twice.Describe()}; {share:p0} of the rate at the knee; refused most: {Cell(FirstReason(twice.Report))}"),
            "within 10% of the knee; refusals explicit, nothing accepted is lost",
            twice.Command);
        AddCharts("overload", "Twice the knee", twice.Report);
    }

    private async Task MeasureWatchedAsync(ChainNetwork network, LoadDriver driver, double knee)
    {
        network.StartWatcher();

        // The watcher proves calls of the demo contract: a hundredth of the load gives it work.
        LoadResult watched = await driver.RunAsync(knee, options.Seconds, "transfer=99,fib=1").ConfigureAwait(false);
        page.Add(
            "the same with the watcher proving at the lowest priority",
            Text($"{watched.Describe()}; {network.Proofs} proofs in {network.WatcherTime.TotalSeconds:f0} s of processor time"),
            "at least 700 executed a second",
            watched.Command);
        AddCharts("watched", "Beside the watcher-prover", watched.Report);
    }

    private async Task<LoadResult> MeasureKneeAsync(LoadDriver driver, string name, string file, string goal)
    {
        Console.WriteLine($"{name}: searching the knee");
        KneeReport search = await driver.FindKneeAsync().ConfigureAwait(false);
        LoadResult run = await driver.RunAsync(Math.Max(search.Knee, LeastRate), options.Seconds).ConfigureAwait(false);
        page.Add(name, Text($"knee {search.Knee:f0} a second; at {run.Rate:f0} {run.Describe()}"), goal, run.Command);
        page.Add(
            $"{name}: processor time per transaction and node",
            Text($"{run.NodeMilliseconds:0.00} ms, whatever the nodes do in the run; the client takes {run.ClientMilliseconds:0.00} ms"),
            "at most 0.45 ms",
            run.Command);
        page.AddChart($"{file}-search", $"{name}: latency over the rate", ReportCharts.Knee(search));
        AddCharts(file, name, run.Report);
        return run;
    }

    private async Task RunRpcAsync(LoadDriver driver)
    {
        // The last block of a run before may be full, and stays the latest where nobody sends: a transaction alone makes a small one.
        await driver.RunAsync(LeastRate, 2).ConfigureAwait(false);
        TimeSpan time = TimeSpan.FromSeconds(Math.Clamp(options.Seconds / 4, 2, 15));
        (ulong block, int transactions, int latest) = await RpcRate.BusyBlockAsync(options.Port).ConfigureAwait(false);
        string[] goals = ["at least 24,000", "at least 11,000", "at least 17,000", "none: for comparison"];
        foreach ((int index, (string method, string parameters)) in RpcRate.Requests(block).Index())
        {
            double rate = RpcRate.Measure(options.Port, method, parameters, time);
            string what = index switch
            {
                0 => $", the latest block of {latest} transactions",
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

    private void AddCharts(string file, string title, LoadReport run)
    {
        page.AddChart($"{file}-rate", $"{title}: transactions a second", ReportCharts.Rates(run, $"{title}: transactions a second"));
        page.AddChart(
            $"{file}-latency",
            $"{title}: latency to inclusion",
            ReportCharts.Latencies(run, $"{title}: latency from the intended send to the block"));
    }

    // In the client's words where the client gave up, else in those of nodes that took the transaction later.
    private static string FirstReason(LoadReport report) =>
        report.Refusals.Concat(report.Attempts).Select(refusal => refusal.Reason).FirstOrDefault("nothing");

    private static string Cell(string text) => text.Replace('|', '/');

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
