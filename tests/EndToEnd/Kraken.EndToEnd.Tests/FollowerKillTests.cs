using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using Kraken.P2P.Tests;
using Xunit;

namespace Kraken.EndToEnd.Tests;

/// <summary>
/// A follower killed with SIGKILL wherever it is while it catches up, and commands that make or shorten its chain killed too: whatever it
/// told is there afterwards, it goes on, and at the end its chain is that of the node, to the last value.
/// </summary>
public sealed class FollowerKillTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly string folder = Directory.CreateTempSubdirectory("kraken-follower-kill-").FullName;
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(20) };
    private readonly int node = FreePorts.Take();
    private readonly int own = FreePorts.Take();

    private string Genesis => Path.Combine(folder, "net", "genesis.json");

    private string Chain => Path.Combine(folder, "follower");

    private string Snapshot => Path.Combine(folder, "chain.snapshot");

    public void Dispose()
    {
        http.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public Task KillsWhileItCatchesUpLoseNothing() => KillAsync(seed: 1, blocks: 60, kills: 4, ofCommands: 1, TimeSpan.FromSeconds(5));

    [Fact]
    [Trait("Speed", "Slow")]
    public Task FiftyKillsWhileItCatchesUpLoseNothing() =>
        KillAsync(seed: 2, blocks: 150, kills: 50, ofCommands: 10, TimeSpan.FromMinutes(1));

    private async Task KillAsync(int seed, int blocks, int kills, int ofCommands, TimeSpan load)
    {
        Random random = new(seed);
        await MakeNetworkAsync();
        await using Daemon validator =
            new(Path.Combine(folder, "node.log"), "node", "--data", Path.Combine(folder, "net", "node1"), "--execution", "vm");
        await UntilAsync(async () => await HeightAsync(node) >= 1);
        Load sent = Load.Start(Url(node), 10, load);
        await UntilAsync(async () => await HeightAsync(node) >= blocks);
        for (int kill = 0; kill < kills; kill++)
        {
            long told = await RunUntilKilledAsync(TimeSpan.FromMilliseconds(random.Next(400)));

            // What it told is durable, and the node's.
            await using Daemon again = Follow();
            await UntilAsync(async () => await HeightAsync(own) is not null);
            Assert.InRange(await HeightAsync(own) ?? -1, told, long.MaxValue);
            await AssertSameAsync(told);
            await again.KillAsync();
        }

        await sent.NothingLostAsync();
        await RunToTheEndAsync();
        for (int kill = 0; kill < ofCommands; kill++)
        {
            await KillCommandsAsync(random);
        }
    }

    // A rollback ends at some block; a restoration leaves a whole chain or none.
    private async Task KillCommandsAsync(Random random)
    {
        await KilledAsync(random, "rollback", "--dir", Chain, "--to", "1");
        await RunToTheEndAsync();
        File.Delete(Snapshot);
        await SucceedAsync("snapshot", "--dir", Chain, "--out", Snapshot, "--genesis", Genesis);
        Directory.Delete(Chain, recursive: true);
        string[] restore = ["restore", "--snapshot", Snapshot, "--dir", Chain, "--genesis", Genesis];
        await KilledAsync(random, restore);
        if (!File.Exists(Path.Combine(Chain, "chain.db")))
        {
            await SucceedAsync(restore);
        }

        await RunToTheEndAsync();
    }

    private async Task<long> RunUntilKilledAsync(TimeSpan after)
    {
        await using Daemon follower = Follow();
        await UntilAsync(async () => await HeightAsync(own) is not null);
        Stopwatch watch = Stopwatch.StartNew();
        long told = 0;
        while (watch.Elapsed < after)
        {
            told = await HeightAsync(own) ?? told;
        }

        await follower.KillAsync();
        return told;
    }

    private async Task RunToTheEndAsync()
    {
        await using Daemon follower = Follow();
        long height = await HeightAsync(node) ?? throw new InvalidOperationException("the node does not answer");
        await UntilAsync(async () => await HeightAsync(own) >= height);
        for (long number = 0; number <= height; number += 1 + (height / 50))
        {
            await AssertSameAsync(number);
        }

        await follower.SignalAsync("TERM");
        Assert.Equal(0, await follower.ExitCodeAsync());
    }

    private async Task AssertSameAsync(long number)
    {
        foreach (string method in (string[])["starknet_getBlockWithReceipts", "starknet_getStateUpdate", "kraken_getCertificate"])
        {
            string block = $$"""[{"block_number":{{number.ToString(CultureInfo.InvariantCulture)}}}]""";
            Assert.Equal($"{await CallAsync(node, method, block)}", $"{await CallAsync(own, method, block)}");
        }
    }

    private Daemon Follow() => new(
        Path.Combine(folder, "follower.log"), "follow", "--from", Url(node), "--genesis", Genesis, "--dir", Chain, "--rpc-port",
        own.ToString(CultureInfo.InvariantCulture), "--execution", "vm");

    private async Task KilledAsync(Random random, params string[] arguments)
    {
        await using Daemon command = new(Path.Combine(folder, "command.log"), arguments);
        Stopwatch watch = Stopwatch.StartNew();
        TimeSpan after = TimeSpan.FromMilliseconds(random.Next(50, 2000));
        while (watch.Elapsed < after && !command.HasExited)
        {
            await Task.Yield();
        }

        await command.KillAsync();
    }

    private static async Task SucceedAsync(params string[] arguments)
    {
        (int code, _, string errors) = await Command.RunAsync(3 * Patience, Repository.Kraken, arguments);
        Assert.True(code == 0, errors);
    }

    private static string Url(int port) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");

    private async Task MakeNetworkAsync()
    {
        await SucceedAsync(
            "genesis", "--out", Path.Combine(folder, "net"), "--validators", "1", "--rpc-port",
            node.ToString(CultureInfo.InvariantCulture), "--peer-port", FreePorts.Take().ToString(CultureInfo.InvariantCulture));
        string slow = await File.ReadAllTextAsync(Genesis);
        await File.WriteAllTextAsync(
            Genesis, slow.Replace("\"empty_block_interval_ms\": 5000", "\"empty_block_interval_ms\": 20", StringComparison.Ordinal));
    }

    private async Task<long?> HeightAsync(int port)
    {
        try
        {
            return (await CallAsync(port, "starknet_blockNumber", "[]"))?.GetInt64();
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private async Task<JsonElement?> CallAsync(int port, string method, string parameters)
    {
        using StringContent body = new(
            $$"""{"jsonrpc":"2.0","id":1,"method":"{{method}}","params":{{parameters}}}""", Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await http.PostAsync(new Uri(Url(port)), body);
        JsonElement json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        return json.TryGetProperty("result", out JsonElement result) ? result : null;
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (!await isSo())
        {
            Assert.True(watch.Elapsed < 3 * Patience, "what was waited for did not come");
            await Task.Delay(20);
        }
    }
}
