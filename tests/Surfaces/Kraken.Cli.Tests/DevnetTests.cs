using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Cli.Devnet;
using Kraken.Cli.Verbs;
using Kraken.Proofs;
using Kraken.Proofs.Ranges;
using Xunit;

namespace Kraken.Cli.Tests;

/// <summary>The folder and the ports of a local network.</summary>
public sealed class DevnetTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kraken-devnet-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(5050)]
    [InlineData(1)]
    [InlineData(63_000)]
    public void NoTwoProcessesShareAPort(int first)
    {
        DevnetLayout layout = new(folder, first, 4);
        int[] ports =
        [
            .. layout.RpcUrls.Select(url => new Uri(url).Port),
            new Uri(layout.ExplorerUrl).Port,
            .. Enumerable.Range(layout.FirstPeerPort, layout.Validators),
            .. Enumerable.Range(layout.FirstMetricsPort, layout.Validators + 2),
        ];
        Assert.Equal(15, ports.Distinct().Count());
        Assert.All(ports, port => Assert.InRange(port, 1, 65_535));
        Assert.Equal(first, ports[0]);
    }

    [Fact]
    public void TheReadmesAddressesAreTheDefaults()
    {
        DevnetLayout layout = new(folder, 5050, 4);
        Assert.Equal("http://127.0.0.1:5053", layout.RpcUrls[^1]);
        Assert.Equal("http://127.0.0.1:5080", layout.ExplorerUrl);
        Assert.Equal(Path.Combine(folder, "node4"), layout.Node(3));
        Assert.Equal(Path.Combine(folder, "logs", "load.log"), layout.Log("load"));
        Assert.Equal(Path.Combine(folder, "proofs"), layout.Proofs);
    }

    [Fact]
    public void TheStatusLineTellsHowFarBlocksAreProved()
    {
        string proofs = Path.Combine(folder, "proofs");
        Assert.Equal("proofs 0", StatusLine.ProofsText(proofs));
        foreach (string entry in (string[])["1-4", "5-8", ".refused-x"])
        {
            string place = Directory.CreateDirectory(Path.Combine(proofs, "ranges", "0x1", entry)).FullName;
            File.WriteAllText(Path.Combine(place, "manifest.json"), "{}");
        }

        Assert.Equal("proofs 2", StatusLine.ProofsText(proofs));
        RangeStatus ranges = new() { DoneBlock = 8, Proving = new BlockSpan(9, 12) };
        new WatcherStatusFile(proofs).Write(new WatcherStatus { Ranges = ranges, WrittenAt = default });
        Assert.Equal("proofs 2, of all blocks to 8; proving blocks 9 to 12", StatusLine.ProofsText(proofs));
        new WatcherStatusFile(proofs).Write(
            new WatcherStatus { Ranges = ranges with { UnprovedCount = 3, Proving = null }, WrittenAt = default });
        Assert.Equal("proofs 2, of all blocks to 8 but 3", StatusLine.ProofsText(proofs));
        File.WriteAllText(Path.Combine(proofs, "watcher.json"), "{");
        Assert.Equal("proofs 2", StatusLine.ProofsText(proofs));
    }

    /// <summary>The processes are this test's own program, which knows no such option and says so.</summary>
    [Fact]
    public async Task ANetworkOutlivesAClientThatFailedAndNoOtherProcess()
    {
        DevnetLayout layout = new(folder, 5050, 4);
        await using ChildProcess client = ChildProcess.Start("load", layout.Log("load"), "--no-such-option");
        await client.WaitAsync(TestContext.Current.CancellationToken);
        Assert.NotEqual(0, client.ExitCode);
        DevnetEnds ends = new(layout, [client]) { Client = client };
        Assert.Null(ends.Failure());
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using HttpClient http = new(new NoNetwork());
        List<string> told = [];
        Task<int> shown = new StatusLine(layout, http).ShowUntilAsync(ends.Failure, Report, stop.Token);
        Assert.Equal(0, await shown);
        string expected = $"load ended with exit code {client.ExitCode}: see {layout.Log("load")}";
        Assert.StartsWith(expected, Assert.Single(told), StringComparison.Ordinal);

        await using ChildProcess watcher = ChildProcess.Start("watcher", layout.Log("watcher"), "--no-such-option");
        await watcher.WaitAsync(TestContext.Current.CancellationToken);
        string? failure = new DevnetEnds(layout, [client, watcher]) { Client = client }.Failure();
        Assert.StartsWith("watcher ended with exit code", failure, StringComparison.Ordinal);

        // Asked again behind the report, it has nothing to add, and Ctrl-C is pressed.
        string? Report()
        {
            string? text = ends.Report();
            if (text is not null)
            {
                told.Add(text);
            }
            else
            {
                stop.Cancel();
            }

            return text;
        }
    }

    [Fact]
    public void ANetworkThatRunsIsNeitherStartedAgainNorRemoved()
    {
        Assert.Equal(0, CommandLineRun.Of("genesis", "--out", folder, "--validators", "1").Code);
        string held = Path.Combine(folder, "up.lock");
        using (new FileStream(held, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
        {
            Assert.True(UpVerb.IsRunning(folder));
            Assert.Equal(1, CommandLineRun.Of("down", "--data", folder).Code);
            Assert.Equal(1, CommandLineRun.Of("up", "--data", folder).Code);
            Assert.True(File.Exists(Path.Combine(folder, "genesis.json")));
        }

        // The lock of a network that was killed is free again, though its file stays.
        Assert.True(File.Exists(held));
        Assert.False(UpVerb.IsRunning(folder));
        Assert.False(UpVerb.IsRunning(Path.Combine(folder, "missing")));
    }

    [Fact]
    public void NothingIsRemovedWhereNothingIs() =>
        Assert.Equal(0, CommandLineRun.Of("down", "--data", Path.Combine(folder, "missing")).Code);

    private sealed class NoNetwork : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new HttpRequestException("no node");
    }
}
