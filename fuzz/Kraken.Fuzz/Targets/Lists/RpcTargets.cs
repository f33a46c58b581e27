using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Rpc.Client;
using Kraken.Rpc.Protocol;
using Kraken.Rpc.Subscriptions;
using Kraken.Rpc.Versions;
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
        new CodecTarget<object>(
            "rpc-request-socket", "a request over a socket, by this version of the specification and by 0.9", InputShape.Json,
            ServeSocket, SocketRequests)
        {
            Limits = Serving,
            IsThreaded = true,
        },
        RpcAnswer.Target("rpc-answer-block", (client, stop) => client.BlockAsync(BlockId.Latest, stop), () => [BlockAnswer()]),
        RpcAnswer.Target("rpc-answer-state-update", (client, stop) => client.StateUpdateAsync(BlockId.Latest, stop), StateUpdates),
        RpcAnswer.Target("rpc-answer-transaction", (client, stop) => client.TransactionAsync(1, stop), () => Recorded("transaction")),
        RpcAnswer.Target("rpc-answer-receipt", async (client, stop) => await client.ReceiptAsync(1, stop).ConfigureAwait(false), Receipts),
        RpcAnswer.Target("rpc-answer-trace", (client, stop) => client.TraceAsync(1, stop), Traces),
        RpcAnswer.Target(
            "rpc-answer-certificate",
            async (client, stop) => await client.CertificateAsync(BlockId.Latest, stop).ConfigureAwait(false),
            () => [RpcAnswer.Result("""{"block_hash":"0x1","block_number":1,"certificate":"0x0102ff"}"""u8)]),
        RpcAnswer.Target(
            "rpc-answer-events", (client, stop) => client.EventsAsync(1, BlockId.Latest, BlockId.Latest, 10, null, stop), Events),
        RpcAnswer.Target("rpc-answer-waiting", (client, stop) => client.WaitingAsync(10, stop), Waiting),
        RpcAnswer.Target(
            "rpc-answer-status", async (client, stop) => await client.StatusAsync(1, stop).ConfigureAwait(false) ?? NoStatus, Statuses),
        RpcAnswer.Target("rpc-answer-storage-proof", ProveAsync, () => [RpcAnswer.Result(SeedData.Bytes(StorageProofs()))]),
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

    private static object? Serve(byte[] input) => Serve(input, new RpcCaller(string.Empty, null, null));

    // What is subscribed to is told of too, before the socket is closed.
    private static object? ServeSocket(byte[] input)
    {
        object? taken = null;
        foreach (OlderVersion? version in (OlderVersion?[])[null, OlderVersions.Minor9])
        {
            using SubscriptionSession session = RpcNode.Instance.Service.Open(string.Empty, version);
            taken = Serve(input, new RpcCaller(string.Empty, session, version)) ?? taken;
            _ = RpcNode.Instance.Service.CollectAsync(session, string.Empty, CancellationToken.None).GetAwaiter().GetResult();
        }

        return taken;
    }

    private static object? Serve(byte[] input, RpcCaller caller)
    {
        ReadOnlyMemory<byte> answer = RpcNode.Instance.Service.HandleAsync(input, caller, CancellationToken.None).GetAwaiter().GetResult();
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
            ("starknet_traceBlockTransactions", Block), ("devnet_getPredeployedAccounts", "[]"), ("starknet_blockNumber", "[]"),
            ("starknet_getEvents", """[{"address":"0x1","chunk_size":1,"continuation_token":"0-1-00000000"}]"""),
            (
                "starknet_estimateMessageFee",
                """[{"from_address":"0x1","to_address":"0x2","entry_point_selector":"0x3","payload":["0x4"]},"latest"]"""),
            ("starknet_getMessagesStatus", $$"""["{{TransactionHash}}"]"""),
            ("starknet_traceTransaction", $$"""{"transaction_hash":"{{TransactionHash}}"}"""),
        ];
        string[] bodies = [.. calls.Select(Body)];
        string invoke = Encoding.UTF8.GetString(SeedData.Files("starknet/writer/invoke_v3.json").Single());
        string deploy = Encoding.UTF8.GetString(SeedData.Files("starknet/writer/deploy_account_v3.json").Single());
        string declare = Encoding.UTF8.GetString(SeedData.Files("starknet/writer/declare_v3.json").Single());
        return
        [
            .. bodies.Select(Encoding.UTF8.GetBytes),
            Encoding.UTF8.GetBytes($"[{string.Join(',', bodies.Take(4))}]"),
            Encoding.UTF8.GetBytes(
                $$"""{"jsonrpc":"2.0","id":"a","method":"starknet_addInvokeTransaction","params":{"invoke_transaction":{{invoke}} } }"""),
            Encoding.UTF8.GetBytes($$"""{"jsonrpc":"2.0","id":1,"method":"starknet_addDeployAccountTransaction","params":[{{deploy}}] }"""),
            Encoding.UTF8.GetBytes($$"""{"jsonrpc":"2.0","id":1,"method":"starknet_addDeclareTransaction","params":[{{declare}}] }"""),
        ];
    }

    private static string Body((string Method, string Parameters) call, int id) =>
        $$"""{"jsonrpc":"2.0","id":{{id}},"method":"{{call.Method}}","params":{{call.Parameters}} }""";

    private static IEnumerable<byte[]> SocketRequests() =>
        (((string Method, string Parameters)[])
        [
            ("starknet_subscribeNewHeads", """{"block_id":"latest"}"""), ("starknet_subscribeNewHeads", """[{"block_number":0}]"""),
            (
                "starknet_subscribeEvents",
                """{"from_address":"0x1","keys":[["0x2"],[]],"block_id":{"block_hash":"0x3"},"finality_status":"PRE_CONFIRMED"}"""),
            ("starknet_subscribeEvents", """{"from_address":["0x1","0x2"]}"""),
            ("starknet_subscribeTransactionStatus", $$"""["{{TransactionHash}}"]"""),
            ("starknet_subscribeNewTransactionReceipts", """{"finality_status":["ACCEPTED_ON_L2"],"sender_address":["0x1"]}"""),
            (
                "starknet_subscribeNewTransactions",
                """{"finality_status":["RECEIVED","CANDIDATE"],"sender_address":["0x1"],"tags":["INCLUDE_PROOF_FACTS"]}"""),
            ("starknet_unsubscribe", """{"subscription_id":"0"}"""),
            (
                "starknet_getEvents",
                """{"filter":{"from_block":{"block_number":0},"to_block":"latest","address":["0x1"],"keys":[],"chunk_size":10}}"""),
            ("starknet_simulateTransactions", """["latest",[],["RETURN_INITIAL_READS"]]"""),
            ("starknet_getBlockWithTxs", """{"block_id":"latest","response_flags":["INCLUDE_PROOF_FACTS"]}"""),
            ("starknet_getStateUpdate", """{"block_id":"latest","contract_addresses":["0x1"]}"""),
            ("starknet_traceBlockTransactions", """{"block_id":"latest","trace_flags":["RETURN_INITIAL_READS"]}"""),
        ])
        .Select((call, id) => Encoding.UTF8.GetBytes(Body(call, id)));

    private static IEnumerable<byte[]> Recorded(string part) =>
        TransactionTargets.Recorded().Select(step => RpcAnswer.Result(SeedData.Bytes(step.GetProperty(part))));

    private static IEnumerable<byte[]> Receipts() => TransactionTargets.Recorded().Select(step => RpcAnswer.Result(
        Encoding.UTF8.GetBytes($"{step.GetProperty("receipt").GetRawText().TrimEnd()[..^1]},\"block_number\":7}}")));

    private static IEnumerable<byte[]> StateUpdates() => TransactionTargets.Recorded().Take(8).Select(step => RpcAnswer.Result(
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
            RpcAnswer.Result(Encoding.UTF8.GetBytes($"{{\"events\":[{list}]}}")),
            RpcAnswer.Result(Encoding.UTF8.GetBytes($"{{\"events\":[{list}],\"continuation_token\":\"7-2\"}}")),
        ];
    }

    private static IEnumerable<byte[]> Waiting() =>
    [
        RpcAnswer.Result(
            """{"count":2,"transactions":[{"transaction_hash":"0x1","type":"INVOKE","sender_address":"0x2","nonce":"0x3","tip":4}]}"""u8),
        RpcAnswer.Result("""{"count":0,"transactions":[]}"""u8),
    ];

    private static IEnumerable<byte[]> Statuses() =>
    [
        RpcAnswer.Result("""{"finality_status":"ACCEPTED_ON_L2","execution_status":"REVERTED","failure_reason":"no room"}"""u8),
        RpcAnswer.Result("""{"finality_status":"RECEIVED"}"""u8),
    ];

    private static IEnumerable<byte[]> Traces() => TransactionTargets.Recorded().Take(8).Select(step => RpcAnswer.Result(
        SeedData.Bytes(step.GetProperty("trace"))));

    // A block's header with the recorded transactions and receipts in it.
    private static byte[] BlockAnswer()
    {
        JsonElement[] steps = [.. TransactionTargets.Recorded().Skip(4).Take(4)];
        string header = $"{steps[0].GetProperty("block").GetRawText().TrimEnd()[..^1]},\"new_root\":\"0x1\"";
        IEnumerable<string> items = steps.Select(step =>
            $$"""{"transaction":{{step.GetProperty("transaction").GetRawText()}},"receipt":{{step.GetProperty("receipt").GetRawText()}} }""");
        return RpcAnswer.Result(Encoding.UTF8.GetBytes($"{header},\"transactions\":[{string.Join(',', items)}]}}"));
    }
}
