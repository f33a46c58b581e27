using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace Kraken.Bench.Chain;

/// <summary>
/// How long after one of four nodes shows a transaction as pre-confirmed the others do: the first is the leader, which executed it. Each
/// node is asked again and again from outside, so that a question's time is in the numbers.
/// </summary>
internal static class ShownBench
{
    private const int Warm = 10;
    private const string Block = """{"block_id":"pre_confirmed"}""";
    private const string Latest = """{"block_id":"latest"}""";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(4);

    internal static int Run(double rate, int seconds) => RunAsync(rate, seconds).GetAwaiter().GetResult();

    private static async Task<int> RunAsync(double rate, int seconds)
    {
        ChainOptions options = ChainOptions.Parse([])!;
        ChainNetwork network = await ChainNetwork.StartAsync(options.Validators, options.Port, options.Execution).ConfigureAwait(false);
        await using (network.ConfigureAwait(false))
        {
            using LoadDriver driver = new(network, options);
            await driver.RunAsync(rate, Warm).ConfigureAwait(false);
            using CancellationTokenSource stop = new();
            Task<Dictionary<string, long>>[] watching =
                [.. network.Urls.Select(url => Task.Run(() => WatchAsync(new Uri(url).Port, stop.Token)))];
            await driver.RunAsync(rate, seconds).ConfigureAwait(false);
            await stop.CancelAsync().ConfigureAwait(false);
            Tell(await Task.WhenAll(watching).ConfigureAwait(false));
            return 0;
        }
    }

    // When each transaction was seen first; a block may be decided between two questions.
    private static async Task<Dictionary<string, long>> WatchAsync(int port, CancellationToken stop)
    {
        Dictionary<string, long> seen = [];
        using HttpPost building = new(RpcRate.Body("getBlockWithTxHashes", Block));
        using HttpPost latest = new(RpcRate.Body("getBlockWithTxHashes", Latest));
        await building.ConnectAsync(port).ConfigureAwait(false);
        await latest.ConnectAsync(port).ConfigureAwait(false);
        while (!stop.IsCancellationRequested)
        {
            Note(seen, await building.AskAsync().ConfigureAwait(false));
            Note(seen, await latest.AskAsync().ConfigureAwait(false));
            await Task.Delay(Pause, CancellationToken.None).ConfigureAwait(false);
        }

        return seen;
    }

    private static void Note(Dictionary<string, long> seen, ReadOnlyMemory<byte> body)
    {
        long now = Stopwatch.GetTimestamp();

        // The body of a chunked answer begins with a length.
        string text = Encoding.UTF8.GetString(body.Span);
        using JsonDocument answer = JsonDocument.Parse(text[text.IndexOf('{', StringComparison.Ordinal)..(text.LastIndexOf('}') + 1)]);
        foreach (JsonElement hash in answer.RootElement.GetProperty("result").GetProperty("transactions").EnumerateArray())
        {
            seen.TryAdd(hash.GetString()!, now);
        }
    }

    private static void Tell(Dictionary<string, long>[] nodes)
    {
        List<double> lags = [];
        int everywhere = 0;
        foreach (string hash in nodes.SelectMany(node => node.Keys).Distinct())
        {
            long[] times = [.. nodes.Where(node => node.ContainsKey(hash)).Select(node => node[hash]).Order()];
            if (times.Length == nodes.Length)
            {
                everywhere++;
                lags.AddRange(times.Skip(1).Select(time => Stopwatch.GetElapsedTime(times[0], time).TotalMilliseconds));
            }
        }

        if (everywhere == 0)
        {
            throw new InvalidOperationException("no transaction was seen on all nodes");
        }

        lags.Sort();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{everywhere} transactions seen on {nodes.Length} nodes; after the first node the others show one p50 {At(0.5):f0} ms, "
            + $"p90 {At(0.9):f0} ms, p99 {At(0.99):f0} ms, most {lags[^1]:f0} ms; within 100 ms "
            + $"{100.0 * lags.Count(lag => lag <= 100) / lags.Count:f1} %"));

        double At(double share) => lags[Math.Min(lags.Count - 1, (int)(share * lags.Count))];
    }
}
