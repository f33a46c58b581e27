using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Http;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Starknet;
using Kraken.Starknet.Json;
using Kraken.Starknet.Transactions;

namespace Kraken.Load.Tests;

/// <summary>A node whose answers a test writes; it keeps what it was asked, in order.</summary>
internal sealed class ScriptedNode : HttpMessageHandler
{
    private readonly Lock gate = new();
    private readonly List<(string Method, JsonElement Parameters)> calls = [];

    /// <summary>The answer to a submission: its error, or null to take it; an exception loses it.</summary>
    public Func<JsonElement, int, (int Code, string Message)?> Submit { get; set; } = (_, _) => null;

    /// <summary>The finality of a transaction; null when it is unknown.</summary>
    public Func<Felt, string?> Status { get; set; } = _ => null;

    /// <summary>The hash that the node answers a submission with; by default the genuine one.</summary>
    public Func<JsonElement, string>? Hash { get; set; }

    /// <summary>The account's nonce.</summary>
    public Func<ulong> Nonce { get; set; } = () => 0;

    /// <summary>The nonces of the submissions so far, in order.</summary>
    public ulong[] Submitted => [.. Calls("starknet_addInvokeTransaction").ConvertAll(NonceOf)];

    /// <summary>How often a method was called.</summary>
    public List<JsonElement> Calls(string method)
    {
        lock (gate)
        {
            return calls.FindAll(call => call.Method == method).ConvertAll(call => call.Parameters);
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        JsonElement root = JsonDocument.Parse(await request.Content!.ReadAsByteArrayAsync(cancellationToken)).RootElement;
        string method = root.GetProperty("method").GetString()!;
        JsonElement parameters = root.GetProperty("params");
        int attempt;
        lock (gate)
        {
            calls.Add((method, parameters));
            attempt = calls.FindAll(call => call.Method == method).Count;
        }

        return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(Answer(method, parameters, attempt)) };
    }

    private string Answer(string method, JsonElement parameters, int attempt)
    {
        switch (method)
        {
            case "starknet_addInvokeTransaction":
                return Submit(parameters.GetProperty("invoke_transaction"), attempt) is { } error
                    ? Error(error.Code, error.Message)
                    : Result($$"""{"transaction_hash":"{{HashOf(parameters.GetProperty("invoke_transaction"))}}"}""");
            case "starknet_getTransactionStatus":
                string? finality = Status(Felt.Parse(parameters.GetProperty("transaction_hash").GetString()!));
                return finality is null ? Error(29, "Transaction hash not found") : Result($$"""{"finality_status":"{{finality}}"}""");
            case "starknet_getNonce":
                return Result($"\"{(Felt)Nonce()}\"");
            default:
                return Error(-32601, "Method not found");
        }
    }

    private string HashOf(JsonElement transaction) => Hash?.Invoke(transaction)
        ?? (TransactionJson.TryDecodeSubmitted(transaction, ChainId.Sepolia, out SubmittedTransaction? submitted, out _)
            ? submitted.Transaction.Hash.ToString()
            : "0x0");

    private static string Result(string result) => $$"""{"jsonrpc":"2.0","id":1,"result":{{result}}}""";

    private static string Error(int code, string message) => code == 0
        ? """{"jsonrpc":"2.0","id":1,"result":5}"""
        : $$$"""{"jsonrpc":"2.0","id":1,"error":{"code":{{{code}}},"message":"{{{message}}}"}}""";

    private static ulong NonceOf(JsonElement parameters) =>
        Felt.Parse(parameters.GetProperty("invoke_transaction").GetProperty("nonce").GetString()!).TryToUInt64(out ulong nonce)
            ? nonce
            : ulong.MaxValue;
}
