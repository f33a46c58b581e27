using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;

namespace Kraken.EndToEnd.Tests;

/// <summary>Four real node processes in a folder of their own.</summary>
internal sealed class Network : IAsyncDisposable
{
    public const int Size = 4;

    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly Daemon?[] nodes = new Daemon?[Size];
    private readonly int port;

    private Network(string folder, int port)
    {
        Folder = folder;
        this.port = port;
    }

    public string Folder { get; }

    public string Urls => string.Join(',', Enumerable.Range(0, Size).Select(Url));

    public static async Task<Network> StartAsync()
    {
        string folder = Path.Combine(Directory.CreateTempSubdirectory("kraken-e2e-").FullName, "net");
        int port = FreePorts(Size);
        Network network = new(folder, port);
        (int code, _, string errors) = await Command.RunAsync(
            TimeSpan.FromSeconds(30), Repository.Kraken, "genesis", "--out", folder, "--rpc-port", Text(port), "--peer-port", Text(FreePorts(Size)));
        Assert.True(code == 0, errors);
        for (int node = 0; node < Size; node++)
        {
            network.Start(node);
        }

        for (int node = 0; node < Size; node++)
        {
            await network.ReachAsync(node, 1, TimeSpan.FromSeconds(60));
        }

        return network;
    }

    public static int FreePorts(int count)
    {
        Random random = new();
        while (true)
        {
            int first = random.Next(20_000, 55_000);
            try
            {
                for (int i = 0; i < count; i++)
                {
                    using TcpListener probe = new(IPAddress.Loopback, first + i);
                    probe.Start();
                }

                return first;
            }
            catch (SocketException)
            {
                // Taken: try elsewhere.
            }
        }
    }

    public string Url(int node) => $"http://127.0.0.1:{Text(port + node)}";

    public void Start(int node) => nodes[node] = new Daemon(Log(node), "node", "--data", Path.Combine(Folder, $"node{Text(node + 1)}"));

    public async Task KillAsync(int node)
    {
        await nodes[node]!.KillAsync();
        nodes[node] = null;
    }

    public string Log(int node) => Path.Combine(Folder, $"node{Text(node + 1)}.log");

    /// <summary>Waits until a node has a block of this height.</summary>
    public async Task ReachAsync(int node, ulong height, TimeSpan limit)
    {
        long deadline = Environment.TickCount64 + (long)limit.TotalMilliseconds;
        while (await HeightAsync(node) is not { } reached || reached < height)
        {
            Assert.True(Environment.TickCount64 < deadline, $"node {node + 1} did not reach height {height} within {limit}:\n{Tail(node)}");
            await Task.Delay(100);
        }
    }

    /// <summary>A node's height; null while it does not answer.</summary>
    public async Task<ulong?> HeightAsync(int node)
    {
        try
        {
            return (await CallAsync(node, "starknet_blockNumber", "[]")).GetUInt64();
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }

    /// <summary>Hash and state root of a block as a node tells them.</summary>
    public async Task<(string Hash, string Root)> BlockAsync(int node, ulong height)
    {
        JsonElement block = await CallAsync(node, "starknet_getBlockWithTxHashes", $"[{{\"block_number\":{height.ToString(CultureInfo.InvariantCulture)}}}]");
        return (block.GetProperty("block_hash").GetString()!, block.GetProperty("new_root").GetString()!);
    }

    /// <summary>Every node tells the same block at every height up to the lowest of their heights.</summary>
    public async Task AssertAgreementAsync()
    {
        ulong? common = null;
        for (int node = 0; node < Size; node++)
        {
            ulong height = await HeightAsync(node) ?? throw new InvalidOperationException($"node {node + 1} does not answer");
            common = common is null || height < common ? height : common;
        }

        for (ulong height = 0; height <= common; height++)
        {
            (string, string) first = await BlockAsync(0, height);
            for (int node = 1; node < Size; node++)
            {
                Assert.Equal(first, await BlockAsync(node, height));
            }
        }
    }

    public async Task<JsonElement> CallAsync(int node, string method, string parameters)
    {
        using JsonDocument call = JsonDocument.Parse($"{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"{method}\",\"params\":{parameters}}}");
        using HttpResponseMessage response = await http.PostAsJsonAsync(Url(node), call.RootElement);
        JsonElement answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        return answer.TryGetProperty("result", out JsonElement result) ? result : throw new InvalidOperationException($"{method}: {answer}");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (Daemon node in nodes.OfType<Daemon>())
        {
            await node.DisposeAsync();
        }

        http.Dispose();
        Directory.Delete(Path.GetDirectoryName(Folder)!, recursive: true);
    }

    private string Tail(int node) => string.Join('\n', (nodes[node]?.Output ?? "").Split('\n').TakeLast(15));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
