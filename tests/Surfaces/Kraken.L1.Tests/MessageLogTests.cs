using System;
using System.Collections.Immutable;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kraken.Fields;
using Kraken.Serialization.Json;
using Kraken.Starknet;
using Xunit;

namespace Kraken.L1.Tests;

/// <summary>The log of a message to L2.</summary>
public sealed class MessageLogTests
{
    private const int MaxCalldata = 5;

    // Of Goerli's transaction 0x6182c63599a9638272f1ce5b5cadabece9c81c2d2b8f88ab7a294472b8fce8b, which starknet-devnet's tests have too.
    private const string GenuineData =
        "0x0000000000000000000000000000000000000000000000000000000000000060"
        + "00000000000000000000000000000000000000000000000000000000000bf2ea"
        + "0000000000000000000000000000000000000000000000000000000000007530"
        + "0000000000000000000000000000000000000000000000000000000000000002"
        + "0000000000000000000000000000000000000000000000000000000000000001"
        + "0000000000000000000000000000000000000000000000000000000000000002";

    [Fact]
    public void AGenuineLogIsItsMessage()
    {
        JsonObject log = FakeEthereum.Log(block: 7, nonce: 0);
        log["data"] = GenuineData;
        L1Message message = Assert.Single(Read(log, out DecodeError? error));
        Assert.Null(error);
        Assert.Equal((783_082UL, 30_000UL), ((ulong)message.Handler.Nonce.ToBigInteger(), (ulong)message.PaidFee));
        Assert.Equal(
            [Felt.Parse("0xbe3c44c09bc1a3566f3e1ca12e5aba0fa4ca72be"), 1, 2], message.Handler.Calldata.ToArray());
        Assert.Equal(Felt.Parse("0x39dc79e64f4bb3289240f88e0bae7d21735bef0d1a51b2bf3c4730cb16983e1"), message.Handler.ContractAddress);
        Assert.Equal(Felt.Parse("0x2f15cff7b0eed8b9beb162696cf4e3e0e35fa7032af69cd1b7d2ac67a13f40f"), message.Handler.EntryPointSelector);
        Assert.Equal(message.Handler.WithHash(ChainId.Sepolia).Hash, message.Handler.Hash);
        Assert.Equal(7UL, message.Block);
    }

    [Fact]
    public void AMessageThatNoChainCanConsumeIsPassedOver()
    {
        Assert.Single(Read(FakeEthereum.Log(7, 0, payload: MaxCalldata - 1), out _));
        foreach (JsonObject log in (JsonObject[])
            [
                FakeEthereum.Log(7, 0, payload: MaxCalldata),
                FakeEthereum.Log(7, 0, fee: 0),
                With("data", GenuineData[..^2]),
                With("data", GenuineData[..^64]),
                With("data", GenuineData + new string('0', 64)),
                With("data", "0x"),
                With("data", GenuineData[..^1] + "g"),
                With("data", GenuineData[..^64] + new string('f', 64)),
                With("data", "0x" + new string('f', 64) + GenuineData[66..]),
            ])
        {
            Assert.Empty(Read(log, out DecodeError? error));
            Assert.Null(error);
        }

        JsonObject outOfField = FakeEthereum.Log(7, 0);
        outOfField["topics"]![2] = "0x" + new string('f', 64);
        Assert.Empty(Read(outOfField, out _));
    }

    [Fact]
    public void ALogThatWasNotAskedForIsAnError()
    {
        JsonObject otherEvent = FakeEthereum.Log(7, 0);
        otherEvent["topics"]![0] = "0x" + new string('1', 64);
        JsonObject fewTopics = FakeEthereum.Log(7, 0);
        fewTopics["topics"] = new JsonArray(MessageLog.Topic);
        foreach ((JsonObject log, string place) in ((JsonObject, string)[])
            [
                (FakeEthereum.Log(4, 0), "blockNumber"),
                (FakeEthereum.Log(10, 0), "blockNumber"),
                (With("address", "0x" + new string('1', 40)), "address"),
                (With("address", "0x1"), "address"),
                (With("blockNumber", null), "blockNumber"),
                (With("transactionHash", "0x1"), "[0]"),
                (With("data", "zz"), "[0]"),
                (otherEvent, "topics"),
                (fewTopics, "topics"),
            ])
        {
            Assert.Empty(Read(log, out DecodeError? error));
            Assert.Contains(place, error!.ToString(), StringComparison.Ordinal);
        }
    }

    private static JsonObject With(string member, string? value)
    {
        JsonObject log = FakeEthereum.Log(7, 0);
        log[member] = value;
        return log;
    }

    private static ImmutableArray<L1Message> Read(JsonObject log, out DecodeError? error)
    {
        EthereumNode node = new(new System.Net.Http.HttpClient(), new Uri("http://localhost"), new L1Limits());
        using JsonDocument document = JsonDocument.Parse(new JsonArray(log).ToJsonString());
        MessageLog reader = new(ChainId.Sepolia, FakeEthereum.Contract, MaxCalldata);
        return JsonDecoding.TryDecode(
            document.RootElement, root => node.ReadMessages(root, reader, 5, 9), out ImmutableArray<L1Message> messages, out error)
            ? messages
            : [];
    }
}
