using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Fields;

namespace Kraken.L1.Tests;

/// <summary>
/// An Ethereum node that says what a test wants, in the shapes of ethereum/execution-apis. What real nodes say is shown with one, in the
/// end-to-end tests.
/// </summary>
internal sealed class FakeEthereum : HttpMessageHandler
{
    public static readonly Felt Contract = Felt.Parse("0xde29d060d45901fb19ed6c6e959eb22d8626708e");

    private readonly List<(ulong Block, JsonObject Log)> logs = [];

    public ulong Head { get; set; }

    /// <summary>Which history of blocks it tells: hashes depend on it.</summary>
    public int Fork { get; set; }

    public bool HasContract { get; set; } = true;

    /// <summary>Changes an answer to eth_getLogs.</summary>
    public Func<JsonArray, JsonNode> Spoil { get; set; } = static logs => logs;

    /// <summary>In place of any answer.</summary>
    public Func<HttpResponseMessage?> Instead { get; set; } = static () => null;

    /// <summary>The most blocks that a question may cover.</summary>
    public ulong MaxRange { get; set; } = ulong.MaxValue;

    public List<(ulong From, ulong To)> Ranges { get; } = [];

    /// <summary>A message as a log, the payload 1 to N.</summary>
    public static JsonObject Log(ulong block, ulong nonce, int payload = 2, ulong fee = 30_000)
    {
        string words = string.Concat(
            ((Felt[])[96, nonce, fee, (ulong)payload, .. Enumerable.Range(1, payload).Select(i => (Felt)(ulong)i)]).Select(Word));
        return new JsonObject
        {
            ["address"] = L1Options.AddressText(Contract),
            ["topics"] = new JsonArray(
                MessageLog.Topic,
                "0x000000000000000000000000be3c44c09bc1a3566f3e1ca12e5aba0fa4ca72be",
                "0x039dc79e64f4bb3289240f88e0bae7d21735bef0d1a51b2bf3c4730cb16983e1",
                "0x02f15cff7b0eed8b9beb162696cf4e3e0e35fa7032af69cd1b7d2ac67a13f40f"),
            ["data"] = $"0x{words}",
            ["blockNumber"] = Hex(block),
            ["transactionHash"] = $"0x{nonce:x64}",
            ["logIndex"] = "0x0",
            ["removed"] = false,
        };
    }

    public void Send(ulong block, ulong nonce, int payload = 2, ulong fee = 30_000) => logs.Add((block, Log(block, nonce, payload, fee)));

    public void Forget() => logs.Clear();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (Instead() is { } other)
        {
            return other;
        }

        using JsonDocument asked = JsonDocument.Parse(await request.Content!.ReadAsStringAsync(cancellationToken));
        JsonElement parameters = asked.RootElement.GetProperty("params");
        JsonNode? result = asked.RootElement.GetProperty("method").GetString() switch
        {
            "eth_blockNumber" => Hex(Head),
            "eth_getCode" => HasContract ? "0x60" : "0x",
            "eth_getBlockByNumber" => Number(parameters[0]) is { } number && number <= Head
                ? new JsonObject { ["hash"] = $"0x{Fork}{number:x}" }
                : null,
            "eth_getLogs" => Logs(Number(parameters[0].GetProperty("fromBlock")), Number(parameters[0].GetProperty("toBlock"))),
            _ => throw new InvalidOperationException($"not asked of an L1: {parameters}"),
        };
        JsonObject answer = new() { ["jsonrpc"] = "2.0", ["id"] = 1 };
        answer[result is JsonValue refused && refused.ToString() == "range" ? "error" : "result"] =
            result is JsonValue limited && limited.ToString() == "range"
                ? new JsonObject { ["code"] = -32005, ["message"] = "query exceeds max block range" }
                : result;
        return Answer(answer.ToJsonString());
    }

    public static HttpResponseMessage Answer(string text) =>
        new(HttpStatusCode.OK) { Content = new StringContent(text, Encoding.UTF8, "application/json") };

    private JsonNode Logs(ulong from, ulong to)
    {
        Ranges.Add((from, to));
        return to - from >= MaxRange
            ? "range"
            : Spoil(new JsonArray([.. logs.Where(log => log.Block >= from && log.Block <= to).Select(log => log.Log.DeepClone())]));
    }

    private static string Word(Felt felt) => Convert.ToHexStringLower(felt.ToBytesBigEndian());

    private static ulong Number(JsonElement hex) =>
        ulong.Parse(hex.GetString()![2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static string Hex(ulong number) => string.Create(CultureInfo.InvariantCulture, $"0x{number:x}");
}
