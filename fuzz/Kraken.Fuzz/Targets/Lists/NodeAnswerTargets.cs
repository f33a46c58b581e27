using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Rpc.Client;
using Kraken.Starknet;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Transactions;

namespace Kraken.Fuzz.Targets.Lists;

/// <summary>What a load client and a fork ask of a node beside what watchers and explorers do (<see cref="RpcTargets"/>).</summary>
internal static class NodeAnswerTargets
{
    private const string Fixtures = "starknet/rpc-fixtures/pathfinder_0.10_";
    private static readonly Uri Node = new("http://localhost/");
    private static readonly SubmittedTransaction Estimated = new(
        new InvokeTransaction { SenderAddress = 1, Nonce = 2, Calldata = [], ResourceBounds = default });

    // Each of an answer of at most some numbers, whatever else is in it.
    private static readonly IReadOnlyList<Func<HttpClient, Task<object>>> Short =
    [
        Asking((client, stop) => client.ChainIdAsync(stop)),
        Asking((client, stop) => client.BlockNumberAsync(stop)),
        Asking((client, stop) => client.HeaderAsync(BlockId.Latest, stop)),
        Asking((client, stop) => client.TransactionHashesAsync(BlockId.Latest, stop)),
        Asking((client, stop) => client.OutcomesAsync(BlockId.Latest, stop)),
        Asking((client, stop) => client.CallAsync(new FunctionCall(1, 2, []), BlockId.Latest, stop)),
        Asking((client, stop) => client.FeeTokenAsync(stop)),
        Asking((client, stop) => client.DevelopmentAccountsAsync(stop)),
        Asking((client, stop) => client.TracesAsync(BlockId.Latest, stop)),
        Asking((client, stop) => client.EstimateFeeAsync(Estimated, BlockId.Latest, skipValidate: true, stop)),
        Asking((client, stop) => client.SubmitAsync(Estimated, stop)),
    ];

    /// <summary>The targets.</summary>
    internal static IReadOnlyList<FuzzTarget> All { get; } =
    [
        RpcAnswer.Target<RpcClientException>("rpc-answer-short", "a node's short answers to load clients and forks", Short, ShortAnswers),
        RpcAnswer.Target("rpc-answer-old-block", (client, stop) => client.AnyBlockAsync(BlockId.Latest, stop), OldBlocks),
        RpcAnswer.Target(
            "rpc-answer-class",
            (client, stop) => client.AnyClassAsync(BlockId.Latest, 1, stop),
            Classes,
            ClassTargets.Unpacking),
    ];

    private static Func<HttpClient, Task<object>> Asking<T>(Func<RpcClient, CancellationToken, Task<T>> call) =>
        async http => (await call(new RpcClient(http, Node), CancellationToken.None).ConfigureAwait(false))!;

    private static IEnumerable<byte[]> ShortAnswers() =>
    [
        .. ((string[])
        [
            "\"0x534e5f5345504f4c4941\"", "12", """["0x1","0x2"]""", """{"address":"0x3"}""", """{"transaction_hash":"0x4"}""",
            """[{"address":"0x5","private_key":"0x6"},{"address":"0x7"}]""",
            """{"transactions":["0x1","0x2"]}""",
            """{"transactions":[{"receipt":{"transaction_hash":"0x8","execution_status":"REVERTED"}}]}""",
            """
            [{"l1_gas_consumed":"0x1","l1_gas_price":"0x2","l1_data_gas_consumed":"0x3","l1_data_gas_price":"0x4",
              "l2_gas_consumed":"0x5","l2_gas_price":"0x6","overall_fee":"0x7","unit":"FRI"}]
            """,
        ]).Select(text => RpcAnswer.Result(Encoding.UTF8.GetBytes(text))),
        RpcAnswer.Result(SeedData.Files($"{Fixtures}blocks_latest_with_txs.json").Single()),
        .. TransactionTargets.Recorded().Take(2).Select(step => RpcAnswer.Result(Encoding.UTF8.GetBytes(
            $$"""[{"transaction_hash":"0x9","trace_root":{{step.GetProperty("trace").GetRawText()}} }]"""))),
    ];

    // Blocks in which each kind of an old version stands.
    private static IEnumerable<byte[]> OldBlocks()
    {
        yield return RpcAnswer.Result(SeedData.Files($"{Fixtures}blocks_latest.json").Single());
        const string Common = "\"max_fee\":\"0x5\",\"signature\":[\"0x6\"],\"nonce\":\"0x7\"";
        const string Deployed = "\"class_hash\":\"0x8\",\"contract_address_salt\":\"0x9\",\"constructor_calldata\":[\"0xa\"]";
        (string Type, string Members)[] old =
        [
            ("INVOKE", $"\"version\":\"0x1\",\"sender_address\":\"0x8\",\"calldata\":[\"0x9\"],{Common}"),
            ("DECLARE", $"\"version\":\"0x1\",\"sender_address\":\"0x8\",\"class_hash\":\"0x9\",{Common}"),
            (
                "DECLARE",
                $"\"version\":\"0x2\",\"sender_address\":\"0x8\",\"class_hash\":\"0x9\",\"compiled_class_hash\":\"0xa\",{Common}"),
            ("DEPLOY", $"\"version\":\"0x0\",{Deployed}"),
            ("DEPLOY_ACCOUNT", $"\"version\":\"0x1\",{Deployed},{Common}"),
        ];
        JsonElement block = SeedData.Json($"{Fixtures}blocks_latest.json");
        JsonElement item = block.GetProperty("transactions")[0];
        string receipt = item.GetProperty("receipt").GetRawText();
        string header = string.Join(',', block.EnumerateObject().Where(member => member.Name != "transactions")
            .Select(member => $"\"{member.Name}\":{member.Value.GetRawText()}"));
        IEnumerable<string> items = old.Select(transaction =>
            $$"""
            {"transaction":{"type":"{{transaction.Type}}",{{transaction.Members}} },
             "receipt":{{receipt.Replace("INVOKE", transaction.Type, StringComparison.Ordinal)}} }
            """);
        yield return RpcAnswer.Result(Encoding.UTF8.GetBytes($"{{{header},\"transactions\":[{string.Join(',', items)}]}}"));
    }

    private static IEnumerable<byte[]> Classes() =>
        ClassTargets.Classes().Take(2).Concat(ClassTargets.DeprecatedClasses()).Select(json => RpcAnswer.Result(json));
}
