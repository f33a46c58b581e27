using System;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Starknet.Genesis;
using Xunit;

namespace Kraken.Rpc.Tests;

/// <summary>The interface over the recorded chain, without a transport.</summary>
internal sealed class RpcFixture
{
    private readonly RpcService service;

    public RpcFixture(RpcOptions? options = null)
    {
        Chain = new();
        Executor = new(Chain);
        Backend = new() { Chain = Chain, Submitter = Submitter, Executor = Executor, DevelopmentAccounts = DevelopmentAccounts.All };
        service = new(Backend, options ?? new());
    }

    public static OpenRpcSpecification Specification { get; } = new();

    public RecordedChain Chain { get; }

    public RecordedExecutor Executor { get; }

    public RecordedSubmitter Submitter { get; } = new();

    public RpcBackend Backend { get; }

    public RpcService Service => service;

    public async Task<JsonElement> SendAsync(string body)
    {
        ReadOnlyMemory<byte> answer = await service.HandleAsync(Encoding.UTF8.GetBytes(body), CancellationToken.None);
        return answer.IsEmpty ? default : JsonDocument.Parse(answer).RootElement;
    }

    public Task<JsonElement> CallAsync(string method, string parameters) =>
        SendAsync($$"""{"jsonrpc":"2.0","id":1,"method":"{{method}}","params":{{parameters}}}""");

    /// <summary>The result of a call that must succeed and fit the specification.</summary>
    public async Task<JsonElement> ResultAsync(string method, string parameters)
    {
        JsonElement answer = await CallAsync(method, parameters);
        Assert.True(answer.TryGetProperty("result", out JsonElement result), $"{method}: {answer}");
        if (method.StartsWith("starknet_", StringComparison.Ordinal))
        {
            string? error = Specification.CheckResult(method, result);
            Assert.True(error is null, error);
        }

        return result;
    }

    /// <summary>The code of the error of a call that must fail.</summary>
    public async Task<int> ErrorAsync(string method, string parameters)
    {
        JsonElement answer = await CallAsync(method, parameters);
        Assert.True(answer.TryGetProperty("error", out JsonElement error), $"{method}: {answer}");
        return error.GetProperty("code").GetInt32();
    }
}
