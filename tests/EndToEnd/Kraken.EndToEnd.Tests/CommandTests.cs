using System;
using System.Globalization;
using System.IO;
using System.Net.Http;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Kraken.P2P.Tests;
using Xunit;

namespace Kraken.EndToEnd.Tests;

/// <summary>The command itself: verify, prove, compile, up and down.</summary>
public sealed class CommandTests : IDisposable
{
    private static readonly TimeSpan Limit = Waiting.Minutes(4);

    // What 'kraken up' promises of a network that is idle but for its own client.
    private static readonly TimeSpan FirstProofLimit = Waiting.Minutes(3);

    private readonly string folder = Directory.CreateTempSubdirectory("kraken-command-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task AGenuineProofIsAcceptedAndOneAlteredByteIsRefused()
    {
        string genuine = Path.Combine(Repository.SharedData, "s-two", "ret_opcode.canonical_small.proof.bin.bz2");
        (int code, string output, string errors) = await Command.RunAsync(Limit, Repository.Kraken, "verify", genuine);
        Assert.True(code == 0, output + errors);
        Assert.StartsWith("valid", output, StringComparison.Ordinal);
        byte[] bytes = await File.ReadAllBytesAsync(genuine);
        bytes[bytes.Length / 2] ^= 1;
        string altered = Path.Combine(folder, "altered.bin.bz2");
        await File.WriteAllBytesAsync(altered, bytes);
        (code, output, _) = await Command.RunAsync(Limit, Repository.Kraken, "verify", altered);
        Assert.NotEqual(0, code);
        Assert.StartsWith("INVALID", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ProvingAProgramGivesTheGenuineProof()
    {
        string data = Path.Combine(Repository.SharedData, "s-two");
        string proof = Path.Combine(folder, "ret.json");
        (int code, string output, string errors) = await Command.RunAsync(
            Limit,
            Repository.Kraken,
            "prove",
            "--program",
            Path.Combine(data, "programs", "test_prove_verify_ret_opcode.compiled.json"),
            "--params",
            Path.Combine(data, "params.canonical_small.json"),
            "--format",
            "cairo-serde",
            "--out",
            proof);
        Assert.True(code == 0, output + errors);
        Assert.Equal(
            await File.ReadAllBytesAsync(Path.Combine(data, "ret_opcode.canonical_small.proof.cairo_serde.json")),
            await File.ReadAllBytesAsync(proof));
    }

    [Fact]
    public async Task UpProvesBlocksShowsThemStopsWithinTenSecondsAndDownRemovesIt()
    {
        string data = Path.Combine(folder, "up");
        int port = FreePorts.Take(40);
        await using Daemon up = new(
            Path.Combine(folder, "up.log"), "up", "--data", data, "--port", port.ToString(CultureInfo.InvariantCulture),
            "--load-seconds", "3", "--execution", "both");
        await PrintedAsync(up, "heights ([3-9]|[0-9]{2,}) ", Limit);
        await PrintedAsync(up, "proofs [1-9][0-9]*, of all blocks to [1-9]", FirstProofLimit);
        await CheckExplorerAsync(new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port + 30}/")));

        Assert.True(await up.InterruptAsync() < TimeSpan.FromSeconds(10), up.Output);
        (int code, string output, string errors) = await Command.RunAsync(Limit, Repository.Kraken, "down", "--data", data);
        Assert.True(code == 0, output + errors);
        Assert.False(Directory.Exists(data));
    }

    private static async Task PrintedAsync(Daemon daemon, string pattern, TimeSpan limit)
    {
        long deadline = Environment.TickCount64 + (long)limit.TotalMilliseconds;
        while (!Regex.IsMatch(daemon.Output, pattern))
        {
            Assert.False(daemon.HasExited, daemon.Output);
            Assert.True(Environment.TickCount64 < deadline, $"{pattern} was not printed within {limit}:\n{daemon.Output}");
            await Task.Delay(200);
        }
    }

    /// <summary>The explorer shows the first proved range with its cost, and checks it.</summary>
    private static async Task CheckExplorerAsync(Uri explorer)
    {
        using HttpClient http = new() { BaseAddress = explorer, Timeout = Limit };
        string list = await http.GetStringAsync(new Uri("/proofs", UriKind.Relative));
        Assert.Contains("aria-label=\"Lag of proofs\"", list, StringComparison.Ordinal);
        Match proof = Regex.Match(list, "href=\"(/proof/1-[0-9]+)\"");
        Assert.True(proof.Success, list);
        string block = await http.GetStringAsync(new Uri("/block/1", UriKind.Relative));
        Assert.Contains($"href=\"{proof.Groups[1].Value}\"", block, StringComparison.Ordinal);
        using HttpResponseMessage answer = await http.PostAsync(new Uri($"{proof.Groups[1].Value}/verify", UriKind.Relative), null);
        string page = await answer.Content.ReadAsStringAsync();
        Assert.Contains("data-testid=\"verify-result\">valid", page, StringComparison.Ordinal);
        Assert.Contains("data-testid=\"established\"", page, StringComparison.Ordinal);
        Assert.Contains("poseidon", page, StringComparison.Ordinal);
    }
}
