using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace Kraken.EndToEnd.Tests;

/// <summary>
/// Clients of different addresses that ask for the most expensive things a node answers: endless calls, estimates and simulations of 64
/// transactions, traces, all events, full batches; and that send slowly, never end a request, or leave before the answer.
/// </summary>
/// <param name="ports">The ports of the nodes' RPC on this machine.</param>
internal sealed class HostileClients(int[] ports)
{
    private const int EndlessArgument = int.MaxValue;
    private const int LongArgument = 200_000;
    private const int MostSimulated = 64;
    private const int MostCalls = 128;
    private const int Kinds = 8;

    // Of twenty clients, one each behaves so; the others ask and wait.
    private const int Manners = 20;
    private const int SendsSlowly = 18;
    private const int NeverEnds = 19;
    private const int LeavesEarly = 17;

    // What costs the client nothing is not repeated without a pause, or the test would measure the client.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(60);

    // The demo contract and the first account of a new local network, and starknet_keccak of "fib" and "fact".
    private const string Demo = "0x3f9e06399ab6b8b46017101be488c51a9c6fabe5c49900eef965cafe1334a8";
    private const string Account = "0x49dfb8ce986e21d354ac93ea65e6a11f639c1934ea253e5ff14ca62eca0f38e";
    private const string Fibonacci = "0x112e35f48499939272000bd72eb840e502ca4c3aefa8800992e8defb746e0c9";
    private const string Factorial = "0x213cda0181d4bd6d07f2e467ddf45a1d971e14ca1bcd4c83949a6d830a15b7f";

    private readonly ConcurrentDictionary<string, int> outcomes = new();

    /// <summary>The parameters of a call that costs little: a node must answer it, or the costly ones hit nothing.</summary>
    public static string CheapCall => $"[{CallParameters(Fibonacci, 10)}]";

    /// <summary>How often each outcome was met, most frequent first.</summary>
    public string Outcomes => string.Join(", ", outcomes.OrderByDescending(pair => pair.Value).Select(pair => $"{pair.Value} {pair.Key}"));

    /// <summary>How many requests were answered, refusals included.</summary>
    public int Answers => outcomes.Where(pair => pair.Key.StartsWith("200", StringComparison.Ordinal)).Sum(pair => pair.Value);

    /// <summary>Attacks until cancelled.</summary>
    public Task RunAsync(int clients, CancellationToken cancellation) =>
        Task.WhenAll(
            Enumerable.Range(0, clients).Select(client => Task.Run(() => AttackAsync(client, cancellation), CancellationToken.None)));

    private async Task AttackAsync(int client, CancellationToken cancellation)
    {
        IPEndPoint node = new(IPAddress.Loopback, ports[client % ports.Length]);
        Random random = new(client);
        while (!cancellation.IsCancellationRequested)
        {
            string outcome;
            try
            {
                // A client keeps to its kind of request; those of bad manners try all.
                int manner = client % Manners;
                int kind = manner >= LeavesEarly ? random.Next(Kinds) : client / ports.Length % Kinds;
                outcome = await AskAsync(node, manner, kind, client, random, cancellation);
            }
            catch (Exception failure) when (failure is SocketException or OperationCanceledException or System.IO.IOException)
            {
                outcome = failure.GetType().Name;
            }

            outcomes.AddOrUpdate(outcome, 1, (_, count) => count + 1);
            if (outcome != "200 result")
            {
                await Task.Delay(Pause, CancellationToken.None);
            }
        }
    }

    private async Task<string> AskAsync(IPEndPoint node, int manner, int kind, int client, Random random, CancellationToken cancellation)
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Bind(new IPEndPoint(new IPAddress([127, 0, 0, (byte)(2 + (client % 250))]), 0));
        await socket.ConnectAsync(node, cancellation);
        await using NetworkStream stream = new(socket);
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(AnswerLimit);
        if (manner == NeverEnds)
        {
            await stream.WriteAsync("POST / HTTP/1.1\r\nHost: node\r\n"u8.ToArray(), limit.Token);
            await ReadAsync(stream, limit.Token);
            return "cut off";
        }

