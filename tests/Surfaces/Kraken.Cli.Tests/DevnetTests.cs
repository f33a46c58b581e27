using System;
using System.IO;
using System.Linq;
using Kraken.Cli.Devnet;
using Kraken.Cli.Verbs;
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
    [InlineData(64_000)]
    public void NoTwoProcessesShareAPort(int first)
    {
        DevnetLayout layout = new(folder, first, 4);
        int[] ports =
        [
            .. layout.RpcUrls.Select(url => new Uri(url).Port),
            new Uri(layout.ExplorerUrl).Port,
            .. Enumerable.Range(layout.FirstPeerPort, layout.Validators),
        ];
        Assert.Equal(9, ports.Distinct().Count());
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
}
