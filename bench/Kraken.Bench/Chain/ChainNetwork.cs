using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace Kraken.Bench.Chain;

/// <summary>A network of node processes on loopback ports, in a folder of its own that goes with it.</summary>
internal sealed class ChainNetwork : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(20);

    private readonly string folder = Directory.CreateTempSubdirectory("kraken-bench-").FullName;
    private readonly List<Process> nodes = [];
    private readonly List<Process> watchers = [];

    private ChainNetwork(string[] urls) => Urls = urls;

    /// <summary>The JSON-RPC addresses.</summary>
    public string[] Urls { get; }

    /// <summary>Processor time that all nodes have taken so far.</summary>
    public TimeSpan NodeTime => TimeOf(nodes);

    /// <summary>Processor time that the watcher has taken so far.</summary>
    /// <exception cref="InvalidOperationException">It has ended: nothing was measured beside it.</exception>
    public TimeSpan WatcherTime => watchers.Exists(watcher => watcher.HasExited)
        ? throw new InvalidOperationException(
            $"the watcher ended: {string.Join('\n', File.ReadLines(Path.Combine(folder, "watcher.log")).TakeLast(3))}")
        : TimeOf(watchers);

    /// <summary>Makes a network and waits until each of its nodes answers.</summary>
    public static async Task<ChainNetwork> StartAsync(int validators, int port, string execution)
    {
        ChainNetwork network = new([.. Enumerable.Range(port, validators).Select(node => $"http://127.0.0.1:{node}")]);
        try
        {
            string[] genesis =
            [
                "genesis", "--out", network.folder, "--validators", Text(validators),
                "--rpc-port", Text(port), "--peer-port", Text(port + 1000),
            ];
            (int code, string output) = await KrakenCommand.RunAsync(genesis).ConfigureAwait(false);
            if (code != 0)
            {
                throw new InvalidOperationException($"kraken {string.Join(' ', genesis)} ended with {code}: {output}");
            }

            for (int node = 1; node <= validators; node++)
            {
                network.nodes.Add(network.StartNode(node, execution));
            }

            await network.UntilReachableAsync().ConfigureAwait(false);
            return network;
        }
        catch
        {
            await network.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The folder of the first node's native code.</summary>
    public string NativeFolder => Path.Combine(folder, "node1", "native");

    /// <summary>Stops the first node and starts it again.</summary>
    /// <returns>When its process was started.</returns>
    public async Task<DateTime> RestartAsync(string execution)
    {
        nodes[0].StandardInput.Close();
        await nodes[0].WaitForExitAsync().WaitAsync(StopLimit).ConfigureAwait(false);
        nodes[0].Dispose();
        DateTime started = DateTime.UtcNow;
        nodes[0] = StartNode(1, execution);
        return started;
    }

    /// <summary>Starts the watcher-prover at the lowest priority.</summary>
    public void StartWatcher()
    {
        Process watcher = Start(
            "watcher", "watch", "--rpc", Urls[0], "--data", Path.Combine(folder, "watcher"), "--proofs", Path.Combine(folder, "proofs"),
            "--genesis", Path.Combine(folder, "genesis.json"));
        watcher.PriorityClass = ProcessPriorityClass.Idle;
        watchers.Add(watcher);
    }

    /// <summary>Proofs that the watcher has stored.</summary>
    public int Proofs => Directory.Exists(Path.Combine(folder, "proofs"))
        ? Directory.EnumerateFiles(Path.Combine(folder, "proofs"), "manifest.json", SearchOption.AllDirectories).Count()
        : 0;

    public async ValueTask DisposeAsync()
    {
        Process[] all = [.. watchers, .. nodes];
        foreach (Process process in all.Where(process => !process.HasExited))
        {
            process.StandardInput.Close();
        }

        foreach (Process process in all)
        {
            using CancellationTokenSource limit = new(StopLimit);
            try
            {
                await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                process.Kill();
            }

            process.Dispose();
        }

        Directory.Delete(folder, recursive: true);
    }

    private Process StartNode(int number, string execution) =>
        Start($"node{number}", "node", "--data", Path.Combine(folder, $"node{number}"), "--execution", execution);

    private Process Start(string name, params string[] arguments)
    {
        Process process = KrakenCommand.Start([.. arguments, "--stop-with-stdin"]);
        TextWriter log = TextWriter.Synchronized(new StreamWriter(Path.Combine(folder, $"{name}.log"), append: true) { AutoFlush = true });
        process.OutputDataReceived += (_, line) => log.WriteLine(line.Data);
        process.ErrorDataReceived += (_, line) => log.WriteLine(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private async Task UntilReachableAsync()
    {
        using HttpClient http = new() { Timeout = TimeSpan.FromSeconds(2) };
        long end = Environment.TickCount64 + (long)StartLimit.TotalMilliseconds;
        foreach (string url in Urls)
        {
            while (!await IsReachableAsync(http, url).ConfigureAwait(false))
            {
                if (Environment.TickCount64 > end || nodes.Exists(node => node.HasExited))
                {
                    string[] last = [.. Directory.EnumerateFiles(folder, "node*.log").SelectMany(log => File.ReadLines(log).TakeLast(3))];
                    throw new InvalidOperationException($"{url} does not answer; the nodes' last words:\n{string.Join('\n', last)}");
                }

                await Task.Delay(200).ConfigureAwait(false);
            }
        }
    }

    private static async Task<bool> IsReachableAsync(HttpClient http, string url)
    {
        try
        {
            using HttpResponseMessage answer = await http.GetAsync(new Uri($"{url}/status")).ConfigureAwait(false);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    private static TimeSpan TimeOf(List<Process> processes) => processes.Aggregate(TimeSpan.Zero, (sum, process) =>
    {
        process.Refresh();
        return sum + process.TotalProcessorTime;
    });

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
