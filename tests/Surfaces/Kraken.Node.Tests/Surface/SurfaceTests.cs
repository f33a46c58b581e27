using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Starknet.Genesis;
using Xunit;

namespace Kraken.Node.Tests.Surface;

/// <summary>
/// The whole JSON-RPC surface of a real node over a real chain: every method, by every kind of block id and with every flag, its errors and
/// the notifications of its subscriptions; all of it fits the schemas of the specification.
/// </summary>
public sealed class SurfaceTests
{
    private static readonly string[] ByBlock =
    [
        "starknet_getBlockWithTxHashes", "starknet_getBlockWithTxs", "starknet_getBlockWithReceipts", "starknet_getBlockTransactionCount",
        "starknet_getStateUpdate",
    ];

    // This chain takes no messages from L1.
    private static readonly string[] WithoutResult = ["starknet_getMessagesStatus", "starknet_estimateMessageFee"];

    private readonly HashSet<string> answered = [];
    private readonly List<string> wrong = [];
    private SpecificationSchemas schemas = null!;
    private SurfaceChain chain = null!;
    private bool isNewest;

    [Theory]
    [InlineData("rpc-spec", "v0_10", "0.10.4")]
    [InlineData("rpc-spec-0.9.0", "v0_9", "0.9.0")]
    public async Task EveryAnswerFitsTheSpecification(string specification, string path, string version)
    {
        schemas = new SpecificationSchemas(Path.Combine(SurfaceChain.Root(), "..", "shared", "data", "starknet", specification));
        isNewest = path == "v0_10";
        await using SurfaceChain started = await SurfaceChain.StartAsync();
        chain = started;
        chain.Version = path;
        Assert.Equal(version, (await GoodAsync("starknet_specVersion", "[]")).GetString());
        JsonElement head = await GoodAsync("starknet_blockHashAndNumber", "[]");
        string[] ids =
        [
            "\"latest\"", "\"pre_confirmed\"", $$"""{"block_hash":"{{head.GetProperty("block_hash")}}"}""",
            .. Enumerable.Range(0, head.GetProperty("block_number").GetInt32() + 1).Select(number => $$"""{"block_number":{{number}}}"""),
        ];
        await NodeAsync();
        foreach (string id in ids)
        {
            await BlocksAsync(id);
        }

        foreach ((string name, Felt hash) in chain.Hashes)
        {
            await TransactionAsync(name, hash);
        }

        await StateAsync(ids);
        await ExecutionAsync(ids);
        await EventsAsync();
        await ErrorsAsync();
        await SubscriptionsAsync();
        Assert.True(wrong.Count == 0, string.Join("\n", wrong.Take(20)));
        string[] calls = [.. schemas.Methods.Where(method => !method.Contains("ubscri", StringComparison.Ordinal))];
        Assert.Empty(calls.Except(answered).Except(WithoutResult));
        Assert.True(calls.Length >= 30);
    }

    private async Task NodeAsync()
    {
        await GoodAsync("starknet_chainId", "[]");
        await GoodAsync("starknet_blockNumber", "[]");
        Assert.Equal(JsonValueKind.False, (await GoodAsync("starknet_syncing", "[]")).ValueKind);
        answered.Add("starknet_addInvokeTransaction");
        answered.Add("starknet_addDeclareTransaction");
        answered.Add("starknet_addDeployAccountTransaction");
        await GoodAsync("starknet_getCompiledCasm", $"[\"{chain.ClassHash}\"]");
    }

    private async Task BlocksAsync(string id)
    {
        foreach (string method in ByBlock)
        {
            await GoodAsync(method, $"[{id}]");
        }

        await NewAsync("starknet_getBlockWithTxs", $"[{id},[\"INCLUDE_PROOF_FACTS\"]]");
        await NewAsync("starknet_getBlockWithReceipts", $"[{id},[\"INCLUDE_PROOF_FACTS\"]]");
        await NewAsync("starknet_getStateUpdate", $"[{id},[\"{chain.Contract}\"]]");
        if (id != "\"pre_confirmed\"")
        {
            await GoodAsync("starknet_traceBlockTransactions", $"[{id}]");
            await NewAsync("starknet_traceBlockTransactions", $"[{id},[\"RETURN_INITIAL_READS\"]]");
        }

        int count = (await GoodAsync("starknet_getBlockTransactionCount", $"[{id}]")).GetInt32();
        for (int index = 0; index < count; index++)
        {
            await GoodAsync("starknet_getTransactionByBlockIdAndIndex", $"[{id},{index}]");
            await NewAsync("starknet_getTransactionByBlockIdAndIndex", $"[{id},{index},[\"INCLUDE_PROOF_FACTS\"]]");
        }
    }

