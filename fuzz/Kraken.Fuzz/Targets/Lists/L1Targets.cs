using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Kraken.Fields;
using Kraken.L1;
using Kraken.Serialization.Json;
using Kraken.Starknet;

namespace Kraken.Fuzz.Targets.Lists;

/// <summary>What an Ethereum node answers.</summary>
internal static class L1Targets
{
    private const int MaxCalldata = 64;
    private const int MaxBytes = 1 << 20;

    private static readonly Felt Contract = Felt.Parse("0xde29d060d45901fb19ed6c6e959eb22d8626708e");

    /// <summary>The targets.</summary>
    internal static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new CodecTarget<object>("l1-logs", "the messages that an Ethereum node logged", InputShape.Json, Read, Seeds),
    ];

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
