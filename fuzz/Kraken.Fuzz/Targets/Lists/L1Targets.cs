using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.L1;
using Kraken.Rpc.Client;
using Kraken.Serialization.Json;
using Kraken.Starknet;
using Kraken.Starknet.Receipts;

namespace Kraken.Fuzz.Targets.Lists;

/// <summary>What an Ethereum node answers.</summary>
internal static class L1Targets
{
    private const int MaxCalldata = 64;
    private const int MaxBytes = 1 << 20;

    private static readonly Felt Contract = Felt.Parse("0xde29d060d45901fb19ed6c6e959eb22d8626708e");

    private static readonly MessageToL1 Sent = new(1, 2, [3]);

    private static readonly IReadOnlyList<Func<HttpClient, Task<object>>> Answers =
    [
        Asking(node => node.HeadAsync(CancellationToken.None)),
        Asking(node => node.BlockHashAsync(1, CancellationToken.None)),
        Asking(node => node.HasCodeAsync(Contract, CancellationToken.None)),
        Asking(node => node.AccountsAsync(CancellationToken.None)),
        Asking(node => node.SendAsync("0x1", Contract, "0x", CancellationToken.None)),
        Asking(node => node.ReceiptAsync("0x1", CancellationToken.None)),
        Asking(node => new L1Mailbox(node, Contract).FindAsync(Sent, CancellationToken.None)),
        Asking(async node => (object)await node.LogDataAsync(Contract, [], CancellationToken.None).ConfigureAwait(false)),
    ];

    /// <summary>The targets.</summary>
    internal static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new CodecTarget<object>("l1-logs", "the messages that an Ethereum node logged", InputShape.Json, Read, Seeds),
        RpcAnswer.Target<RpcClientException>("l1-answer", "an Ethereum node's other answers", Answers, AnswerSeeds),
    ];

    // What is not there yet is an answer too.
    private static Func<HttpClient, Task<object>> Asking<T>(Func<EthereumNode, Task<T>> call) => async http =>
        await call(new EthereumNode(http, new Uri("http://localhost/"), new L1Limits())).ConfigureAwait(false) ?? (object)string.Empty;

    private static IEnumerable<byte[]> AnswerSeeds() =>
        ((string[])
        [
            "\"0x7\"", "null", "\"0x6001600255\"", $"\"0x{new string('0', 64)}\"", $"\"0x{new string('0', 63)}5\"",
            $$"""["{{L1Options.AddressText(Contract)}}"]""", $$"""{"number":"0x1","hash":"0x{{new string('a', 64)}}"}""",
            $$"""{"status":"0x1","contractAddress":"{{L1Options.AddressText(Contract)}}"}""",
            """{"status":"0x0","contractAddress":null}""", $"[{Log(1)}]",
        ]).Select(text => RpcAnswer.Result(Encoding.UTF8.GetBytes(text)));

    private static object? Read(byte[] input)
    {
        MessageLog log = new(ChainId.Sepolia, Contract, MaxCalldata);
        return JsonDecoding.TryDecode(
            input,
            MaxBytes,
            node => node.List(MaxBytes, item => log.Read(item, 5, 9, MaxBytes)).ToArray(),
            out L1Message?[]? messages,
            out _)
            ? messages
            : null;
    }

    private static IEnumerable<byte[]> Seeds() => from payload in (int[])[0, 1, 5] select Encoding.UTF8.GetBytes($"[{Log(payload)}]");

    private static string Log(int payload)
    {
        IEnumerable<Felt> words = [96, 783_082, 30_000, (ulong)payload, .. Enumerable.Range(1, payload).Select(i => (Felt)(ulong)i)];
        string data = string.Concat(words.Select(word => Convert.ToHexStringLower(word.ToBytesBigEndian())));
        return $$"""
            {"address":"{{L1Options.AddressText(Contract)}}","blockNumber":"0x7","transactionHash":"0x{{new string('a', 64)}}",
             "topics":["{{MessageLog.Topic}}","0x000000000000000000000000be3c44c09bc1a3566f3e1ca12e5aba0fa4ca72be",
              "0x039dc79e64f4bb3289240f88e0bae7d21735bef0d1a51b2bf3c4730cb16983e1",
              "0x02f15cff7b0eed8b9beb162696cf4e3e0e35fa7032af69cd1b7d2ac67a13f40f"],"data":"0x{{data}}"}
            """;
    }
}
