using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Net.Http;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Rpc.Client;
using Kraken.Serialization.Json;
using Kraken.Starknet;

namespace Kraken.L1;

/// <summary>
/// What is asked of an Ethereum node, by the JSON-RPC that all of them serve (ethereum/execution-apis). Its answers are bounded.
/// </summary>
/// <param name="http">The client, whose time limit is that of an answer.</param>
/// <param name="address">The node.</param>
/// <param name="limits">What its answers cost at most.</param>
public sealed class EthereumNode(HttpClient http, Uri address, L1Limits limits)
{
    private const int MaxText = 1024;
    private const int MaxAccounts = 1024;

    private readonly RpcConnection connection = new(http, address, isPositional: true);

    /// <summary>The number of the newest block.</summary>
    public Task<ulong> HeadAsync(CancellationToken cancellation) =>
        AskAsync("eth_blockNumber", static _ => { }, static node => node.HexUInt64(), cancellation);

    /// <summary>The hash of a block; null where the node has none of that number.</summary>
    public Task<string?> BlockHashAsync(ulong number, CancellationToken cancellation) => AskAsync(
        "eth_getBlockByNumber",
        writer =>
        {
            writer.WriteStringValue(Hex(number));
            writer.WriteBooleanValue(false);
        },
        static node => node.Exists ? node["hash"].Text(MaxText) : null,
        cancellation);

    /// <summary>Whether there is a contract at an address.</summary>
    public Task<bool> HasCodeAsync(Felt contract, CancellationToken cancellation) => AskAsync(
        "eth_getCode",
        writer =>
        {
            writer.WriteStringValue(L1Options.AddressText(contract));
            writer.WriteStringValue("latest");
        },
        node => node.Text(limits.MaxAnswerBytes).Length > 2,
        cancellation);

    /// <summary>The messages to L2 of some blocks, in their order; those that no chain can consume are left out.</summary>
    /// <param name="contract">The messaging contract.</param>
    /// <param name="maxCalldata">The most felts of a handler's calldata.</param>
    /// <param name="first">The first block.</param>
    /// <param name="last">The last block.</param>
    /// <param name="cancellation">Nobody wants them any more.</param>
    public Task<ImmutableArray<L1Message>> MessagesAsync(
        ChainId chain, Felt contract, int maxCalldata, ulong first, ulong last, CancellationToken cancellation)
    {
        MessageLog log = new(chain, contract, maxCalldata);
        return AskAsync(
            "eth_getLogs",
            writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("fromBlock", Hex(first));
                writer.WriteString("toBlock", Hex(last));
                writer.WriteString("address", L1Options.AddressText(contract));
                writer.WriteStartArray("topics");
                writer.WriteStringValue(MessageLog.Topic);
                writer.WriteEndArray();
                writer.WriteEndObject();
            },
            node => ReadMessages(node, log, first, last),
            cancellation);
    }

    /// <summary>The accounts that the node itself signs for; none of a public node.</summary>
    public Task<ImmutableArray<string>> AccountsAsync(CancellationToken cancellation) =>
        AskAsync("eth_accounts", static _ => { }, static node => node.List(MaxAccounts, static item => item.Text(MaxText)), cancellation);

    /// <summary>Sends a transaction from one of the accounts that the node signs for.</summary>
    /// <param name="from">The account.</param>
    /// <param name="to">The contract; null to make one.</param>
    /// <param name="data">The call, or the code, 0x and digits.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The transaction's hash.</returns>
    public Task<string> SendAsync(string from, Felt? to, string data, CancellationToken cancellation) => AskAsync(
        "eth_sendTransaction",
        writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("from", from);
            if (to is { } contract)
            {
                writer.WriteString("to", L1Options.AddressText(contract));
            }

            writer.WriteString("data", data);

            // Enough for a message of the longest payload, and of what nodes for development take in a block.
            writer.WriteString("gas", Hex(5_000_000));
            writer.WriteEndObject();
        },
        static node => node.Text(MaxText),
        cancellation);

    /// <summary>What became of a transaction; null while no block has it.</summary>
    public Task<L1Receipt?> ReceiptAsync(string transaction, CancellationToken cancellation) => AskAsync(
        "eth_getTransactionReceipt",
        writer => writer.WriteStringValue(transaction),
        static node => node.Exists
            ? new L1Receipt(
                node["status"].HexUInt64() == 1,
                L1Options.TryParseAddress(node["contractAddress"].Exists ? node["contractAddress"].Text(MaxText) : null, out Felt made)
                    ? made
                    : null)
            : null,
        cancellation);

    /// <summary>Calls a contract as it is in the newest block.</summary>
    /// <param name="data">The call, 0x and digits.</param>
    /// <param name="read">Reads the answer.</param>
    /// <param name="cancellation">Gives up.</param>
    internal Task<T> CallAsync<T>(Felt contract, string data, Func<string, T> read, CancellationToken cancellation) => AskAsync(
        "eth_call",
        writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("to", L1Options.AddressText(contract));
            writer.WriteString("data", data);
            writer.WriteEndObject();
            writer.WriteStringValue("latest");
        },
        node => read(node.Text(MaxText)),
        cancellation);

    /// <summary>The data of a contract's logs of all blocks, 0x and digits.</summary>
    /// <param name="cancellation">Gives up.</param>
    internal Task<ImmutableArray<string>> LogDataAsync(
        Felt contract, ImmutableArray<string> topics, CancellationToken cancellation) => AskAsync(
        "eth_getLogs",
        writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("fromBlock", "earliest");
            writer.WriteString("toBlock", "latest");
            writer.WriteString("address", L1Options.AddressText(contract));
            writer.WriteStartArray("topics");
            foreach (string topic in topics)
            {
                writer.WriteStringValue(topic);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        },
        node => node.List(limits.MaxLogs, item => item["data"].Text(limits.MaxAnswerBytes)),
        cancellation);

    /// <summary>The messages of an answer to eth_getLogs.</summary>
    internal ImmutableArray<L1Message> ReadMessages(JsonNode node, MessageLog log, ulong first, ulong last)
    {
        ImmutableArray<L1Message?> read = node.List(limits.MaxLogs, item => log.Read(item, first, last, limits.MaxAnswerBytes));
        IEnumerable<L1Message> messages = read.Where(message => message is not null)!;
        return [.. messages.OrderBy(message => message.Block)];
    }

    private static string Hex(ulong number) => string.Create(CultureInfo.InvariantCulture, $"0x{number:x}");

    private Task<T> AskAsync<T>(
        string method, Action<Utf8JsonWriter> writeParameters, Func<JsonNode, T> read, CancellationToken cancellation) =>
        connection.CallAsync(method, writeParameters, read, cancellation, limits.MaxAnswerBytes);
}
