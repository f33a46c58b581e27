using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text.Json;
using System.Threading.Tasks;
using Kraken.Load.Objectives;

namespace Kraken.Bench.Chain;

/// <summary>
/// Runs <c>kraken load</c> on a network: transactions are signed before each run, so that signing takes none of its processor time.
/// </summary>
internal sealed class LoadDriver(ChainNetwork network, ChainOptions options) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kraken-bench-load-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>One run.</summary>
    /// <param name="rate">Transactions per second.</param>
    /// <param name="seconds">How long.</param>
    /// <param name="weights">The kinds.</param>
    public async Task<LoadResult> RunAsync(double rate, int seconds, string weights = "transfer=1")
    {
        string signed = Path.Combine(folder, "signed");
        string json = Path.Combine(folder, "report.json");
        string[] run =
        [
            "load", "--nodes", string.Join(',', network.Urls), "--rate", rate.ToString("0.#", CultureInfo.InvariantCulture),
            "--duration", seconds.ToString(CultureInfo.InvariantCulture),
        ];
        string accounts = options.Accounts.ToString(CultureInfo.InvariantCulture);
        (int code, string output) =
            await KrakenCommand.RunAsync([.. run, "--weights", weights, "--accounts", accounts, "--presign", signed]).ConfigureAwait(false);
        if (code != 0)
        {
            throw new InvalidOperationException($"kraken load --presign ended with {code}: {output}");
        }

        File.Delete(json);
        TimeSpan before = network.NodeTime;
        (code, output) = await KrakenCommand.RunAsync(
            [.. run, "--presigned", signed, "--slo", options.Objectives, "--no-pre-confirmed", "--json", json]).ConfigureAwait(false);
        if (!File.Exists(json))
        {
            throw new InvalidOperationException($"kraken load ended with {code}: {output}");
        }

        using JsonDocument document = JsonDocument.Parse(await File.ReadAllBytesAsync(json).ConfigureAwait(false));
        string shown = string.Create(CultureInfo.InvariantCulture, $"./kraken load --nodes ... --rate {rate:0.#} --duration {seconds}");
        return new LoadResult(
            $"{shown} --weights {weights} --accounts {accounts} --presign FILE`, then "
            + $"`{shown} --presigned FILE --slo {options.Objectives} --no-pre-confirmed",
            rate,
            document.RootElement.Clone(),
            network.NodeTime - before);
    }

    /// <summary>The greatest rate of transfers that keeps the objectives, with the steps that found it.</summary>
    public async Task<(double Knee, IReadOnlyList<LoadResult> Steps)> FindKneeAsync()
    {
        List<LoadResult> steps = [];
        KneeSearch search = new(options.FirstRate, KneeSearch.DefaultPrecision, async (rate, _) =>
        {
            LoadResult result = await RunAsync(rate, options.StepSeconds).ConfigureAwait(false);
            steps.Add(result);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {rate:f0}/s {(result.IsGood ? "kept" : "too much")}: executed {result.ExecutedPerSecond:f0}/s, "
                + $"p50 {result.Latency("included", "p50"):f0} ms, p99 {result.Latency("included", "p99"):f0} ms"));
            return new KneeStep(rate, result.IsGood, null);
        });
        KneeReport report = await search.RunAsync(options.Objectives, _ => { }, default).ConfigureAwait(false);
        return (report.Knee, steps);
    }
}
