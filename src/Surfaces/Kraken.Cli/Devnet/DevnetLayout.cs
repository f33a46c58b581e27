using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Kraken.Node.Configuration;

namespace Kraken.Cli.Devnet;

/// <summary>Where a local network keeps its files and which ports of 127.0.0.1 it takes.</summary>
/// <param name="Folder">The data folder.</param>
/// <param name="FirstPort">JSON-RPC port of the first node; node k takes the k-th port after it, the
/// explorer port + 30, peers port + 1000 + k, metrics port + 2000 + k.</param>
/// <param name="Validators">How many nodes.</param>
internal sealed record DevnetLayout(string Folder, int FirstPort, int Validators)
{
    /// <summary>The explorer's port: 5080 beside the default 5050.</summary>
    public int ExplorerPort => FirstPort + 30;

    /// <summary>The first of the ports on which validators talk to each other.</summary>
    public int FirstPeerPort => FirstPort + 1000;

    /// <summary>The first of the ports of metrics and health: those of the nodes, of the watcher, of the explorer.</summary>
    public int FirstMetricsPort => FirstPort + 2000;

    /// <summary>The flags by which process <paramref name="index"/>, counted from 0, tells metrics and health.</summary>
    public string[] Metrics(int index) =>
        ["--metrics-listen", (FirstMetricsPort + index).ToString(CultureInfo.InvariantCulture)];

    /// <summary>The proof store.</summary>
    public string Proofs => Path.Combine(Folder, "proofs");

    /// <summary>The network's genesis file.</summary>
    public string Genesis => Path.Combine(Folder, GenesisFile.FileName);

    /// <summary>JSON-RPC addresses, first node first.</summary>
    public IReadOnlyList<string> RpcUrls => [.. Enumerable.Range(FirstPort, Validators).Select(port => $"http://127.0.0.1:{port}")];

    /// <summary>The explorer's address.</summary>
    public string ExplorerUrl => $"http://127.0.0.1:{ExplorerPort}";

    /// <summary>The folder of node <paramref name="index"/>, counted from 0.</summary>
    public string Node(int index) => Path.Combine(Folder, $"node{index + 1}");

    /// <summary>A log file.</summary>
    public string Log(string name) => Path.Combine(Folder, "logs", $"{name}.log");
}
