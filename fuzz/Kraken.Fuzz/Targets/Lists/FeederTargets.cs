using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Feeder;
using Kraken.Feeder.Client;
using Kraken.Feeder.Json;
using Kraken.Feeder.Serving;
using Kraken.Serialization.Json;
using Kraken.Starknet.Transactions;

namespace Kraken.Fuzz.Targets.Lists;

/// <summary>What users send to the gateways, and what gateways of others answer.</summary>
internal static class FeederTargets
{
    private const string Blocks = "starknet/blocks/";
    private static readonly string[] BlockNames = ["v0.14.0_sepolia-integration_2473486", "v0.14.2_sepolia-integration_1041730"];
    private static readonly FeederLimits Limits = new();

    private static readonly IReadOnlyList<Func<HttpClient, Task<object>>> Answers =
    [
        async http => await Client(http).HeadAsync(CancellationToken.None).ConfigureAwait(false),
        async http => await Client(http).SignatureAsync(1, CancellationToken.None).ConfigureAwait(false),
        async http => await Client(http).PublicKeyAsync(CancellationToken.None).ConfigureAwait(false),
    ];

    /// <summary>The targets.</summary>
    internal static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new CodecTarget<FeederBlock>(
            "feeder-block", "a gateway's answer with a block and its state update", InputShape.Json, ReadBlock, Seeds)
        {
            Limits = new(1 << 20, 256, TimeSpan.FromSeconds(5)),
        },
        new CodecTarget<SubmittedTransaction>(
            "feeder-transaction", "a transaction as it is sent to a gateway", InputShape.Json, ReadTransaction, Transactions)
        {
            // A program may unpack to its bound, whatever its length.
            Limits = new(64L << 20, 256, TimeSpan.FromSeconds(5)),
        },
        new CodecTarget<object>(
            "feeder-question", "the parameters of a question to the gateways", InputShape.Text, ReadQuestion, Questions),
        RpcAnswer.Target<FeederException>("feeder-answer", "a gateway's short answers: head, signature, key", Answers, AnswerSeeds),
    ];

    private static FeederClient Client(HttpClient http) => new(http, new Uri("http://localhost/"), Limits);

    private static IEnumerable<byte[]> AnswerSeeds() =>
        ((string[])
        [
            """{"block_hash":"0x1","block_number":12}""", """{"block_hash":"0x1","signature":["0x2","0x3"]}""", "\"0x4\"",
        ]).Select(Encoding.UTF8.GetBytes);

    private static FeederBlock? ReadBlock(byte[] input) =>
        JsonDecoding.TryDecode(input, Limits.MaxBlockBytes, node => FeederClient.ReadBlock(node, 2473486), out FeederBlock? block, out _)
            ? block
            : null;

    private static SubmittedTransaction? ReadTransaction(byte[] input) => JsonDecoding.TryDecode(
        input,
        1 << 20,
        node => GatewayTransactionJson.ReadSubmitted(node, Limits.MaxProgramBytes),
        out SubmittedTransaction? transaction,
        out _)
        ? transaction
        : null;

    private static object? ReadQuestion(byte[] input)
    {
        try
        {
            FeederQuery query = FeederQuery.Parse(Encoding.Latin1.GetString(input), Limits, ["blockNumber", "blockHash", "headerOnly"]);
            return query.Flag("headerOnly") ? query : query.Block();
        }
        catch (FeederException)
        {
            return null;
        }
    }

    private static IEnumerable<byte[]> Seeds() => BlockNames.Select(name =>
    {
        JsonElement block = SeedData.Json($"{Blocks}{name}.block.json");
        JsonElement update = SeedData.Json($"{Blocks}v0.13.4_sepolia-integration_63881.state_update.json");
        return JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>
        {
            ["block"] = block,
            ["state_update"] = new Dictionary<string, object>
            {
                ["block_hash"] = block.GetProperty("block_hash"),
                ["new_root"] = block.GetProperty("state_root"),
                ["old_root"] = "0x1",
                ["state_diff"] = update.GetProperty("state_diff"),
            },
        });
    });

    // The files are of the time before L1 data gas had bounds.
    private static IEnumerable<byte[]> Transactions() =>
        SeedData.Files("starknet/writer/invoke_v3.json", "starknet/writer/deploy_account_v3.json", "starknet/writer/declare_v3.json")
            .Select(file => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(file).Replace(
                "\"L2_GAS\"",
                "\"L1_DATA_GAS\":{\"max_amount\":\"0x1\",\"max_price_per_unit\":\"0x2\"},\"L2_GAS\"",
                StringComparison.Ordinal)));

    private static IEnumerable<byte[]> Questions() =>
        ((string[])["?blockNumber=12&headerOnly=true", "?blockHash=0x12ab", "?blockNumber=latest", "?blockNumber=%31&headerOnly=false"])
            .Select(Encoding.Latin1.GetBytes);
}
