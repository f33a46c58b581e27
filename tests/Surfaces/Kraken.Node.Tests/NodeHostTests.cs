using System;
using System.IO;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Curves;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Node.Configuration;
using Kraken.P2P.Tests;
using Kraken.Rpc.Client;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Transactions;
using Kraken.State.Store;
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
        int port = FreePorts.Take();
        LocalNetwork.Create(folder, 1, port, FreePorts.Take());
        using HttpClient http = new();
        RpcClient client = new(http, new Uri($"http://127.0.0.1:{port}"));
        BlockHeader first = await RunUntilAsync(client, 1);
        BlockHeader again = await RunUntilAsync(client, 2, readAt: 1);
        Assert.Equal(first, again);
    }

    [Fact]
    public async Task ANodeWithAHistoryAnswersForItsNewestBlocks()
    {
        int port = FreePorts.Take();
        LocalNetwork.Create(folder, 1, port, FreePorts.Take());
        string genesis = Path.Combine(folder, GenesisFile.FileName);
        string slow = File.ReadAllText(genesis);
        string fast = slow.Replace("\"empty_block_interval_ms\": 5000", "\"empty_block_interval_ms\": 20", StringComparison.Ordinal);
        Assert.NotEqual(slow, fast);
        File.WriteAllText(genesis, fast);
        using HttpClient http = new();
        RpcClient client = new(http, new Uri($"http://127.0.0.1:{port}"));
        BlockHeader first = await RunUntilAsync(client, 18, readAt: 1, StateRetention.Newest(16), async () =>
        {
            RpcClientException refused = await Assert.ThrowsAsync<RpcClientException>(
                () => client.NonceAsync(new BlockId.ByNumber(1), DevelopmentAccounts.All[0].Address, CancellationToken.None));
            Assert.Equal(RpcErrorCode.BlockNotFound, refused.Code);
            Assert.Contains("the state of block 1 is no longer held", refused.Message, StringComparison.Ordinal);
            Assert.Equal(0, await client.NonceAsync(BlockId.Latest, DevelopmentAccounts.All[0].Address, CancellationToken.None));
            string page = await http.GetStringAsync(new Uri($"http://127.0.0.1:{port}/status"));
            Assert.Contains("States held", page, StringComparison.Ordinal);
        });
        Assert.Equal(1UL, first.Number);
    }

    [Fact]
    public async Task WhatANodeAcceptedWaitsAgainAfterItsRestart()
    {
        // One of four decides nothing alone: what it accepts has nowhere to go.
        int port = FreePorts.Take();
        LocalNetwork.Create(folder, 4, port, FreePorts.Take());
        using HttpClient http = new();
        RpcClient client = new(http, new Uri($"http://127.0.0.1:{port}"));
        SubmittedTransaction transfer = Transfer();
        await RunAsync(client, () => client.SubmitAsync(transfer, CancellationToken.None));
        await RunAsync(client, async () =>
        {
            long deadline = Environment.TickCount64 + 60_000;
            while (await StatusAsync(client, transfer.Transaction.Hash) is not { Finality: TransactionFinality.Received })
            {
                Assert.True(Environment.TickCount64 < deadline, "the transaction did not come back");
                await Task.Delay(50, CancellationToken.None);
            }
        });
    }

    private static SubmittedTransaction Transfer()
    {
        PredeployedAccount account = DevelopmentAccounts.All[0];
        ResourceBounds bounds = new(100_000_000, 100_000_000_000);
        InvokeTransaction unsigned = new()
        {
            SenderAddress = account.Address,
            Nonce = 0,
            Calldata = [1, WellKnownAddresses.FeeToken, Selector.FromName("transfer"), 3, 7, 1, 0],
            ResourceBounds = new ResourceBoundsMapping(bounds, bounds, bounds),
        };
        Felt hash = TransactionHash.Compute(unsigned, new GenesisDescription().ChainId);
        EcdsaSignature signature = Ecdsa.Sign(account.PrivateKey!.Value, hash);
        return new SubmittedTransaction(unsigned with { Hash = hash, Signature = [signature.R, signature.S] });
    }

    private static async Task<TransactionStatus?> StatusAsync(RpcClient client, Felt hash)
    {
        try
        {
            return await client.StatusAsync(hash, CancellationToken.None);
        }
        catch (RpcClientException)
        {
            return null;
        }
    }

    private async Task RunAsync(RpcClient client, Func<Task> meanwhile)
    {
        using CancellationTokenSource stop = new(TimeSpan.FromSeconds(120));
        NodeHost host = NodeHost.Open(Path.Combine(folder, "node1"), NullLoggerFactory.Instance);
        await using (host)
        {
            Task running = host.RunAsync(stop.Token);
            while (await HeightAsync(client) is null)
            {
                Assert.False(running.IsFaulted, running.Exception?.ToString());
                await Task.Delay(50, stop.Token);
            }

            await meanwhile();
            await stop.CancelAsync();
            await running;
        }
    }

    private async Task<BlockHeader> RunUntilAsync(
        RpcClient client, ulong height, ulong? readAt = null, StateRetention? history = null, Func<Task>? meanwhile = null)
    {
        using CancellationTokenSource stop = new(TimeSpan.FromSeconds(60));
        NodeHost host = NodeHost.Open(Path.Combine(folder, "node1"), NullLoggerFactory.Instance, history);
        await using (host)
        {
            Task running = host.RunAsync(stop.Token);
            while (await HeightAsync(client) is not { } reached || reached < height)
            {
                Assert.False(running.IsFaulted, running.Exception?.ToString());
                await Task.Delay(50, stop.Token);
            }

            await (meanwhile?.Invoke() ?? Task.CompletedTask);
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
}
