using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Rpc.Health;
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
    private HealthReport report = new();

    public HealthTests() => server = new(
        rpc.Backend with
        {
            Health = () => report,
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
        Assert.Equal((200, """{"status":"healthy","problems":[]}"""), await GetAsync("/health"));
        Assert.Equal((200, """{"status":"ready","problems":[]}"""), await GetAsync("/ready"));
        using HttpRequestMessage request = new(HttpMethod.Head, new Uri(server.Address, "/ready"));
        using HttpResponseMessage head = await http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal("application/json", head.Content.Headers.ContentType?.MediaType);
        using StringContent body = new("{}");
        using HttpResponseMessage posted = await http.PostAsync(new Uri(server.Address, "/health"), body);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, posted.StatusCode);
    }

    [Fact]
    public async Task ANodeBehindItsPeersIsHealthyButNotReady()
    {
        rpc.Chain.Syncing = new SyncProgress(1, 0x1, 27, 0x2, 40, 0x0);
        const string Problems = """[{"grade":"unready","part":"chain","problem":"syncing: block 27 of 40"}]""";
        Assert.Equal((200, $$"""{"status":"healthy","problems":{{Problems}}}"""), await GetAsync("/health"));
        Assert.Equal((503, $$"""{"status":"unready","problems":{{Problems}}}"""), await GetAsync("/ready"));
        rpc.Chain.Syncing = null;
        Assert.Equal(200, (await GetAsync("/ready")).Status);
    }

    [Fact]
    public async Task ANodeThatFailedIsNeitherButAliveAndNamesEachPart()
    {
        report = new(
            new HealthProblem(HealthGrade.Note, "peers", "1 of 3"), new HealthProblem(HealthGrade.Failure, "consensus", "it \"stopped\""));
        Assert.Equal((200, "Alive!!!"), await GetAsync("/is_alive"));
        (int status, string text) = await GetAsync("/health");
        Assert.Equal(503, status);
        JsonElement answer = JsonDocument.Parse(text).RootElement;
        Assert.Equal("failing", answer.GetProperty("status").GetString());
        Assert.Equal(
            [("failure", "consensus", "it \"stopped\""), ("note", "peers", "1 of 3")],
            answer.GetProperty("problems").EnumerateArray().Select(problem => (
                problem.GetProperty("grade").GetString(), problem.GetProperty("part").GetString(),
                problem.GetProperty("problem").GetString())));
        Assert.Equal(503, (await GetAsync("/ready")).Status);
        report = new(new HealthProblem(HealthGrade.Note, "peers", "1 of 3"));
        Assert.Equal(200, (await GetAsync("/health")).Status);
        Assert.Equal(200, (await GetAsync("/ready")).Status);
    }

    [Fact]
    public async Task WhatCannotBeAskedIsAFailureAndNoLongTextIsRepeated()
    {
        rpc.Chain.Read = () => throw new InvalidOperationException("the disk is gone");
        (int status, string text) = await GetAsync("/health");
        Assert.Equal(503, status);
        Assert.Contains("the chain cannot be read", text, StringComparison.Ordinal);
        Assert.DoesNotContain("the disk is gone", text, StringComparison.Ordinal);
        rpc.Chain.Read = null;
        report = new(new HealthProblem(HealthGrade.Failure, "disk", new string('x', 10_000)));
        Assert.InRange((await GetAsync("/health")).Text.Length, HealthReport.MaxText, HealthReport.MaxText + 200);
    }

    [Fact]
    public async Task AServerThatEndsFinishesWhatRunsAndSendsOthersAway()
    {
        using TcpClient slow = new();
        await slow.ConnectAsync(IPAddress.Loopback, server.Address.Port);
        NetworkStream wire = slow.GetStream();
        byte[] call = """{"jsonrpc":"2.0","id":1,"method":"devnet_echo","params":["kept"]}"""u8.ToArray();
        string head = $"POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {call.Length}\r\n\r\n";
        await wire.WriteAsync(Encoding.ASCII.GetBytes(head));
        await wire.WriteAsync(call.AsMemory(0, 10));
        while (server.RunningRequests == 0)
        {
            await Task.Yield();
        }

        Task draining = server.DrainAsync(TimeSpan.FromMinutes(1));
        using StringContent body = new(
            """{"jsonrpc":"2.0","id":2,"method":"devnet_echo","params":["new"]}""", Encoding.UTF8, "application/json");
        using HttpResponseMessage refused = await http.PostAsync(server.Address, body);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter?.Delta);
        Assert.Equal(-32005, CodeOf(JsonDocument.Parse(await refused.Content.ReadAsStringAsync()).RootElement));
        Assert.Equal(200, (await GetAsync("/health")).Status);
        Assert.Equal(503, (await GetAsync("/ready")).Status);
        Assert.False(draining.IsCompleted);

        await wire.WriteAsync(call.AsMemory(10));
        await draining.WaitAsync(TimeSpan.FromMinutes(1));
        byte[] answer = new byte[4096];
        int read = await wire.ReadAsync(answer);
        Assert.StartsWith("HTTP/1.1 200", Encoding.ASCII.GetString(answer, 0, read), StringComparison.Ordinal);
        Assert.Contains("kept", Encoding.ASCII.GetString(answer, 0, read), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ARequestThatDoesNotEndIsNotWaitedForLongerThanAllowed()
    {
        using TcpClient slow = new();
        await slow.ConnectAsync(IPAddress.Loopback, server.Address.Port);
        await slow.GetStream().WriteAsync("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{"u8.ToArray());
        while (server.RunningRequests == 0)
        {
            await Task.Yield();
        }

        await server.DrainAsync(TimeSpan.FromMilliseconds(1)).WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(1, server.RunningRequests);
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