        byte[] body = Encoding.UTF8.GetBytes(Body(kind, random));
        byte[] head = Encoding.ASCII.GetBytes(
            "POST / HTTP/1.1\r\nHost: node\r\nContent-Type: application/json\r\nConnection: close\r\n"
            + $"Content-Length: {Text(body.Length)}\r\n\r\n");
        await stream.WriteAsync(head, limit.Token);
        foreach (byte[] part in manner == SendsSlowly ? body.Chunk(64) : [body])
        {
            await stream.WriteAsync(part, limit.Token);
            if (manner == SendsSlowly)
            {
                await Task.Delay(20, limit.Token);
            }
        }

        if (manner == LeavesEarly)
        {
            await Task.Delay(random.Next(2000), limit.Token);
            return "left early";
        }

        string answer = await ReadAsync(stream, limit.Token);
        int code = answer.IndexOf("\"code\":", StringComparison.Ordinal);
        string said = code < 0
            ? "result"
            : new string([.. answer[(code + 7)..].TakeWhile(letter => letter is '-' || char.IsAsciiDigit(letter))]);
        return answer.Length > 12 ? $"{answer[9..12]} {said}" : "cut off";
    }

    // The whole answer is read and its head kept, so that the client's own memory stays small.
    private static async Task<string> ReadAsync(NetworkStream stream, CancellationToken cancellation)
    {
        byte[] buffer = new byte[1 << 16];
        StringBuilder head = new();
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellation)) > 0)
        {
            if (head.Length < 4096)
            {
                head.Append(Encoding.UTF8.GetString(buffer, 0, Math.Min(read, 4096)));
            }
        }

        return head.ToString();
    }

    private static string Body(int kind, Random random) => kind switch
    {
        0 => Call(Fibonacci, EndlessArgument),
        1 => Call(Factorial, EndlessArgument),
        2 => Request("estimateFee", $"[{Invokes()}],[\"SKIP_VALIDATE\"],\"latest\""),
        3 => Request("simulateTransactions", $"\"latest\",[{Invokes()}],[\"SKIP_VALIDATE\",\"SKIP_FEE_CHARGE\"]"),
        4 => Trace(random),
        5 => Events,
        6 => '[' + string.Join(
            ',', Enumerable.Range(0, MostCalls).Select(index => Body(index % 3 == 0 ? 0 : index % 3 == 1 ? 4 : 5, random))) + ']',
        _ => Call(Fibonacci, LongArgument),
    };

    private static string Call(string selector, int argument) => Request("call", CallParameters(selector, argument));

    private static string CallParameters(string selector, int argument) =>
        $"{{\"contract_address\":\"{Demo}\",\"entry_point_selector\":\"{selector}\",\"calldata\":[\"{Hex(argument)}\"]}},\"latest\"";

    private static string Trace(Random random) => Request("traceBlockTransactions", $"{{\"block_number\":{Text(random.Next(1, 20))}}}");

    private static string Events =>
        Request("getEvents", "{\"from_block\":{\"block_number\":0},\"to_block\":\"latest\",\"chunk_size\":1024}");

    private static string Invokes() => string.Join(',', Enumerable.Range(0, MostSimulated).Select(Invoke));

    private static string Invoke(int nonce)
    {
        const string NoBound = "{\"max_amount\":\"0x0\",\"max_price_per_unit\":\"0x0\"}";
        IEnumerable<string> members =
        [
            "\"type\":\"INVOKE\",\"version\":\"0x3\",\"tip\":\"0x0\",\"signature\":[],\"paymaster_data\":[],\"account_deployment_data\":[]",
            "\"nonce_data_availability_mode\":\"L1\",\"fee_data_availability_mode\":\"L1\"",
            $"\"sender_address\":\"{Account}\",\"nonce\":\"{Hex(nonce)}\"",
            $"\"calldata\":[\"0x1\",\"{Demo}\",\"{Fibonacci}\",\"0x1\",\"{Hex(LongArgument)}\"]",
            $"\"resource_bounds\":{{\"l1_gas\":{NoBound},\"l1_data_gas\":{NoBound},\"l2_gas\":{NoBound}}}",
        ];
        return $"{{{string.Join(',', members)}}}";
    }

    private static string Request(string method, string parameters) =>
        $"{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"starknet_{method}\",\"params\":[{parameters}]}}";

    private static string Hex(int value) => $"0x{value.ToString("x", CultureInfo.InvariantCulture)}";

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
