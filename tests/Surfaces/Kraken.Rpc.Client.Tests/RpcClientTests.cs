using System;
using System.Collections.Generic;
using System.IO.Pipelines;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Rpc.Tests;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Json;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;
using Xunit;

namespace Kraken.Rpc.Client.Tests;

/// <summary>The client against answers of its own making: genuine ones are read whole, all others are one kind of error.</summary>
public sealed class RpcClientTests : IDisposable
{
    private static readonly OpenRpcSpecification Specification = new();

    private readonly FakeNode node = new();

    private static JsonElement[] Steps =>
        [.. SharedData.Json("starknet/devnet-run/chain_contracts.json").GetProperty("transactions").EnumerateArray()];

    public void Dispose() => node.Dispose();

    [Theory]
    [InlineData((1 << 24) - 1, true)]
    [InlineData(1 << 24, false)]
    public async Task AnAnswerHasAsManyElementsAsItMayAndNotOneMore(int commas, bool isRead)
    {
        // A list is no answer either way; one of too many elements is refused before it takes memory.
        byte[] body = new byte[(2 * commas) + 3];
        body.AsSpan().Fill((byte)'0');
        for (int i = 0; i < commas; i++)
        {
            body[(2 * i) + 2] = (byte)',';
        }

        (body[0], body[^1]) = ((byte)'[', (byte)']');
        node.Bytes = body;
        RpcClientException refusal = await Assert.ThrowsAsync<RpcClientException>(() => node.Client.BlockNumberAsync(default));
        Assert.Equal(!isRead, refusal.Message.Contains("expected at most 16777216 elements", StringComparison.Ordinal));
    }

    [Fact]
    public void EveryCodeOfTheSpecificationHasItsName()
    {
        int[] named = [.. typeof(RpcErrorCode).GetFields().Select(field => (int)field.GetRawConstantValue()!)];
        Assert.Equal(named.Length, named.Distinct().Count());

        // The failure to pass a transaction on to a gateway is of nodes that have one.
        Assert.Equal([1], Specification.Errors.Select(error => error.Code).Distinct().Except(named));
        Assert.All(named.Where(code => code > 0), code => Assert.Contains(Specification.Errors, error => error.Code == code));
    }

    [Fact]
    public async Task TheHashesOfABlockThatIsBeingDecidedAreReadWithoutItsRest()
    {
        node.With("""{"block_number":5,"transactions":["0x1","0x2"]}""");
        Assert.Equal([(Felt)1, (Felt)2], await node.Client.TransactionHashesAsync(BlockId.PreConfirmed, CancellationToken.None));
        Assert.Equal("starknet_getBlockWithTxHashes", node.Request.GetProperty("method").GetString());
        Assert.Equal("pre_confirmed", node.Request.GetProperty("params").GetProperty("block_id").GetString());
        await Assert.ThrowsAsync<RpcClientException>(
            () => node.With("""{"block_number":5}""").Client.TransactionHashesAsync(BlockId.Latest, CancellationToken.None));
    }

    [Fact]
    public async Task TheOutcomesOfABlockAreReadAndNothingElseOfIt()
    {
        const string Receipts =
            """
            [
              {"receipt":{"transaction_hash":"0x1","execution_status":"SUCCEEDED"}},
              {"receipt":{"transaction_hash":"0x2","execution_status":"REVERTED"}}
            ]
            """;
        node.With($$"""{"transactions":{{Receipts}}}""");
        Assert.Equal(
            [((Felt)1, false), ((Felt)2, true)], await node.Client.OutcomesAsync(new BlockId.ByNumber(7), CancellationToken.None));
        Assert.Equal("starknet_getBlockWithReceipts", node.Request.GetProperty("method").GetString());
        node.With("""{"transactions":[{"receipt":{"transaction_hash":"0x1","execution_status":"MAYBE"}}]}""");
        await Assert.ThrowsAsync<RpcClientException>(() => node.Client.OutcomesAsync(BlockId.Latest, CancellationToken.None));
    }

    [Fact]
    public async Task GenuineTracesAreReadWholeAndWrittenBackTheSame()
    {
        Assert.NotEmpty(Steps);
        foreach (JsonElement step in Steps)
        {
            JsonElement trace = step.GetProperty("trace");
            TransactionTrace read = await node.With(trace.GetRawText()).Client.TraceAsync(0x5, CancellationToken.None);
            Assert.Equal((Felt)0x5, read.TransactionHash);
            JsonElement written = JsonDocument.Parse(Json(writer => TraceJson.Write(writer, read))).RootElement;
            Assert.Null(Specification.CheckResult("starknet_traceTransaction", written));
            Assert.True(IsSame(trace, written), $"{trace}\n{written}");
        }
    }

