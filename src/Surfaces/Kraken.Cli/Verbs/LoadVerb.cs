using System;
using System.CommandLine;
using System.Globalization;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Load;

namespace Kraken.Cli.Verbs;

/// <summary><c>kraken load</c>: fills a network with signed transactions of the predeployed accounts and reports.</summary>
internal static class LoadVerb
{
    private const double MaxRate = 100_000;
    private const double MaxSeconds = 86_400;
    private const int MaxWeight = 1_000_000;

    public static Command Create()
    {
        Option<string> nodes =
            new("--nodes") { Description = "JSON-RPC addresses, separated by commas.", DefaultValueFactory = _ => "http://127.0.0.1:5050" };
        nodes.Must(list => list.Split(',').All(OptionRules.IsHttpAddress), "http addresses, separated by commas");
        Option<double> rate = new("--rate") { Description = "Transactions per second.", DefaultValueFactory = _ => 20 };
        rate.Must(value => value is > 0 and <= MaxRate, $"above 0, at most {MaxRate}");
        Option<double> duration = new("--duration") { Description = "Seconds.", DefaultValueFactory = _ => 20 };
        duration.Must(value => value is >= 0 and <= MaxSeconds, $"0 to {MaxSeconds}");
        Option<string> weights =
            new("--weights") { Description = "Weights of transfers, fib and fact.", DefaultValueFactory = _ => "8,1,1" };
        weights.Must(text => Parse(text).Length == 3, "three whole numbers, not all zero, such as 8,1,1");
        Option<uint> size = new("--size") { Description = "The argument of fib and fact.", DefaultValueFactory = _ => 100 };
        Option<bool> stop = StopSignal.Option();
        Command command = new("load", "Send signed transactions at a given rate; report throughput and latencies.")
        {
            nodes, rate, duration, weights, size, stop,
        };
        command.SetAction(async (result, cancellation) =>
        {
            int[] parts = Parse(result.GetRequiredValue(weights));
            LoadOptions options = new()
            {
                Nodes = [.. result.GetRequiredValue(nodes).Split(',').Select(address => new Uri(address))],
                Rate = result.GetRequiredValue(rate),
                Duration = TimeSpan.FromSeconds(result.GetRequiredValue(duration)),
                TransferWeight = parts[0],
                FibonacciWeight = parts[1],
                FactorialWeight = parts[2],
                Size = result.GetRequiredValue(size),
            };
            bool complete = false;
            await StopSignal.RunAsync(
                result.GetValue(stop),
                async token => complete = await RunAsync(options, token).ConfigureAwait(false),
                cancellation).ConfigureAwait(false);
            return complete ? 0 : 1;
        });
        return command;
    }

    private static int[] Parse(string weights)
    {
        int[] parsed =
        [
            .. weights.Split(',').Select(
                text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int weight) ? weight : -1),
        ];
        return parsed.All(weight => weight is >= 0 and <= MaxWeight) && parsed.Sum() > 0 ? parsed : [];
    }

    private static async Task<bool> RunAsync(LoadOptions options, CancellationToken cancellation)
    {
        using SocketsHttpHandler handler = new() { MaxConnectionsPerServer = 64 };
        using HttpClient http = new(handler) { Timeout = TimeSpan.FromSeconds(30) };
        Progress<(int Sent, int Included)> progress = new(state => Console.WriteLine($"sent {state.Sent}, included {state.Included}"));
        LoadReport report = await new LoadRun(options, http, TimeProvider.System).RunAsync(progress, cancellation).ConfigureAwait(false);
        Console.Write(report.ToText());
        return report.NothingLost;
    }
}