    private async Task TransactionAsync(string name, Felt hash)
    {
        await GoodAsync("starknet_getTransactionByHash", $"[\"{hash}\"]");
        await NewAsync("starknet_getTransactionByHash", $"[\"{hash}\",[\"INCLUDE_PROOF_FACTS\"]]");
        await GoodAsync("starknet_getTransactionReceipt", $"[\"{hash}\"]");
        await GoodAsync("starknet_traceTransaction", $"[\"{hash}\"]");
        JsonElement status = await GoodAsync("starknet_getTransactionStatus", $"[\"{hash}\"]");
        Assert.True(
            status.GetProperty("execution_status").GetString() == (name == "revert" ? "REVERTED" : "SUCCEEDED"), $"{name}: {status}");
    }

    private async Task StateAsync(string[] ids)
    {
        string account = $"\"{DevelopmentAccounts.All[0].Address}\"";
        string contract = $"\"{chain.Contract}\"";
        foreach (string id in ids)
        {
            await GoodAsync("starknet_getNonce", $"[{id},{account}]");
            await GoodAsync("starknet_getClassHashAt", $"[{id},{account}]");
            await GoodAsync("starknet_getStorageAt", $"[{account},\"0x1\",{id}]");
            await NewAsync("starknet_getStorageAt", $"[{account},\"0x1\",{id},[\"INCLUDE_LAST_UPDATE_BLOCK\"]]");
            if (id != "\"pre_confirmed\"")
            {
                await GoodAsync("starknet_getStorageProof", $"[{id},[\"{chain.ClassHash}\"],[{account},{contract},\"0x77\"]]");
                await GoodAsync(
                    "starknet_getStorageProof",
                    $$"""{"block_id":{{id}},"contracts_storage_keys":[{"contract_address":{{contract}},"storage_keys":["0x4d","0x1"]}]}""");
            }
        }

        await GoodAsync("starknet_getClass", $"[\"latest\",\"{chain.ClassHash}\"]");
        await GoodAsync("starknet_getClassAt", $"[\"latest\",{contract}]");
    }

    private async Task ExecutionAsync(string[] ids)
    {
        string call = $$"""
            {"contract_address":"{{WellKnownAddresses.FeeToken}}","entry_point_selector":"{{Selector.FromName("balance_of")}}",
            "calldata":["{{DevelopmentAccounts.All[0].Address}}"]}
            """;
        (Felt hash, string transfer) = chain.Transfer();
        foreach (string id in ids)
        {
            await GoodAsync("starknet_call", $"[{call},{id}]");
        }

        foreach (string id in ids[..2])
        {
            await GoodAsync("starknet_estimateFee", $"[[{transfer}],[\"SKIP_VALIDATE\"],{id}]");
            await GoodAsync("starknet_estimateFee", $"[[{transfer}],[],{id}]");
            await GoodAsync("starknet_simulateTransactions", $"[{id},[{transfer}],[]]");
            await GoodAsync("starknet_simulateTransactions", $"[{id},[{transfer}],[\"SKIP_VALIDATE\",\"SKIP_FEE_CHARGE\"]]");
            await NewAsync("starknet_simulateTransactions", $"[{id},[{transfer}],[\"RETURN_INITIAL_READS\"]]");
        }

        // Its nonce is used by nothing else.
        await chain.SendAsync("simulated", (hash, transfer));
    }

    private async Task EventsAsync()
    {
        JsonElement page = await GoodAsync("starknet_getEvents", """[{"chunk_size":2,"from_block":{"block_number":0}}]""");
        string token = page.GetProperty("continuation_token").GetString()!;
        await GoodAsync("starknet_getEvents", $$"""[{"chunk_size":2,"from_block":{"block_number":0},"continuation_token":"{{token}}"}]""");
        await NewAsync("starknet_getEvents", $$"""[{"chunk_size":9,"address":["{{chain.Contract}}","0x5"]}]""");
        JsonElement found = await GoodAsync(
            "starknet_getEvents", $$"""[{"chunk_size":9,"address":"{{chain.Contract}}","keys":[["0xabc"],["0xdef","0x1"]]}]""");
        Assert.Equal(isNewest, found.GetProperty("events")[0].TryGetProperty("transaction_index", out _));
        Assert.Equal(isNewest, found.GetProperty("events")[0].TryGetProperty("event_index", out _));
        Assert.Equal(1, found.GetProperty("events").GetArrayLength());
        await GoodAsync("starknet_getEvents", """[{"chunk_size":100,"from_block":"latest","to_block":"pre_confirmed"}]""");
    }