    /// <summary>The parser lets pass texts that are no UTF-8.</summary>
    [Theory]
    [InlineData("\"result\":")]
    [InlineData("\"result\":[")]
    [InlineData("\"error\":{\"code\":1,\"message\":\"m\",\"data\":")]
    public async Task AnAnswerThatIsNoUtf8IsMalformed(string before)
    {
        string behind = new([.. before.Where(sign => sign is '[' or '{').Reverse().Select(sign => sign == '[' ? ']' : '}')]);
        node.Bytes =
        [
            .. System.Text.Encoding.UTF8.GetBytes($$"""{"jsonrpc":"2.0","id":1,{{before}}"0x"""),
            0xff,
            .. System.Text.Encoding.UTF8.GetBytes($"\"{behind}}}"),
        ];
        await Assert.ThrowsAsync<RpcClientException>(() => node.Client.TransactionAsync(0x5, CancellationToken.None));
    }

    [Fact]
    public async Task ATraceMayBeAsDeepAsCallsGo()
    {
        JsonElement trace = Steps.Select(step => step.GetProperty("trace")).First(
            trace => trace.TryGetProperty("execute_invocation", out JsonElement call) && call.TryGetProperty("calls", out _));
        JsonElement call = trace.GetProperty("execute_invocation");
        string nested = Leaf(call);
        for (int depth = 1; depth < 50; depth++)
        {
            nested = Leaf(call).Replace("\"calls\":[]", $"\"calls\":[{nested}]", StringComparison.Ordinal);
        }

        string deep = JsonSerializer.Serialize(trace).Replace(JsonSerializer.Serialize(call), nested, StringComparison.Ordinal);
        FunctionInvocation? at = (await node.With(deep).Client.TraceAsync(1, CancellationToken.None)).Execute;
        int found = 0;
        for (; at is not null; at = at.Calls.FirstOrDefault())
        {
            found++;
        }

        Assert.Equal(50, found);
        node.With($"{string.Concat(Enumerable.Repeat("[", 300))}{string.Concat(Enumerable.Repeat("]", 300))}");
        await MalformedAsync(client => client.TraceAsync(1, CancellationToken.None));
    }

    [Theory]
    [InlineData("type")]
    [InlineData("execution_resources")]
    public async Task ATraceWithoutAMemberIsMalformed(string member)
    {
        JsonElement trace = Steps[9].GetProperty("trace");
        node.With(Object(trace.EnumerateObject().Where(item => item.Name != member).Select(item => (item.Name, item.Value.GetRawText()))));
        await MalformedAsync(client => client.TraceAsync(1, CancellationToken.None));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("5")]
    [InlineData("{}")]
    [InlineData("""{"result":null}""")]
    [InlineData("""{"result":-1}""")]
    [InlineData("""{"result":"0x1"}""")]
    [InlineData("""{"error":5}""")]
    [InlineData("""{"error":{}}""")]
    public async Task NonsenseIsAnErrorOfThisSide(string body)
    {
        node.Body = body;
        await MalformedAsync(client => client.BlockNumberAsync(CancellationToken.None));
    }

