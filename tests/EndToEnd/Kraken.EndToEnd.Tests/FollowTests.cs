using System;
using System.Globalization;
using System.IO;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading.Tasks;
using Kraken.P2P.Tests;
using Xunit;

namespace Kraken.EndToEnd.Tests;

/// <summary>A follower process behind four validators under load, killed with SIGKILL, and so is the node that it follows.</summary>
public sealed class FollowTests : IDisposable
{
    // A follower makes block 0 first, beside four nodes and their load.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly int port = FreePorts.Take();

    public void Dispose() => http.Dispose();

    [Fact]
    public async Task AFollowerThatIsKilledComesToTheChain()
    {
        await using Network network = await Network.StartAsync();
        string folder = Path.Combine(network.Folder, "follower");
        Load load = Load.Start(network.Url(1), 10, TimeSpan.FromSeconds(12));
        for (int kill = 0; kill < 3; kill++)
        {
            await using Daemon killed = Start(network, folder);
            await ReachAsync(killed, (await network.HeightAsync(1))!.Value);
            await killed.KillAsync();
        }

        await using Daemon follower = Start(network, folder);
        await ReachAsync(follower, (await network.HeightAsync(1))!.Value);
        await network.KillAsync(0);
        await load.NothingLostAsync();
        ulong height = (await network.HeightAsync(1))!.Value;
        await ReachAsync(follower, height);
        for (ulong number = 0; number <= height; number++)
        {
            string block = $$"""[{"block_number":{{number}}}]""";
            Assert.Equal(
                (await network.CallAsync(1, "starknet_getBlockWithReceipts", block)).ToString(),
                (await CallAsync("starknet_getBlockWithReceipts", block)).ToString());
        }

        Assert.True(follower.PeakMemory < Network.MaxMemory, $"the follower held {follower.PeakMemory >> 20} MiB");
        Assert.InRange(await follower.InterruptAsync(), TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    private Daemon Start(Network network, string folder) => new(
        Path.Combine(network.Folder, "follower.log"),
        "follow",
        "--from",
        $"{network.Url(0)},{network.Url(1)}",
        "--genesis",
        Path.Combine(network.Folder, "genesis.json"),
        "--dir",
        folder,
        "--rpc-port",
        port.ToString(CultureInfo.InvariantCulture));

    private async Task ReachAsync(Daemon follower, ulong height)
    {
        long deadline = Environment.TickCount64 + (long)Limit.TotalMilliseconds;
        while (await HeightAsync() is not { } reached || reached < height)
        {
            Assert.False(follower.HasExited, follower.Output);
            Assert.True(Environment.TickCount64 < deadline, $"the follower did not reach {height} within {Limit}:\n{follower.Output}");
            await Task.Delay(50);
        }
    }

    private async Task<ulong?> HeightAsync()
    {
        try
        {
            return (await CallAsync("starknet_blockNumber", "[]")).GetUInt64();
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }

    private async Task<JsonElement> CallAsync(string method, string parameters)
    {
        using JsonDocument call = JsonDocument.Parse($$"""{"jsonrpc":"2.0","id":1,"method":"{{method}}","params":{{parameters}}}""");
        using HttpResponseMessage response = await http.PostAsJsonAsync($"http://127.0.0.1:{port}", call.RootElement);
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("result");
    }
}