    private async Task ErrorsAsync()
    {
        string contract = $"\"{chain.Contract}\"";
        foreach (string id in (string[])["{\"block_number\":999999}", "{\"block_hash\":\"0x5\"}", "\"l1_accepted\""])
        {
            foreach (string method in ByBlock)
            {
                await BadAsync(24, method, $"[{id}]");
            }

            await BadAsync(24, "starknet_getNonce", $"[{id},{contract}]");
            await BadAsync(24, "starknet_getStorageAt", $"[{contract},\"0x1\",{id}]");
            await BadAsync(24, "starknet_getClass", $"[{id},\"0x1\"]");
            await BadAsync(24, "starknet_getTransactionByBlockIdAndIndex", $"[{id},0]");
            await BadAsync(24, "starknet_traceBlockTransactions", $"[{id}]");
            await BadAsync(24, "starknet_getStorageProof", $"[{id}]");
            await BadAsync(24, "starknet_getEvents", $$"""[{"chunk_size":1,"from_block":{{id}}}]""");
        }

        await BadAsync(20, "starknet_getNonce", """["latest","0x77"]""");
        await BadAsync(20, "starknet_getClassAt", """["latest","0x77"]""");
        await BadAsync(20, "starknet_getClassHashAt", """["latest","0x77"]""");
        await BadAsync(20, "starknet_getStorageAt", """["0x77","0x1","latest"]""");
        await BadAsync(28, "starknet_getClass", """["latest","0x77"]""");
        await BadAsync(28, "starknet_getCompiledCasm", """["0x77"]""");
        await BadAsync(27, "starknet_getTransactionByBlockIdAndIndex", """["latest",9999]""");
        foreach (string method in (string[])
        [
            "starknet_getTransactionByHash", "starknet_getTransactionReceipt", "starknet_getTransactionStatus",
            "starknet_traceTransaction", "starknet_getMessagesStatus",
        ])
        {
            await BadAsync(29, method, """["0x77"]""");
        }

        await BadAsync(31, "starknet_getEvents", """[{"chunk_size":100000}]""");
        await BadAsync(33, "starknet_getEvents", """[{"chunk_size":1,"continuation_token":"x"}]""");
        string keys = string.Join(',', Enumerable.Repeat("\"0x1\"", 300));
        await BadAsync(34, "starknet_getEvents", $$"""[{"chunk_size":1,"keys":[[{{keys}}]]}]""");
        Felt token = WellKnownAddresses.FeeToken;
        await BadAsync(20, "starknet_call", """[{"contract_address":"0x77","entry_point_selector":"0x1","calldata":[]},"latest"]""");
        await BadAsync(
            21, "starknet_call", $$"""[{"contract_address":"{{token}}","entry_point_selector":"0x1","calldata":[]},"latest"]""");
        await BadAsync(
            40,
            "starknet_call",
            $$"""[{"contract_address":"{{token}}","entry_point_selector":"{{Selector.FromName("balance_of")}}","calldata":[]},"latest"]""");
        string message = $$"""{"from_address":"0x1","to_address":{{contract}},"entry_point_selector":"0x1","payload":[]}""";
        await BadAsync(40, "starknet_estimateMessageFee", $"[{message},\"latest\"]");
        message = message.Replace(contract, "\"0x77\"", StringComparison.Ordinal);
        await BadAsync(isNewest ? 20 : 40, "starknet_estimateMessageFee", $"[{message},\"latest\"]");
    }

