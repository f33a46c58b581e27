using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Rpc.Client;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Json;
using Kraken.State.Commitment;
using Kraken.Trie;

namespace Kraken.Fuzz.Targets.Lists;

/// <summary>Requests of users, and the answers of nodes that others run.</summary>
internal static class RpcTargets
{
    private const string TransactionHash = "0x1bab3ab2ed664a3bc3567fd3864c30c5e5f16162762f5945c997dcfe25f1a4f";

    // What a node says of a transaction that it does not know is an answer too.
    private static readonly TransactionStatus NoStatus = new(default, null, null);

    // A client's buffer, and the answer as objects.
    private static readonly FuzzBounds Answering = new(1 << 20, 256, TimeSpan.FromSeconds(5));

    // A batch of the most calls, each of which reads a block of the chain.
    private static readonly FuzzBounds Serving = new(64 << 20, 1 << 12, TimeSpan.FromSeconds(10));

    /// <summary>The targets.</summary>
    internal static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new CodecTarget<object>("rpc-request", "a request's body, answered by a node of one block", InputShape.Json, Serve, Requests)
        {
            Limits = Serving,
            IsThreaded = true,
        },
        Answer("rpc-answer-block", (client, stop) => client.BlockAsync(BlockId.Latest, stop), () => [BlockAnswer()]),
        Answer("rpc-answer-state-update", (client, stop) => client.StateUpdateAsync(BlockId.Latest, stop), StateUpdates),
        Answer("rpc-answer-transaction", (client, stop) => client.TransactionAsync(1, stop), () => Recorded("transaction")),
        Answer("rpc-answer-receipt", async (client, stop) => await client.ReceiptAsync(1, stop).ConfigureAwait(false), Receipts),
        Answer("rpc-answer-trace", (client, stop) => client.TraceAsync(1, stop), Traces),
        Answer(
            "rpc-answer-certificate",
            async (client, stop) => await client.CertificateAsync(BlockId.Latest, stop).ConfigureAwait(false),
            () => [Result("""{"block_hash":"0x1","block_number":1,"certificate":"0x0102ff"}"""u8)]),
        Answer(
            "rpc-answer-events", (client, stop) => client.EventsAsync(1, BlockId.Latest, BlockId.Latest, 10, null, stop), Events),
        Answer("rpc-answer-waiting", (client, stop) => client.WaitingAsync(10, stop), Waiting),
        Answer("rpc-answer-status", async (client, stop) => await client.StatusAsync(1, stop).ConfigureAwait(false) ?? NoStatus, Statuses),
        Answer("rpc-answer-storage-proof", ProveAsync, () => [Result(SeedData.Bytes(StorageProofs()))]),
    ];

    // What is read is checked against its own roots: whatever the nodes are, they are taken or refused.
    private static async Task<StorageProof> ProveAsync(RpcClient client, CancellationToken stop)
    {
        StorageProofQuery query = new([1], [2], [new(2, [3])]);
        StorageProof proof = await client.StorageProofAsync(BlockId.Latest, query, stop).ConfigureAwait(false);
        try
        {
            new ProvenState(new StateRoots(proof.ContractsRoot, proof.ClassesRoot)).Add(query, proof);
        }
        catch (StateProofException)
        {
            // Refused.
        }

        return proof;
    }

    private static JsonElement StorageProofs()
    {
        TrieNode cell = TrieNode.Edge(7, 3, 251);
        ContractLeaf leaf = new(4, 5, cell.Hash<PedersenTrieHash>());
        TrieNode contract = TrieNode.Edge(leaf.Hash, 2, 251);
        TrieNode declared = TrieNode.Edge(9, 1, 251);
        StorageProof proof = new()
        {
            ContractsRoot = contract.Hash<PedersenTrieHash>(),
            ClassesRoot = declared.Hash<PoseidonTrieHash>(),
            BlockHash = 6,
            Classes = [new(declared.Hash<PoseidonTrieHash>(), declared)],
            Contracts = [new(contract.Hash<PedersenTrieHash>(), contract), new(7, TrieNode.Binary(8, 9))],
            Leaves = [leaf],
            Storage = [[new(leaf.StorageRoot!.Value, cell)]],
        };
        using MemoryStream json = new();
        using (Utf8JsonWriter writer = new(json))
        {
            StorageProofJson.Write(writer, proof);
        }

        return JsonDocument.Parse(json.ToArray()).RootElement;
    }

    private static CodecTarget<object> Answer<T>(
        string name,
        Func<RpcClient, CancellationToken, Task<T>> call,
        Func<IEnumerable<byte[]>> seeds) =>
        new(
            name, "a node's answer to its client, watcher and explorer",
            InputShape.Json, input => Ask(input, call), seeds) { Limits = Answering };

    // The transport answers at once, on the caller's thread.
    private static object? Ask<T>(byte[] input, Func<RpcClient, CancellationToken, Task<T>> call)
    {
        using HttpClient http = new(new RecordedAnswer(input));
        try
        {
            return call(new RpcClient(http, new Uri("http://localhost/")), CancellationToken.None).GetAwaiter().GetResult();
        }
        catch (RpcClientException)
        {
            return null;
        }
    }

    private static object? Serve(byte[] input)
    {
        ReadOnlyMemory<byte> answer = RpcNode.Instance.Service.HandleAsync(input, CancellationToken.None).GetAwaiter().GetResult();
        if (RpcNode.Instance.TakeFailure() is { } failure)
        {
            throw new BrokenLawException($"no method fails by a defect: {failure}");
        }

        if (!answer.IsEmpty)
        {
            using JsonDocument document = JsonDocument.Parse(answer);
            JsonElement first = document.RootElement.ValueKind == JsonValueKind.Array ? document.RootElement[0] : document.RootElement;
            return first.TryGetProperty("result", out _) ? input : null;
        }

        return null;
    }

    private static IEnumerable<byte[]> Requests()
    {
        const string Block = """{"block_id":"latest"}""";
        (string Method, string Parameters)[] calls =
        [
            ("starknet_chainId", "[]"), ("starknet_specVersion", "[]"), ("starknet_blockHashAndNumber", "{}"), ("starknet_syncing", "[]"),
            ("starknet_getBlockWithTxs", Block), ("starknet_getBlockWithReceipts", Block),
            ("starknet_getBlockWithTxHashes", """[{"block_number":0}]"""),
            ("starknet_getStateUpdate", Block), ("starknet_getBlockTransactionCount", Block), ("kraken_getCertificate", Block),
            ("starknet_getTransactionByHash", $$"""{"transaction_hash":"{{TransactionHash}}"}"""),
            ("starknet_getTransactionReceipt", $$"""["{{TransactionHash}}"]"""),
            ("starknet_getTransactionStatus", $$"""["{{TransactionHash}}"]"""),
            ("starknet_getTransactionByBlockIdAndIndex", """{"block_id":"latest","index":0}"""),
            ("starknet_getStorageAt", """{"contract_address":"0x1","key":"0x2","block_id":"latest"}"""),
            ("starknet_getNonce", """{"contract_address":"0x1","block_id":{"block_hash":"0x5"}}"""),
            ("starknet_getClassHashAt", """["pre_confirmed","0x1"]"""), ("starknet_getClass", """["latest","0x1"]"""),
            ("starknet_getClassAt", """["latest","0x1"]"""), ("starknet_getCompiledCasm", """["0x1"]"""),
            ("starknet_getEvents", """{"filter":{"from_block":{"block_number":0},"to_block":"latest","address":"0x1","keys":[["0x1"],[]],"chunk_size":10}}"""),
            ("starknet_getStorageProof", """{"block_id":"latest","class_hashes":["0x1"],"contracts_storage_keys":[{"contract_address":"0x1","storage_keys":["0x2"]}]}"""),
            ("starknet_call", """{"request":{"contract_address":"0x1","entry_point_selector":"0x2","calldata":["0x3"]},"block_id":"latest"}"""),
            ("starknet_estimateFee", """{"request":[],"simulation_flags":["SKIP_VALIDATE"],"block_id":"latest"}"""),
            ("starknet_simulateTransactions", """{"block_id":"latest","transactions":[],"simulation_flags":["SKIP_FEE_CHARGE"]}"""),
            ("starknet_traceBlockTransactions", Block), ("devnet_getPredeployedAccounts", "[]"),
        ];
        string[] bodies =
            [.. calls.Select((call, id) => $$"""{"jsonrpc":"2.0","id":{{id}},"method":"{{call.Method}}","params":{{call.Parameters}} }""")];
        string invoke = Encoding.UTF8.GetString(SeedData.Files("starknet/writer/invoke_v3.json").Single());
        string deploy = Encoding.UTF8.GetString(SeedData.Files("starknet/writer/deploy_account_v3.json").Single());
        return
        [
            .. bodies.Select(Encoding.UTF8.GetBytes),
            Encoding.UTF8.GetBytes($"[{string.Join(',', bodies.Take(4))}]"),
            Encoding.UTF8.GetBytes(
                $$"""{"jsonrpc":"2.0","id":"a","method":"starknet_addInvokeTransaction","params":{"invoke_transaction":{{invoke}} } }"""),
            Encoding.UTF8.GetBytes($$"""{"jsonrpc":"2.0","id":1,"method":"starknet_addDeployAccountTransaction","params":[{{deploy}}] }"""),
        ];
    }

    private static IEnumerable<byte[]> Recorded(string part) =>
        TransactionTargets.Recorded().Select(step => Result(SeedData.Bytes(step.GetProperty(part))));

    private static IEnumerable<byte[]> Receipts() => TransactionTargets.Recorded().Select(step => Result(
        Encoding.UTF8.GetBytes($"{step.GetProperty("receipt").GetRawText().TrimEnd()[..^1]},\"block_number\":7}}")));

    private static IEnumerable<byte[]> StateUpdates() => TransactionTargets.Recorded().Take(8).Select(step => Result(
        Encoding.UTF8.GetBytes(
            $$"""{"block_hash":"0x1","old_root":"0x2","new_root":"0x3","state_diff":{{step.GetProperty("state_diff").GetRawText()}} }""")));

    // The recorded receipts' events, as a page of them names each.
    private static IEnumerable<byte[]> Events()
    {
        string[] events =
        [
            .. TransactionTargets.Recorded().Take(8).SelectMany(step => step.GetProperty("receipt").GetProperty("events").EnumerateArray())
                .Select((emitted, index) => $"{emitted.GetRawText().TrimEnd()[..^1]},\"block_hash\":\"0x1\",\"block_number\":7,"
                    + $"\"transaction_hash\":\"{TransactionHash}\",\"transaction_index\":0,\"event_index\":{index}}}"),
        ];
        string list = string.Join(',', events);
        return
        [
            Result(Encoding.UTF8.GetBytes($"{{\"events\":[{list}]}}")),
            Result(Encoding.UTF8.GetBytes($"{{\"events\":[{list}],\"continuation_token\":\"7-2\"}}")),
        ];
    }

    private static IEnumerable<byte[]> Waiting() =>
    [
        Result(
            """{"count":2,"transactions":[{"transaction_hash":"0x1","type":"INVOKE","sender_address":"0x2","nonce":"0x3","tip":4}]}"""u8),
        Result("""{"count":0,"transactions":[]}"""u8),
    ];

    private static IEnumerable<byte[]> Statuses() =>
    [
        Result("""{"finality_status":"ACCEPTED_ON_L2","execution_status":"REVERTED","failure_reason":"no room"}"""u8),
        Result("""{"finality_status":"RECEIVED"}"""u8),
    ];

    private static IEnumerable<byte[]> Traces() => TransactionTargets.Recorded().Take(8).Select(step => Result(
        SeedData.Bytes(step.GetProperty("trace"))));

    // A block's header with the recorded transactions and receipts in it.
    private static byte[] BlockAnswer()
    {
        JsonElement[] steps = [.. TransactionTargets.Recorded().Skip(4).Take(4)];
        string header = $"{steps[0].GetProperty("block").GetRawText().TrimEnd()[..^1]},\"new_root\":\"0x1\"";
        IEnumerable<string> items = steps.Select(step =>
            $$"""{"transaction":{{step.GetProperty("transaction").GetRawText()}},"receipt":{{step.GetProperty("receipt").GetRawText()}} }""");
        return Result(Encoding.UTF8.GetBytes($"{header},\"transactions\":[{string.Join(',', items)}]}}"));
    }

    private static byte[] Result(ReadOnlySpan<byte> json) => [.. """{"jsonrpc":"2.0","id":1,"result":"""u8, .. json, (byte)'}'];

    private sealed class RecordedAnswer(byte[] answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(answer) });
    }
}
