using System;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Rpc.Protocol;
using Kraken.Rpc.Server;
using Kraken.Starknet.Chain;
using Xunit;

namespace Kraken.Rpc.Tests;

/// <summary>What supervisors ask, and methods that a node adds to the interface.</summary>
public sealed class HealthTests : IAsyncLifetime
{
    private readonly RpcFixture rpc = new();
    private readonly HttpClient http = new();
    private readonly RpcServer server;
    private string? failure;

    public HealthTests() => server = new(
        rpc.Backend with
        {
            Failure = () => failure,
            Methods =
            [
                RpcMethod.Reading(
                    "devnet_echo", ["text"], (call, result) => result.WriteStringValue(call.Get("text", node => node.Text(8)))),
                RpcMethod.Reading("devnet_refuse", [], (_, _) => throw new RpcFailureException(new RpcError(-1, "refused"))),
                RpcMethod.Reading("starknet_specVersion", [], (_, result) => result.WriteStringValue("9.9.9")),
            ],
        },
        new RpcOptions(),
        new IPEndPoint(IPAddress.Loopback, 0));

    public async ValueTask InitializeAsync() => await server.StartAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await server.StopAsync(CancellationToken.None);
        await server.DisposeAsync();
    }

    [Fact]
    public async Task ANodeThatIsWellSaysSo()
    {
        Assert.Equal((200, "Alive!!!"), await GetAsync("/is_alive"));
        Assert.Equal((200, "healthy"), await GetAsync("/health"));
        Assert.Equal((200, "ready"), await GetAsync("/ready"));
        using HttpRequestMessage request = new(HttpMethod.Head, new Uri(server.Address, "/ready"));
        using HttpResponseMessage head = await http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        using StringContent body = new("{}");
        using HttpResponseMessage posted = await http.PostAsync(new Uri(server.Address, "/health"), body);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, posted.StatusCode);
    }

    [Fact]
    public async Task ANodeBehindItsPeersIsHealthyButNotReady()
    {
        rpc.Chain.Syncing = new SyncProgress(1, 0x1, 27, 0x2, 40, 0x0);
        Assert.Equal((200, "healthy"), await GetAsync("/health"));
        Assert.Equal((503, "syncing: block 27 of 40"), await GetAsync("/ready"));
        rpc.Chain.Syncing = null;
        Assert.Equal((200, "ready"), await GetAsync("/ready"));
    }

    [Fact]
    public async Task ANodeThatFailedIsNeitherButAlive()
    {
        failure = "consensus stopped";
        Assert.Equal((200, "Alive!!!"), await GetAsync("/is_alive"));
        Assert.Equal((503, "consensus stopped"), await GetAsync("/health"));
        Assert.Equal((503, "consensus stopped"), await GetAsync("/ready"));
        failure = null;
        rpc.Chain.Read = () => throw new InvalidOperationException("the disk is gone");
        Assert.Equal((503, "the chain cannot be read; the node's log says more"), await GetAsync("/health"));
    }

    [Fact]
    public async Task MethodsOfTheNodeStandBesideTheOthersOrInTheirPlace()
    {
        Assert.Equal("hello", (await CallAsync("devnet_echo", """["hello"]""")).GetProperty("result").GetString());
        Assert.Equal(-32602, CodeOf(await CallAsync("devnet_echo", """["far too long"]""")));
        Assert.Equal(-32602, CodeOf(await CallAsync("devnet_echo", """{"other":"x"}""")));
        Assert.Equal(-1, CodeOf(await CallAsync("devnet_refuse", "[]")));
        Assert.Equal("9.9.9", (await CallAsync("starknet_specVersion", "[]")).GetProperty("result").GetString());
        Assert.Equal("0x534e5f5345504f4c4941", (await CallAsync("starknet_chainId", "[]")).GetProperty("result").GetString());
    }

    private static int CodeOf(JsonElement answer) => answer.GetProperty("error").GetProperty("code").GetInt32();

    private async Task<(int Status, string Text)> GetAsync(string path)
    {
        using HttpResponseMessage answer = await http.GetAsync(new Uri(server.Address, path));
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private async Task<JsonElement> CallAsync(string method, string parameters)
    {
        using StringContent body = new(
            $$"""{"jsonrpc":"2.0","id":1,"method":"{{method}}","params":{{parameters}}}""", Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await http.PostAsync(server.Address, body);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
    }
}
