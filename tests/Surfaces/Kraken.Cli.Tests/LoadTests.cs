using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;
using Xunit;

namespace Kraken.Cli.Tests;

/// <summary>
/// 'kraken load' where it cannot run: what is wrong is said in a line, and the exit code tells wrong options from the rest.
/// </summary>
public sealed class LoadTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kraken-load-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("load --rate 0")]
    [InlineData("load --slo fast")]
    [InlineData("load --find-knee")]
    [InlineData("load --fly")]
    [InlineData("load --json FOLDER/missing/report.json")]
    [InlineData("load --html FOLDER")]
    [InlineData("load --presign FOLDER/missing/signed")]
    [InlineData("load --duration 0")]
    [InlineData("load --duration 0 --slo p99=1s")]
    [InlineData("load --duration 0 --slo p99=1s --find-knee")]
    [InlineData("load --rate 0.5 --duration 1")]
    [InlineData("load --rate 1 --ramp-from 0.5 --duration 1")]
    [InlineData("load --duration 0 --presign FOLDER/signed")]
    [InlineData("load --json FOLDER/same --html FOLDER/same")]
    [InlineData("load --json FOLDER/same --html FOLDER/./same")]
    [InlineData("load --presigned FOLDER/same --json FOLDER/same")]
    [InlineData("load --presigned FOLDER/same --html FOLDER/same")]
    public async Task WrongOptionsEndWithTwo(string line) => Assert.Equal(2, (await RunAsync(line)).Code);

    [Fact]
    public async Task NodesThatCannotBeReachedAreNamedAndNothingIsWritten()
    {
        string[] nodes = [Unused(), Unused()];
        string report = Path.Combine(folder, "report.json");
        (int code, string error) = await RunAsync($"load --nodes {string.Join(',', nodes)} --json {report}");
        Assert.Equal(1, code);
        Assert.All(nodes, node => Assert.Contains(node, error, StringComparison.Ordinal));
        Assert.Contains("no node can be reached", error, StringComparison.Ordinal);
        Assert.Equal(1, (await RunAsync($"load --nodes {nodes[0]} --presign FOLDER/signed")).Code);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
    }

    [Fact]
    public async Task ARunThatSendsNothingIsRefusedWithWhatWouldBeSent()
    {
        (int code, string error) = await RunAsync("load --rate 20 --duration 0");
        Assert.Equal(2, code);
        Assert.Contains("--rate and --duration: expected a transaction at least, got 20 a second for 0 s", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TwoReportsInOneFileAreRefusedBehindLinksToo()
    {
        string report = Path.Combine(folder, "report");
        await File.WriteAllTextAsync(report, "precious", TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(Path.Combine(folder, "link"), report);
        (int code, string error) = await RunAsync("load --json FOLDER/report --html FOLDER/link");
        Assert.Equal(2, code);
        Assert.Contains("--json and --html", error, StringComparison.Ordinal);
        Assert.Equal("precious", await File.ReadAllTextAsync(report, TestContext.Current.CancellationToken));
    }

    // A port that nobody listens on: it was free a moment ago.
    private static string Unused()
    {
        using TcpListener probe = new(IPAddress.Loopback, 0);
        probe.Start();
        return $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}";
    }

    private async Task<(int Code, string Error)> RunAsync(string line)
    {
        TextWriter before = Console.Error;
        using StringWriter error = new();
        Console.SetError(error);
        try
        {
            int code = await Program.Main(line.Replace("FOLDER", folder, StringComparison.Ordinal).Split(' '));
            return (code, error.ToString());
        }
        finally
        {
            Console.SetError(before);
        }
    }
}
