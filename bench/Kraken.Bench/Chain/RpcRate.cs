using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;

namespace Kraken.Bench.Chain;

/// <summary>
/// Requests a second that a node answers to 16 connections, each of which sends its next request when it has the last answer.
/// </summary>
internal static class RpcRate
{
    public const int Connections = 16;

    private const string FeeToken = "0x4718f5a0fc34cc1af16a1cdee98ffb20c31f5cd61d6ab07201858f4287c938d";
    private const string BalanceOf = "0x35a73cd311a05d46deda634c5ee045db92f811b4e74bca4437fcb5302b7af33";
    private const string Account = "0x64b48806902a367c8598f4f95c305e8c1a1acba5f082d294a43793113115691";

    private static readonly TimeSpan SilenceLimit = TimeSpan.FromSeconds(10);

    /// <summary>The parameters of a call: a balance.</summary>
    public const string Balance =
        $$"""
        {"request":{"contract_address":"{{FeeToken}}","entry_point_selector":"{{BalanceOf}}","calldata":["{{Account}}"]},
        "block_id":"latest"}
        """;

    /// <summary>
    /// The requests: the latest block with its receipts, made small before; a balance; a page of the fee token's events in
    /// a block with many transactions; and that block with its receipts.
    /// </summary>
    public static IReadOnlyList<(string Method, string Parameters)> Requests(ulong busyBlock) =>
    [
        ("getBlockWithReceipts", """{"block_id":"latest"}"""),
        ("call", Balance),
        ("getEvents", $$$"""
            {"filter":{"from_block":{"block_number":{{{busyBlock}}}},"to_block":{"block_number":{{{busyBlock}}}},
            "address":"{{{FeeToken}}}","chunk_size":10}}
            """),
        ("getBlockWithReceipts", $$$"""{"block_id":{"block_number":{{{busyBlock}}}}}"""),
    ];

    /// <summary>Measures one request.</summary>
    public static double Measure(int port, string method, string parameters, TimeSpan time)
    {
        string body = Body(method, parameters);
        HttpPost[] clients = [.. Enumerable.Range(0, Connections).Select(_ => new HttpPost(body))];
        try
        {
            foreach (HttpPost client in clients)
            {
                client.Connect(port);
                client.Send();
            }

            // The server compiles its code at first.
            Count(clients, time / 4);
            return Count(clients, time) / time.TotalSeconds;
        }
        finally
        {
            foreach (HttpPost client in clients)
            {
                client.Dispose();
            }
        }
    }

    /// <summary>The body of a request.</summary>
    public static string Body(string method, string parameters) =>
        $$"""{"jsonrpc":"2.0","id":1,"method":"starknet_{{method}}","params":{{parameters}}}""";

    /// <summary>The block with most transactions among the last ones, how many it has, and how many the latest has.</summary>
    public static async Task<(ulong Number, int Transactions, int Latest)> BusyBlockAsync(int port)
    {
        ulong head = (await AskAsync(port, "blockNumber", "[]").ConfigureAwait(false)).GetUInt64();
        (ulong Number, int Transactions) best = (head, -1);
        int latest = 0;
        for (ulong number = head; number + 60 > head; number--)
        {
            JsonElement block = await AskAsync(
                port, "getBlockWithTxHashes", $$$"""{"block_id":{"block_number":{{{number}}}}}""").ConfigureAwait(false);
            int count = block.GetProperty("transactions").GetArrayLength();
            best = count > best.Transactions ? (number, count) : best;
            latest = number == head ? count : latest;
            if (number == 0)
            {
                break;
            }
        }

        return (best.Number, best.Transactions, latest);
    }

    private static async Task<JsonElement> AskAsync(int port, string method, string parameters)
    {
        using HttpPost client = new(Body(method, parameters));
        await client.ConnectAsync(port).ConfigureAwait(false);
        string answer = Encoding.UTF8.GetString((await client.AskAsync().ConfigureAwait(false)).Span);
        int start = answer.IndexOf('{', StringComparison.Ordinal);
        using JsonDocument document = JsonDocument.Parse(answer[start..(answer.LastIndexOf('}') + 1)]);
        return document.RootElement.GetProperty("result").Clone();
    }

    // One thread for all connections: threads that wake each other would take the server's time on the same processors.
    private static long Count(HttpPost[] clients, TimeSpan time)
    {
        Dictionary<Socket, HttpPost> bySocket = clients.ToDictionary(client => client.Socket);
        List<Socket> ready = new(clients.Length);
        long end = Environment.TickCount64 + (long)time.TotalMilliseconds;
        long count = 0;
        while (Environment.TickCount64 < end)
        {
            ready.Clear();
            ready.AddRange(bySocket.Keys);
            Socket.Select(ready, null, null, SilenceLimit);
            if (ready.Count == 0)
            {
                throw new IOException($"no answer within {SilenceLimit.TotalSeconds:0} s");
            }

            foreach (HttpPost client in ready.Select(socket => bySocket[socket]))
            {
                if (client.Receive())
                {
                    count++;
                    client.Send();
                }
            }
        }

        return count;
    }
}
