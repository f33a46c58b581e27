using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Node.Configuration;

namespace Kraken.Cli.Devnet;

/// <summary>Starts the processes of a local network in order, then shows a live status line until it is cancelled.</summary>
internal sealed class DevnetRun(DevnetLayout layout, List<ChildProcess> children)
{
    // Of the log of a process that ended, enough for its report or the head of its error.
    private const int LastLines = 12;

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    /// <summary>What runs contracts on the nodes; null for what their files say.</summary>
    public string? Execution { get; init; }

    /// <summary>Runs until cancelled; returns 1 when a process of the network ends by itself.</summary>
    public async Task<int> RunAsync(int loadSeconds, CancellationToken cancellation)
    {
        if (!File.Exists(Path.Combine(layout.Folder, GenesisFile.FileName)))
        {
            LocalNetwork.Create(layout.Folder, layout.Validators, layout.FirstPort, layout.FirstPeerPort);
        }

        for (int index = 0; index < layout.Validators; index++)
        {
            string[] engine = Execution is null ? [] : ["--execution", Execution];
            Start($"node{index + 1}", ["node", "--data", layout.Node(index), .. engine, .. layout.Metrics(index)]);
        }

        using HttpClient http = new() { Timeout = TimeSpan.FromSeconds(2) };
        foreach (string url in layout.RpcUrls)
        {
            await UntilReachableAsync(http, $"{url}/status", cancellation).ConfigureAwait(false);
        }

        string[] shared = ["--rpc", layout.RpcUrls[0], "--proofs", layout.Proofs, "--genesis", layout.Genesis];
        int last = layout.Validators;
        Start("watcher", ["watch", "--data", Path.Combine(layout.Folder, "watcher"), .. shared, .. layout.Metrics(last)]);
        string explorerPort = layout.ExplorerPort.ToString(CultureInfo.InvariantCulture);
        Start("explorer", ["explore", "--port", explorerPort, .. shared, .. layout.Metrics(last + 1)]);
        await UntilReachableAsync(http, layout.ExplorerUrl, cancellation).ConfigureAwait(false);
        PrintAddresses();
        ChildProcess? load = loadSeconds == 0 ? null : Start(
            "load", "load", "--nodes", string.Join(',', layout.RpcUrls),
            "--rate", "20", "--duration", loadSeconds.ToString(CultureInfo.InvariantCulture));
        return await new StatusLine(layout, http).ShowUntilAsync(() => Failure(load), cancellation).ConfigureAwait(false);
    }

    private void PrintAddresses()
    {
        for (int index = 0; index < layout.Validators; index++)
        {
            Console.WriteLine($"node {index + 1}     {layout.RpcUrls[index]}   (JSON-RPC; /status for humans)");
        }

        Console.WriteLine($"explorer   {layout.ExplorerUrl}");
        Console.WriteLine(
            $"metrics    http://127.0.0.1:{layout.FirstMetricsPort}/metrics ... :{layout.FirstMetricsPort + layout.Validators + 1}"
            + "   (nodes, watcher, explorer; /health and /ready too)");
        Console.WriteLine($"proofs     {layout.Proofs}");
        Console.WriteLine($"logs       {Path.Combine(layout.Folder, "logs")}");
        Console.WriteLine("Ctrl-C stops the network; './kraken down' removes its data.");
    }

    private ChildProcess Start(string name, params ReadOnlySpan<string> arguments)
    {
        ChildProcess child = ChildProcess.Start(name, layout.Log(name), arguments);
        children.Add(child);
        return child;
    }

    /// <summary>Names the first process that ended though it should not have; the client run may end with success.</summary>
    private string? Failure(ChildProcess? load)
    {
        foreach (ChildProcess child in children)
        {
            if (child.HasExited && (child != load || child.ExitCode != 0))
            {
                string log = layout.Log(child.Name);
                IEnumerable<string> last = File.Exists(log) ? File.ReadLines(log).TakeLast(LastLines) : [];
                return string.Join('\n', last.Prepend($"{child.Name} ended with exit code {child.ExitCode}: see {log}, which ends so:"));
            }
        }

        return null;
    }

    private async Task UntilReachableAsync(HttpClient http, string url, CancellationToken cancellation)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(StartLimit);
        while (true)
        {
            if (Failure(load: null) is { } failure)
            {
                throw new InvalidOperationException(failure);
            }

            try
            {
                using HttpResponseMessage response = await http.GetAsync(new Uri(url), limit.Token).ConfigureAwait(false);
                if (response.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
            catch (TaskCanceledException) when (!limit.IsCancellationRequested)
            {
                // Listening, not answering yet.
            }

            await Task.Delay(100, limit.Token).ConfigureAwait(false);
        }
    }
}
