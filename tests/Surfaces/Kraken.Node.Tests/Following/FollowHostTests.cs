using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Node.Configuration;
using Kraken.Node.Following;
using Kraken.Node.Tests.Surface;
using Kraken.Starknet.Genesis;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Kraken.Node.Tests.Following;

/// <summary>Followers over HTTP of a network of two validators, from the genesis file on.</summary>
public sealed class FollowHostTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kraken-follow-").FullName;
    private readonly HttpClient http = new();

    private static CancellationToken Stopped => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        http.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task AFollowerAnswersAsTheNodeThatItFollows()
    {
        await using SurfaceChain chain = await SurfaceChain.StartAsync(validators: 2);
        Uri away = new("http://127.0.0.1:1");
        await using (Running follower = await StartAsync("executing", chain, away, chain.Address))
        {
            await AssertSameAsync(chain, follower.Address);
            await AssertTransactionsArePassedOnAsync(chain, follower.Address);
            await AssertHeadsAreToldAsync(follower.Address);

            // By the state diffs, from the follower, with the genesis file that it serves.
            byte[] hash = SHA256.HashData(await File.ReadAllBytesAsync(chain.GenesisPath, Stopped));
            FollowOptions options = new()
            {
                Folder = Path.Combine(folder, "applying"), Sources = [follower.Address], GenesisHash = [.. hash], Executes = false,
            };
            await using Running second = await Running.StartAsync(options);
            await AssertSameAsync(chain, second.Address);
            await AssertTransactionsArePassedOnAsync(chain, second.Address);
        }

        // Again, from what it has: no genesis file is named any more.
        ulong height = await HeightAsync(chain, chain.Address);
        FollowOptions again = new() { Folder = Path.Combine(folder, "executing"), Sources = [chain.Address] };
        await using Running restarted = await Running.StartAsync(again);
        Assert.InRange(restarted.Host.Height, 1UL, height + 10);
        await AssertSameAsync(chain, restarted.Address);
    }

    [Fact]
    public async Task AFolderIsOfOneChainAndAGenesisFileOfOneHash()
    {
        await using SurfaceChain chain = await SurfaceChain.StartAsync();
        FollowOptions options = new() { Folder = Path.Combine(folder, "one"), Sources = [chain.Address] };
        Assert.Contains("--genesis-hash", await RefusedAsync(options), StringComparison.Ordinal);
        byte[] content = await File.ReadAllBytesAsync(chain.GenesisPath, Stopped);
        FollowOptions wrong = options with { GenesisHash = [.. SHA256.HashData([.. content, 32])] };
        Assert.Contains($"got {Convert.ToHexStringLower(SHA256.HashData(content))}", await RefusedAsync(wrong), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(options.Folder, GenesisFile.FileName)));

        await using (await Running.StartAsync(options with { GenesisHash = [.. SHA256.HashData(content)] }))
        {
        }

        string other = Path.Combine(folder, "other.json");
        await File.WriteAllBytesAsync(other, [.. content, 32], Stopped);
        Assert.Contains("another genesis file", await RefusedAsync(options with { GenesisPath = other }), StringComparison.Ordinal);

        string validator = Path.Combine(Path.GetDirectoryName(chain.GenesisPath)!, "node1");
        Assert.Contains("got a validator's", await RefusedAsync(options with { Folder = validator }), StringComparison.Ordinal);
        FollowOptions open = options with { Rpc = new(System.Net.IPAddress.Any, 0) };
        Assert.Contains("everybody knows the keys", await RefusedAsync(open), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AFollowerByTheGatewayComesToTheSameChain(bool executes)
    {
        await using SurfaceChain chain = await SurfaceChain.StartAsync();
        Uri gateway = new(chain.Address, "feeder_gateway");
        byte[] hash = SHA256.HashData(await File.ReadAllBytesAsync(chain.GenesisPath, Stopped));
        FollowOptions options = new()
        {
            Folder = Path.Combine(folder, "by-gateway"), Sources = [gateway], GenesisHash = [.. hash], Executes = executes,
        };
        await using Running follower = await Running.StartAsync(options);
        await AssertSameAsync(chain, follower.Address);
        await AssertTransactionsArePassedOnAsync(chain, follower.Address);
        string status = await http.GetStringAsync(new Uri(follower.Address, "/status"), Stopped);
        Assert.Contains(gateway.ToString(), status, StringComparison.Ordinal);

        // The gateway's traces, which the follower makes by itself, are those of the node.
        foreach ((string name, Felt transaction) in chain.Hashes)
        {
            string question = $"/feeder_gateway/get_transaction_trace?transactionHash={transaction}";
            string trace = await http.GetStringAsync(new Uri(chain.Address, question), Stopped);
            Assert.Equal($"{name}: {trace}", $"{name}: {await http.GetStringAsync(new Uri(follower.Address, question), Stopped)}");
            Assert.Contains("\"validate_invocation\"", trace, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task CredentialsInAnAddressAreRefusedAndNotShown()
    {
        foreach (string address in (string[])["http://user:hunter2@127.0.0.1:1", "http://127.0.0.1:1/?key=hunter2"])
        {
            FollowOptions options = new() { Folder = Path.Combine(folder, "secret"), Sources = [new Uri(address)] };
            string refused = await RefusedAsync(options);
            Assert.Contains("expected the address of a node to follow", refused, StringComparison.Ordinal);
            Assert.DoesNotContain("hunter2", refused, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task ALyingNodeIsNamedAndAnotherOneFollowed()
    {
        await using SurfaceChain chain = await SurfaceChain.StartAsync();
        await using ForgingProxy liar = new(chain.Address);
        await using (Running alone = await StartAsync("alone", chain, liar.Address))
        {
            await chain.WaitAsync(async () =>
            {
                using HttpResponseMessage health = await http.GetAsync(new Uri(alone.Address, "/health"), Stopped);
                string told = await health.Content.ReadAsStringAsync(Stopped);
                return (int)health.StatusCode == 503 && told.Contains($"{liar.Address}: block", StringComparison.Ordinal)
                    && told.Contains("signatures are not those of two thirds", StringComparison.Ordinal);
            });
            Assert.True(alone.Host.Height < await HeightAsync(chain, chain.Address));
        }

        await using Running warned = await StartAsync("warned", chain, liar.Address, chain.Address);
        await AssertSameAsync(chain, warned.Address);
        string status = await http.GetStringAsync(new Uri(warned.Address, "/status"), Stopped);
        Assert.Contains("left alone until", status, StringComparison.Ordinal);
    }

    private static async Task<string> RefusedAsync(FollowOptions options) => (await Assert.ThrowsAsync<InvalidDataException>(
        () => FollowHost.OpenAsync(options, NullLoggerFactory.Instance, Stopped))).Message;

    private Task<Running> StartAsync(string name, SurfaceChain chain, params Uri[] sources) => Running.StartAsync(
        new FollowOptions { Folder = Path.Combine(folder, name), Sources = [.. sources], GenesisPath = chain.GenesisPath });

    private static async Task<ulong> HeightAsync(SurfaceChain chain, Uri node) =>
        (await chain.CallAsync("starknet_blockNumber", "[]", node)).GetProperty("result").GetUInt64();

    private async Task AssertSameAsync(SurfaceChain chain, Uri follower)
    {
        ulong height = await HeightAsync(chain, chain.Address);
        await chain.WaitAsync(async () => await HeightAsync(chain, follower) >= height);
        foreach (ulong number in Enumerable.Range(0, (int)height + 1).Select(number => (ulong)number))
        {
            string block = $$"""{"block_number":{{number}}}""";
            string[] methods =
            [
                "starknet_getBlockWithTxHashes", "starknet_getBlockWithTxs", "starknet_getBlockWithReceipts", "starknet_getStateUpdate",
                "starknet_traceBlockTransactions", "kraken_getCertificate",
            ];
            foreach (string method in methods.Where(method => number > 0 || !method.Contains("trace", StringComparison.Ordinal)))
            {
                await AssertEqualAsync(chain, follower, method, $"[{block}]");
            }

            await AssertEqualAsync(
                chain, follower, "starknet_getStorageProof", $$"""{"block_id":{{block}},"contract_addresses":["{{chain.Contract}}"]}""");
        }

        string at = $$"""{"block_number":{{height}}}""";
        foreach ((string name, Felt hash) in chain.Hashes)
        {
            await AssertEqualAsync(chain, follower, "starknet_getTransactionByHash", $$"""["{{hash}}"]""");
            await AssertEqualAsync(chain, follower, "starknet_getTransactionReceipt", $$"""["{{hash}}"]""");
            await AssertEqualAsync(chain, follower, "starknet_getTransactionStatus", $$"""["{{hash}}"]""");
            await AssertEqualAsync(chain, follower, "starknet_traceTransaction", $$"""["{{hash}}"]""");
            Assert.NotEmpty(name);
        }

        await AssertEqualAsync(chain, follower, "starknet_getEvents", $$"""[{"to_block":{{at}},"chunk_size":1000}]""");
        await AssertEqualAsync(chain, follower, "starknet_getClass", $$"""[{{at}},"{{chain.ClassHash}}"]""");
        await AssertEqualAsync(chain, follower, "starknet_getCompiledCasm", $$"""["{{chain.ClassHash}}"]""");
        await AssertEqualAsync(chain, follower, "starknet_getClassAt", $$"""[{{at}},"{{chain.Contract}}"]""");
        await AssertEqualAsync(chain, follower, "starknet_getNonce", $$"""[{{at}},"{{DevelopmentAccounts.All[0].Address}}"]""");
        await AssertEqualAsync(chain, follower, "starknet_chainId", "[]");
        string status = await http.GetStringAsync(new Uri(follower, "/status"), Stopped);
        Assert.Contains("follower", status, StringComparison.Ordinal);
        Assert.Equal("""{"status":"ready","problems":[]}""", await http.GetStringAsync(new Uri(follower, "/ready"), Stopped));
    }

    private static async Task AssertEqualAsync(SurfaceChain chain, Uri follower, string method, string parameters)
    {
        JsonElement expected = await chain.CallAsync(method, parameters);
        Assert.True(expected.TryGetProperty("result", out _), $"{method} {parameters}: {expected}");
        JsonElement got = await chain.CallAsync(method, parameters, follower);
        Assert.Equal($"{method} {parameters}: {expected}", $"{method} {parameters}: {got}");
    }

    private static async Task AssertTransactionsArePassedOnAsync(SurfaceChain chain, Uri follower)
    {
        (Felt hash, string json) = chain.Transfer();
        string parameters = $$"""{"invoke_transaction":{{json}}}""";
        JsonElement answer = await chain.CallAsync("starknet_addInvokeTransaction", parameters, follower);
        Assert.Equal($"{hash}", answer.GetProperty("result").GetProperty("transaction_hash").GetString());
        string status = $$"""["{{hash}}"]""";

        // Known from then on, and decided at last.
        Assert.True((await chain.CallAsync("starknet_getTransactionStatus", status, follower)).TryGetProperty("result", out _));
        await chain.WaitAsync(async () =>
            (await chain.CallAsync("starknet_getTransactionStatus", status, follower)).TryGetProperty("result", out JsonElement result)
            && result.GetProperty("finality_status").GetString() == "ACCEPTED_ON_L2");

        // Its nonce is used now: the node's words, code and data.
        JsonElement refused = await chain.CallAsync("starknet_addInvokeTransaction", parameters, follower);
        JsonElement expected = await chain.CallAsync("starknet_addInvokeTransaction", parameters);
        Assert.Equal($"{expected.GetProperty("error")}", $"{refused.GetProperty("error")}");
    }

    private static async Task AssertHeadsAreToldAsync(Uri follower)
    {
        using ClientWebSocket socket = new();
        await socket.ConnectAsync(new Uri($"ws://{follower.Authority}/ws"), Stopped);
        await socket.SendAsync(
            Encoding.UTF8.GetBytes("""{"jsonrpc":"2.0","id":1,"method":"starknet_subscribeNewHeads","params":[]}"""),
            WebSocketMessageType.Text, endOfMessage: true, Stopped);
        List<string> messages = [];
        while (!messages.Exists(message => message.Contains("starknet_subscriptionNewHeads", StringComparison.Ordinal)))
        {
            byte[] buffer = new byte[1 << 16];
            WebSocketReceiveResult read = await socket.ReceiveAsync(buffer, Stopped);
            messages.Add(Encoding.UTF8.GetString(buffer, 0, read.Count));
        }
    }

    private sealed class Running : IAsyncDisposable
    {
        private readonly CancellationTokenSource stop = new();
        private Task running = Task.CompletedTask;

        private Running(FollowHost host) => Host = host;

        public FollowHost Host { get; }

        public Uri Address => Host.Address;

        public static async Task<Running> StartAsync(FollowOptions options)
        {
            Running started = new(await FollowHost.OpenAsync(options, NullLoggerFactory.Instance, Stopped));
            await started.Host.StartAsync(Stopped);
            started.running = started.Host.RunAsync(started.stop.Token);
            return started;
        }

        public async ValueTask DisposeAsync()
        {
            await stop.CancelAsync();
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Host.DisposeAsync();
            stop.Dispose();
        }
    }
}
