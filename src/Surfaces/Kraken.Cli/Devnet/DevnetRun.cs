using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Node.Configuration;

namespace Kraken.Cli.Devnet;

/// <summary>Starts the processes of a local network in order, then shows a live status line until it is cancelled.</summary>
internal sealed class DevnetRun(DevnetLayout layout, List<ChildProcess> children)
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    /// <summary>What runs contracts on the nodes; null for what their files say.</summary>
    public string? Execution { get; init; }

    /// <summary>Runs until cancelled; returns 1 when a process ends by itself, but the client, whatever its load met.</summary>
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

        DevnetEnds ends = new(layout, children);
        using HttpClient http = new() { Timeout = TimeSpan.FromSeconds(2) };
        foreach (string url in layout.RpcUrls)
        {
            await UntilReachableAsync(http, $"{url}/status", ends, cancellation).ConfigureAwait(false);
        }

        string[] shared = ["--rpc", layout.RpcUrls[0], "--proofs", layout.Proofs, "--genesis", layout.Genesis];
        int last = layout.Validators;
        Start("watcher", ["watch", "--data", Path.Combine(layout.Folder, "watcher"), .. shared, .. layout.Metrics(last)]);
        string explorerPort = layout.ExplorerPort.ToString(CultureInfo.InvariantCulture);
        Start("explorer", ["explore", "--port", explorerPort, .. shared, .. layout.Metrics(last + 1)]);
        await UntilReachableAsync(http, layout.ExplorerUrl, ends, cancellation).ConfigureAwait(false);
        PrintAddresses();
        ends.Client = loadSeconds == 0 ? null : Start(
            "load", "load", "--nodes", string.Join(',', layout.RpcUrls),
            "--rate", "20", "--duration", loadSeconds.ToString(CultureInfo.InvariantCulture));
        StatusLine status = new(layout, http);
        return await status.ShowUntilAsync(ends.Failure, ends.Report, cancellation).ConfigureAwait(false);
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

    private static async Task UntilReachableAsync(HttpClient http, string url, DevnetEnds ends, CancellationToken cancellation)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(StartLimit);
        while (true)
        {
            if (ends.Failure() is { } failure)
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
