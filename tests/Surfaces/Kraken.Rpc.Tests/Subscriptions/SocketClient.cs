using System;
using System.Net.WebSockets;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Rpc.Server;
using Xunit;

namespace Kraken.Rpc.Tests.Subscriptions;

/// <summary>A client of a WebSocket, which waits for what must come and fails where nothing does.</summary>
internal sealed class SocketClient : IAsyncDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly ClientWebSocket socket = new();
    private readonly byte[] buffer = new byte[1 << 20];
    private int calls;

    public WebSocketState State => socket.State;

    public string? CloseReason => socket.CloseStatusDescription;

    public WebSocketCloseStatus? CloseStatus => socket.CloseStatus;

    public static async Task<SocketClient> OpenAsync(RpcServer server, string path = "/ws")
    {
        SocketClient client = new();
        await client.socket.ConnectAsync(
            new UriBuilder(new Uri(server.Address, path)) { Scheme = "ws" }.Uri, TestContext.Current.CancellationToken);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        socket.Abort();
        socket.Dispose();
        await ValueTask.CompletedTask;
    }

    public Task SendAsync(ReadOnlyMemory<byte> bytes, bool isLast = true, WebSocketMessageType type = WebSocketMessageType.Text) =>
        socket.SendAsync(bytes, type, isLast, Cancellation().Token).AsTask();

    /// <summary>Calls a method; notifications that come first are skipped.</summary>
    public async Task<JsonElement> CallAsync(string method, string parameters = "[]")
    {
        int id = ++calls;
        await SendAsync(System.Text.Encoding.UTF8.GetBytes(
            $$"""{"jsonrpc":"2.0","id":{{id}},"method":"{{method}}","params":{{parameters}}}"""));
        JsonElement answer;
        do
        {
            answer = await ReadAsync();
        }
        while (!answer.TryGetProperty("id", out _));
        Assert.Equal(id, answer.GetProperty("id").GetInt32());
        return answer;
    }

    public async Task<string> SubscribeAsync(string method, string parameters = "[]")
    {
        JsonElement answer = await CallAsync(method, parameters);
        Assert.True(answer.TryGetProperty("result", out JsonElement id), answer.ToString());
        Assert.Null(RpcFixture.Specification.CheckResult(method, id));
        return id.GetString()!;
    }

    /// <summary>The code of the error of a call that must fail.</summary>
    public async Task<int> ErrorAsync(string method, string parameters) =>
        (await CallAsync(method, parameters)).GetProperty("error").GetProperty("code").GetInt32();

    /// <summary>The next message, which must be a notification for a subscription; its result, which fits the specification.</summary>
    public async Task<JsonElement> NextAsync(string method, string subscription)
    {
        JsonElement message = await ReadAsync();
        Assert.Equal(method, message.GetProperty("method").GetString());
        Assert.Equal("2.0", message.GetProperty("jsonrpc").GetString());
        Assert.False(message.TryGetProperty("id", out _));
        JsonElement parameters = message.GetProperty("params");
        Assert.Equal(subscription, parameters.GetProperty("subscription_id").GetString());
        JsonElement result = parameters.GetProperty("result");
        Assert.Null(RpcFixture.Specification.CheckParameter(method, "result", result));
        return result;
    }

    public async Task<JsonElement> ReadAsync()
    {
        int length = 0;
        ValueWebSocketReceiveResult part;
        do
        {
            part = await socket.ReceiveAsync(buffer.AsMemory(length), Cancellation().Token);
            length += part.Count;
        }
        while (!part.EndOfMessage);
        Assert.Equal(WebSocketMessageType.Text, part.MessageType);
        return JsonDocument.Parse(buffer.AsMemory(0, length).ToArray()).RootElement;
    }

    /// <summary>Reads until the server closes; what comes before is of no interest.</summary>
    public async Task ReadToCloseAsync()
    {
        while ((await socket.ReceiveAsync(buffer.AsMemory(), Cancellation().Token)).MessageType != WebSocketMessageType.Close)
        {
        }
    }

    private static CancellationTokenSource Cancellation()
    {
        CancellationTokenSource late = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        late.CancelAfter(Longest);
        return late;
    }
}
