using System;
using System.Globalization;
using System.IO;
using System.Threading.Tasks;
using Kraken.Load;
using Kraken.Load.Objectives;
using Kraken.Load.Reports;

namespace Kraken.Bench.Chain;

/// <summary>
/// Runs the load client on a network, in this process: transactions are signed before each run, so that signing takes none of its
/// processor time, and a client whose code was compiled in runs before takes none for that.
/// </summary>
internal sealed class LoadDriver(ChainNetwork network, ChainOptions options) : IDisposable
{
    private const int BufferBytes = 1 << 16;
    private const int MaxAttempts = 5;

    private static readonly TimeSpan LeftBehind = TimeSpan.FromSeconds(5);

    private readonly string folder = Directory.CreateTempSubdirectory("kraken-bench-load-").FullName;
    private readonly LoadConnections connections = LoadConnections.Open();

    public void Dispose()
    {
        connections.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>One run.</summary>
    /// <param name="rate">Transactions per second.</param>
    /// <param name="seconds">How long.</param>
    /// <param name="weights">The kinds.</param>
    public async Task<LoadResult> RunAsync(double rate, int seconds, string weights = "transfer=1")
    {
        LoadOptions run = new()
        {
            Nodes = [.. Array.ConvertAll(network.Urls, url => new Uri(url))],
            Rate = rate,
            Duration = TimeSpan.FromSeconds(seconds),
            Weights = KindWeights.TryParse(weights, out KindWeights? parsed)
                ? parsed
                : throw new ArgumentException($"expected {KindWeights.Expected}, got {weights}", nameof(weights)),
            Accounts = options.Accounts,
            ObservesPreConfirmed = false,
        };
        run = run with { PresignedFile = Path.Combine(folder, "signed") };
        for (int attempt = 1; ; attempt++)
        {
            using (FileStream file = new(run.PresignedFile, FileMode.Create, FileAccess.Write, FileShare.None, BufferBytes))
            {
                await PresignRun.WriteAsync(run with { PresignedFile = null }, file, connections, TimeProvider.System, _ => { }, default)
                    .ConfigureAwait(false);
            }

            try
            {
                return await SendAsync(run, CommandOf(rate, seconds, weights)).ConfigureAwait(false);
            }
            catch (LoadException) when (attempt < MaxAttempts)
            {
                // An overload leaves transactions behind, and what is signed before the last of them is executed begins with an old nonce.
                await Task.Delay(LeftBehind).ConfigureAwait(false);
            }
        }
    }

    private async Task<LoadResult> SendAsync(LoadOptions run, string command)
    {
        TimeSpan nodesBefore = network.NodeTime;
        TimeSpan clientBefore = Environment.CpuUsage.TotalTime;
        LoadReport report = await new LoadRun(run, connections, TimeProvider.System).RunAsync(null, default).ConfigureAwait(false);
        return new LoadResult(
            command,
            run.Rate,
            report.JudgedBy(options.Objectives),
            network.NodeTime - nodesBefore,
            Environment.CpuUsage.TotalTime - clientBefore);
    }

    /// <summary>The greatest rate of transfers that keeps the objectives, with the steps that found it.</summary>
    public Task<KneeReport> FindKneeAsync()
    {
        KneeSearch search = new(options.FirstRate, KneeSearch.DefaultPrecision, async (rate, _) =>
        {
            LoadResult result = await RunAsync(rate, options.StepSeconds).ConfigureAwait(false);
            return new KneeStep(rate, result.Report.IsGood, result.Report);
        });
        return search.RunAsync(options.Objectives.ToString(), step => Console.WriteLine($"  {KneeReport.Describe(step)}"), default);
    }

    private string CommandOf(double rate, int seconds, string weights)
    {
        string run = string.Create(CultureInfo.InvariantCulture, $"./kraken load --nodes ... --rate {rate:0.#} --duration {seconds}");
        string accounts = options.Accounts.ToString(CultureInfo.InvariantCulture);
        return $"{run} --weights {weights} --accounts {accounts} --presign FILE`, then "
            + $"`{run} --presigned FILE --slo {options.Objectives} --no-pre-confirmed";
    }
}
