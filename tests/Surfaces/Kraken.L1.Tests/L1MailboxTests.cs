using System;
using System.Linq;
using System.Net.Http;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Rpc.Client;
using Kraken.Starknet.Receipts;
using Xunit;

namespace Kraken.L1.Tests;

/// <summary>What an Ethereum node says of messages to L1, and what it may not say. Genuine answers are in the end-to-end tests.</summary>
public sealed class L1MailboxTests
{
    private static readonly MessageToL1 Message = new(0x111, Felt.Parse("0xbe3c44c09bc1a3566f3e1ca12e5aba0fa4ca72be"), [5, 6]);

    [Fact]
    public async Task AMessageThatWaitsIsFoundByItsHashWithOneQuestion()
    {
        using MailboxNode ethereum = new() { Count = Word(2) };
        Assert.Equal(new L1Delivery(2, null), await FindAsync(ethereum));
        Assert.Equal($"0xa46efaf3{MessageToL1Hash.Compute(Message)[2..]}", ethereum.Called);
        Assert.Null(ethereum.Topics);
    }

    [Fact]
    public async Task OneThatWasConsumedIsFoundByItsPayload()
    {
        string consumed = "0x" + string.Concat(((Felt[])[32, 2, 5, 6]).Select(Digits));
        string other = "0x" + string.Concat(((Felt[])[32, 2, 5, 7]).Select(Digits));
        string shouted = consumed.ToUpperInvariant().Replace("0X", "0x", StringComparison.Ordinal);
        using MailboxNode ethereum = new() { Count = Word(0), Logs = [other, consumed, shouted] };
        Assert.Equal(new L1Delivery(0, 2), await FindAsync(ethereum));
        Assert.Equal($"0x{Digits(Message.FromAddress)} 0x{Digits(Message.ToAddress)}", ethereum.Topics);
        ethereum.Logs = [other];
        Assert.Equal(new L1Delivery(0, 0), await FindAsync(ethereum));

        // Not every node searches all blocks.
        ethereum.Logs = null;
        Assert.Equal(new L1Delivery(0, null), await FindAsync(ethereum));
    }

    [Theory]
    [InlineData("0x")]
    [InlineData("0x01")]
    [InlineData("0x0000000000000000000000000000000000000000000000010000000000000000")]
    [InlineData("0x000000000000000000000000000000000000000000000000000000000000000g")]
    [InlineData("0x00000000000000000000000000000000000000000000000000000000000000000")]
    public async Task WhatIsNoCountIsAnError(string count)
    {
        using MailboxNode ethereum = new() { Count = count };
        await Assert.ThrowsAsync<RpcClientException>(() => FindAsync(ethereum));
    }

    private static async Task<L1Delivery> FindAsync(MailboxNode ethereum)
    {
        using HttpClient http = new(ethereum, disposeHandler: false);
        L1Mailbox mailbox = new(new EthereumNode(http, new Uri("http://localhost:1"), new L1Limits()), FakeEthereum.Contract);
        return await mailbox.FindAsync(Message, CancellationToken.None);
    }

    private static string Word(ulong value) => $"0x{Digits(value)}";

    private static string Digits(Felt value) => Convert.ToHexStringLower(value.ToBytesBigEndian());

    private sealed class MailboxNode : HttpMessageHandler
    {
        public required string Count { get; init; }

        public string[]? Logs { get; set; } = [];

        public string? Called { get; private set; }

        public string? Topics { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            using JsonDocument asked = JsonDocument.Parse(await request.Content!.ReadAsStringAsync(cancellationToken));
            JsonElement first = asked.RootElement.GetProperty("params")[0];
            JsonObject answer = new() { ["jsonrpc"] = "2.0", ["id"] = 1 };
            if (asked.RootElement.GetProperty("method").GetString() == "eth_call")
            {
                Assert.Equal(L1Options.AddressText(FakeEthereum.Contract), first.GetProperty("to").GetString());
                Called = first.GetProperty("data").GetString();
                answer["result"] = Count;
                return FakeEthereum.Answer(answer.ToJsonString());
            }

            Topics = string.Join(' ', first.GetProperty("topics").EnumerateArray().Skip(1).Select(topic => topic.GetString()));
            answer[Logs is null ? "error" : "result"] = Logs is null
                ? new JsonObject { ["code"] = -32005, ["message"] = "query exceeds max block range" }
                : new JsonArray([.. Logs.Select(data => new JsonObject { ["data"] = data })]);
            return FakeEthereum.Answer(answer.ToJsonString());
        }
    }
}
