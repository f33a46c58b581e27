using System;
using System.Collections.Immutable;
using System.IO;
using System.Net.Http;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Dev.Chain;
using Kraken.Fields;
using Kraken.L1;
using Kraken.Rpc.Client;
using Kraken.Starknet;
using Kraken.Starknet.Receipts;

namespace Kraken.Dev.Messages;

/// <summary>
/// An Ethereum node behind a development chain, and the messaging contract there. What it sends goes from the first account that the node
/// itself signs for, as nodes for development have them: this chain holds no key of L1. Not safe for several threads.
/// </summary>
internal sealed class L1Link : IDisposable
{
    // mockSendMessageFromL2(uint256,uint256,uint256[])
    private const string SendSelector = "d1fb1509";
    private const int PayloadPlace = 96;

    private static readonly TimeSpan ReceiptInterval = TimeSpan.FromMilliseconds(100);

    private readonly HttpClient http;
    private readonly EthereumNode node;
    private readonly string account;
    private ulong fetchedTo;

    private L1Link(HttpClient http, EthereumNode node, string address, string account, Felt contract, ulong fetchedTo)
    {
        this.http = http;
        this.node = node;
        this.account = account;
        this.fetchedTo = fetchedTo;
        Address = address;
        Contract = contract;
    }

    /// <summary>The node's address as it was given.</summary>
    internal string Address { get; }

    /// <summary>The messaging contract.</summary>
    internal Felt Contract { get; }

    /// <summary>Finds the messaging contract on L1, or deploys one that believes whoever calls it.</summary>
    /// <param name="address">The node.</param>
    /// <param name="contract">The contract; null to deploy one.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="DevRefusalException">The node does not answer as it must, or there is no contract.</exception>
    internal static L1Link Open(string address, Felt? contract, CancellationToken cancellation)
    {
        if (!L1Options.TryParseNode(address, out Uri? place))
        {
            throw new DevRefusalException("network_url: expected 'mock' or an address that begins with http:// or https://");
        }

        L1Limits limits = new();
        HttpClient http = new() { Timeout = limits.Patience };
        try
        {
            return Asked(OpenAsync(http, new EthereumNode(http, place, limits), address, contract, cancellation));
        }
        catch
        {
            http.Dispose();
            throw;
        }
    }

    /// <summary>Puts a message from L2 into the contract, where it can be consumed then.</summary>
    internal void Send(MessageToL1 message, CancellationToken cancellation) => Asked(SendAsync(
        node, account, Contract, Call(message), $"the message to L1 from {message.FromAddress}", cancellation));

    /// <summary>The messages to L2 since the last time.</summary>
    internal ImmutableArray<L1Message> Fetch(ChainId chain, int maxCalldata, CancellationToken cancellation) =>
        Asked(FetchAsync(chain, maxCalldata, cancellation));

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private static async Task<L1Link> OpenAsync(
        HttpClient http, EthereumNode node, string address, Felt? contract, CancellationToken cancellation)
    {
        ulong head = await node.HeadAsync(cancellation).ConfigureAwait(false);
        ImmutableArray<string> accounts = await node.AccountsAsync(cancellation).ConfigureAwait(false);
        if (accounts.IsEmpty)
        {
            throw new DevRefusalException("the node of L1 signs for no account: expected one for development, as anvil or hardhat");
        }

        if (contract is { } given && !await node.HasCodeAsync(given, cancellation).ConfigureAwait(false))
        {
            throw new DevRefusalException($"messaging_contract_address: no contract stands at {L1Options.AddressText(given)} on L1");
        }

        Felt? found = contract
            ?? (await SendAsync(node, accounts[0], null, Code(), "the deployment of the messaging contract", cancellation)
                .ConfigureAwait(false)).Contract
            ?? throw new DevRefusalException("the node of L1 does not say where it deployed the messaging contract");
        return new L1Link(http, node, address, accounts[0], found.Value, head);
    }

    private async Task<ImmutableArray<L1Message>> FetchAsync(ChainId chain, int maxCalldata, CancellationToken cancellation)
    {
        ulong head = await node.HeadAsync(cancellation).ConfigureAwait(false);
        if (head <= fetchedTo)
        {
            return [];
        }

        ImmutableArray<L1Message> messages =
            await node.MessagesAsync(chain, Contract, maxCalldata, fetchedTo + 1, head, cancellation).ConfigureAwait(false);
        fetchedTo = head;
        return messages;
    }

    private static async Task<L1Receipt> SendAsync(
        EthereumNode node, string account, Felt? to, string data, string what, CancellationToken cancellation)
    {
        string hash = await node.SendAsync(account, to, data, cancellation).ConfigureAwait(false);
        while (true)
        {
            if (await node.ReceiptAsync(hash, cancellation).ConfigureAwait(false) is { } receipt)
            {
                return receipt.Succeeded ? receipt : throw new DevRefusalException($"{what} was reverted on L1, transaction {hash}");
            }

            await Task.Delay(ReceiptInterval, cancellation).ConfigureAwait(false);
        }
    }

    private static string Call(MessageToL1 message)
    {
        StringBuilder call = new($"0x{SendSelector}");
        foreach (Felt word in (Felt[])
            [message.FromAddress, message.ToAddress, PayloadPlace, message.Payload.Length, .. message.Payload])
        {
            call.Append(Convert.ToHexStringLower(word.ToBytesBigEndian()));
        }

        return call.ToString();
    }

    private static string Code()
    {
        using Stream stream = typeof(L1Link).Assembly.GetManifestResourceStream("MessagingMock.hex")!;
        using StreamReader reader = new(stream, Encoding.ASCII);
        return $"0x{reader.ReadToEnd().ReplaceLineEndings("")}";
    }

    // Methods have a thread each: they wait.
    private static T Asked<T>(Task<T> answer)
    {
        try
        {
            return answer.GetAwaiter().GetResult();
        }
        catch (Exception failure) when (failure is RpcClientException or HttpRequestException
            or TaskCanceledException { InnerException: TimeoutException })
        {
            throw new DevRefusalException($"the node of L1: {failure.Message}");
        }
    }
}