    [Fact]
    public async Task ARefusalBringsItsCodeTextAndData()
    {
        node.Body = """{"jsonrpc":"2.0","id":1,"error":{"code":40,"message":"Contract error","data":{"revert_error":"because"}}}""";
        RpcClientException refusal = await Assert.ThrowsAsync<RpcClientException>(
            () => node.Client.CallAsync(new(1, 2, []), BlockId.Latest, CancellationToken.None));
        Assert.Equal(RpcErrorCode.ContractError, refusal.Code);
        Assert.Equal("""{"revert_error":"because"}""", refusal.ErrorData);
        Assert.StartsWith("Contract error: ", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnHttpErrorIsNoAnswer()
    {
        node.Status = HttpStatusCode.ServiceUnavailable;
        await Assert.ThrowsAsync<HttpRequestException>(() => node.Client.BlockNumberAsync(CancellationToken.None));
    }

    [Fact]
    public async Task OnlyAnUnknownTransactionHasNoStatus()
    {
        node.Body = """{"id":1,"error":{"code":29,"message":"Transaction hash not found"}}""";
        Assert.Null(await node.Client.StatusAsync(1, CancellationToken.None));
        node.Body = """{"id":1,"error":{"code":-32005,"message":"Server busy"}}""";
        RpcClientException busy = await Assert.ThrowsAsync<RpcClientException>(() => node.Client.StatusAsync(1, CancellationToken.None));
        Assert.Equal(RpcErrorCode.ServerBusy, busy.Code);
    }

    [Theory]
    [InlineData("\"RECEIVED\"", TransactionFinality.Received, null, null)]
    [InlineData("\"CANDIDATE\"", TransactionFinality.Candidate, null, null)]
    [InlineData("\"PRE_CONFIRMED\",\"execution_status\":\"SUCCEEDED\"", TransactionFinality.PreConfirmed, ExecutionStatus.Succeeded, null)]
    [InlineData(
        """ "ACCEPTED_ON_L1","execution_status":"REVERTED","failure_reason":"x" """,
        TransactionFinality.AcceptedOnL1,
        ExecutionStatus.Reverted,
        "x")]
    [InlineData("\"REJECTED\",\"failure_reason\":\"y\"", TransactionFinality.Rejected, null, "y")]
    public async Task AStatusIsReadAsFarAsTheTransactionHasCome(
        string status, TransactionFinality finality, ExecutionStatus? execution, string? reason)
    {
        node.With($$"""{"finality_status":{{status}}}""");
        Assert.Equal(new TransactionStatus(finality, execution, reason), await node.Client.StatusAsync(1, CancellationToken.None));
    }

    [Fact]
    public async Task RequestsNameTheirParametersAsTheSpecificationDoes()
    {
        await CheckAsync("starknet_getNonce", "\"0x1\"", client => client.NonceAsync(BlockId.PreConfirmed, 1, CancellationToken.None));
        await CheckAsync("starknet_getStorageAt", "\"0x1\"", client => client.StorageAtAsync(BlockId.Latest, 1, 2, CancellationToken.None));
        await CheckAsync(
            "starknet_getClassHashAt", "\"0x1\"", client => client.ClassHashAtAsync(new BlockId.ByHash(5), 1, CancellationToken.None));
        await CheckAsync(
            "starknet_call", "[]", client => client.CallAsync(new(1, 2, [3]), new BlockId.ByNumber(5), CancellationToken.None));
        await CheckAsync("starknet_getEvents", """{"events":[]}""", client =>
            client.EventsAsync(1, BlockId.Latest, BlockId.Latest, 5, "t", CancellationToken.None));
        string trace = Steps[9].GetProperty("trace").GetRawText();
        await CheckAsync("starknet_traceTransaction", trace, client => client.TraceAsync(1, CancellationToken.None));
        InvokeTransaction invoke = new() { SenderAddress = 1, Nonce = 2, Calldata = [], ResourceBounds = default };
        await CheckAsync("starknet_addInvokeTransaction", """{"transaction_hash":"0x5"}""", client =>
            client.SubmitAsync(new(invoke), CancellationToken.None));
        Assert.False(node.Request.GetProperty("params").GetProperty("invoke_transaction").TryGetProperty("proof_facts", out _));
    }

    [Fact]
    public async Task AnAnswerThatDoesNotEndIsWaitedForAsLongAsOneThatDoesNotBegin()
    {
        using StallingNode stalling = new();
        using HttpClient http = new(stalling) { Timeout = TimeSpan.FromMilliseconds(200) };
        RpcClient client = new(http, new Uri("http://node.invalid/"));
        TaskCanceledException late = await Assert.ThrowsAsync<TaskCanceledException>(
            () => client.BlockNumberAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Contains("the answer to starknet_blockNumber did not end", late.Message, StringComparison.Ordinal);
    }

    private async Task CheckAsync<T>(string method, string result, Func<RpcClient, Task<T>> call)
    {
        await call(node.With(result).Client);
        Assert.Equal("2.0", node.Request.GetProperty("jsonrpc").GetString());
        Assert.Equal(method, node.Request.GetProperty("method").GetString());
        string[] names = [.. node.Request.GetProperty("params").EnumerateObject().Select(member => member.Name)];
        Assert.Empty(names.Except(Specification.ParameterNames(method)));
        Assert.Empty(Specification.RequiredParameters(method).Except(names));
    }

    private async Task MalformedAsync<T>(Func<RpcClient, Task<T>> call)
    {
        RpcClientException error = await Assert.ThrowsAsync<RpcClientException>(() => call(node.Client));
        Assert.Equal(0, error.Code);
        Assert.InRange(error.Message.Length, 1, 500);
    }

    private static string Leaf(JsonElement call) => Object(call.EnumerateObject().Select(
        member => (member.Name, member.Name == "calls" ? "[]" : JsonSerializer.Serialize(member.Value))));

    private static string Object(IEnumerable<(string Name, string Value)> members) =>
        $"{{{string.Join(',', members.Select(member => $"\"{member.Name}\":{member.Value}"))}}}";

    private static byte[] Json(Action<Utf8JsonWriter> write)
    {
        System.Buffers.ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            write(writer);
        }

        return buffer.WrittenSpan.ToArray();
    }

    // The recorded node leaves an empty list of migrated classes out.
    private static bool IsSame(JsonElement recorded, JsonElement written)
    {
        System.Text.Json.Nodes.JsonObject copy = System.Text.Json.Nodes.JsonObject.Create(written)!;
        (copy["state_diff"] as System.Text.Json.Nodes.JsonObject)?.Remove("migrated_compiled_classes");
        return JsonElement.DeepEquals(recorded, JsonSerializer.SerializeToElement(copy));
    }

    /// <summary>Sends the head of an answer, and nothing behind it.</summary>
    private sealed class StallingNode : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new Pipe().Reader.AsStream()) });
    }
}