    private async Task SubscriptionsAsync()
    {
        using ClientWebSocket socket = new();
        Uri address = new UriBuilder(chain.Address) { Scheme = "ws", Path = $"/ws/rpc/{chain.Version}" }.Uri;
        await socket.ConnectAsync(address, TestContext.Current.CancellationToken);
        await SendAsync(socket, "starknet_subscribeNewHeads", """[{"block_number":1}]""");
        await SendAsync(socket, "starknet_subscribeEvents", """{"block_id":{"block_number":1},"finality_status":"PRE_CONFIRMED"}""");
        string tags = isNewest ? ",\"tags\":[\"INCLUDE_PROOF_FACTS\"]" : string.Empty;
        await SendAsync(
            socket,
            "starknet_subscribeNewTransactions",
            """{"finality_status":["RECEIVED","CANDIDATE","PRE_CONFIRMED","ACCEPTED_ON_L2"]""" + tags + "}");
        await SendAsync(socket, "starknet_subscribeNewTransactionReceipts", """{"finality_status":["PRE_CONFIRMED","ACCEPTED_ON_L2"]}""");
        (Felt hash, string json) = chain.Transfer();
        await SendAsync(socket, "starknet_subscribeTransactionStatus", $"[\"{hash}\"]");
        Dictionary<string, int> told = [];
        HashSet<string> statuses = [];
        Task sending = Task.CompletedTask;
        int subscribed = 0;
        while (!statuses.Contains("starknet_subscriptionTransactionStatus ACCEPTED_ON_L2")
            || !statuses.Contains("starknet_subscriptionNewTransaction ACCEPTED_ON_L2")
            || !statuses.Contains("starknet_subscriptionNewTransactionReceipts ACCEPTED_ON_L2"))
        {
            JsonElement message = await ReadAsync(socket);
            if (!message.TryGetProperty("method", out JsonElement method))
            {
                Note(schemas.CheckResult("starknet_subscribeNewHeads", message.GetProperty("result")));
                sending = ++subscribed == 5 ? chain.SendAsync("told", (hash, json)) : sending;
                continue;
            }

            string name = method.GetString()!;
            if (name == "starknet_subscriptionEvents")
            {
                Assert.Equal(isNewest, message.GetProperty("params").GetProperty("result").TryGetProperty("event_index", out _));
            }

            JsonElement parameters = message.GetProperty("params");
            Note(schemas.CheckParameter(name, "subscription_id", parameters.GetProperty("subscription_id")));
            JsonElement result = parameters.GetProperty("result");
            Note(schemas.CheckParameter(name, "result", result));
            told[name] = told.GetValueOrDefault(name) + 1;
            JsonElement of = result.TryGetProperty("status", out JsonElement status) ? status : result;
            if (of.ValueKind == JsonValueKind.Object && of.TryGetProperty("finality_status", out JsonElement finality))
            {
                statuses.Add($"{name} {finality}");
            }
        }

        await sending;
        Assert.Equal(5, told.Count);
        Assert.True(told["starknet_subscriptionEvents"] > 10);
        Assert.Contains("starknet_subscriptionNewTransaction RECEIVED", statuses);
    }

    private static Task SendAsync(ClientWebSocket socket, string method, string parameters) => socket.SendAsync(
        Encoding.UTF8.GetBytes($$"""{"jsonrpc":"2.0","id":1,"method":"{{method}}","params":{{parameters}}}"""),
        WebSocketMessageType.Text,
        endOfMessage: true,
        TestContext.Current.CancellationToken);

    private static async Task<JsonElement> ReadAsync(ClientWebSocket socket)
    {
        using CancellationTokenSource late = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        late.CancelAfter(TimeSpan.FromMinutes(1));
        byte[] buffer = new byte[1 << 20];
        int length = 0;
        ValueWebSocketReceiveResult part;
        do
        {
            part = await socket.ReceiveAsync(buffer.AsMemory(length), late.Token);
            length += part.Count;
        }
        while (!part.EndOfMessage);
        return JsonDocument.Parse(buffer.AsMemory(0, length).ToArray()).RootElement;
    }

    private async Task<JsonElement> GoodAsync(string method, string parameters)
    {
        JsonElement answer = await chain.CallAsync(method, parameters);
        if (!answer.TryGetProperty("result", out JsonElement result))
        {
            Assert.Fail($"{method} {parameters}: {answer}");
        }

        answered.Add(method);
        Note(schemas.CheckResult(method, result));
        return result;
    }

    // What came after the older version is a wrong parameter there.
    private async Task NewAsync(string method, string parameters)
    {
        if (isNewest)
        {
            await GoodAsync(method, parameters);
            return;
        }

        await BadAsync(-32602, method, parameters);
    }

    private async Task BadAsync(int code, string method, string parameters)
    {
        JsonElement answer = await chain.CallAsync(method, parameters);
        if (!answer.TryGetProperty("error", out JsonElement error) || error.GetProperty("code").GetInt32() != code)
        {
            wrong.Add($"{method} {parameters}: expected error {code}, got {answer}");
            return;
        }

        Note(schemas.CheckError(method, error));
    }

    private void Note(string? difference)
    {
        if (difference is not null)
        {
            wrong.Add(difference);
        }
    }
}
