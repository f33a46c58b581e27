using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Node.Configuration;
using Kraken.Rpc.Client;
using Kraken.Starknet.Blocks;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Kraken.Node.Tests;

/// <summary>A network of one validator in this process: it makes blocks, serves them, and finds them again when it is reopened.</summary>
public sealed class NodeHostTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kraken-host-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task AReopenedNodeGoesOnWhereItStopped()
    {
        int port = FreePort();
        LocalNetwork.Create(folder, 1, port, FreePort());
        using HttpClient http = new();
        RpcClient client = new(http, new Uri($"http://127.0.0.1:{port}"));
        BlockHeader first = await RunUntilAsync(client, 1);
        BlockHeader again = await RunUntilAsync(client, 2, readAt: 1);
        Assert.Equal(first, again);
    }

    private async Task<BlockHeader> RunUntilAsync(RpcClient client, ulong height, ulong? readAt = null)
    {
        using CancellationTokenSource stop = new(TimeSpan.FromSeconds(60));
        NodeHost host = NodeHost.Open(Path.Combine(folder, "node1"), NullLoggerFactory.Instance);
        await using (host)
        {
            Task running = host.RunAsync(stop.Token);
            while (await HeightAsync(client) is not { } reached || reached < height)
            {
                Assert.False(running.IsFaulted, running.Exception?.ToString());
                await Task.Delay(50, stop.Token);
            }

            BlockHeader header = await client.HeaderAsync(new BlockId.ByNumber(readAt ?? height), stop.Token);
            await stop.CancelAsync();
            await running;
            return header;
        }
    }

    private static async Task<ulong?> HeightAsync(RpcClient client)
    {
        try
        {
            return await client.BlockNumberAsync(CancellationToken.None);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private static int FreePort()
    {
        using TcpListener probe = new(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
