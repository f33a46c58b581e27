using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading;
using Kraken.Dev;
using Kraken.Rpc;
using Kraken.Rpc.Client;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kraken.Fuzz.Targets.Lists;

/// <summary>What clients of a development chain ask beside what they ask of every node.</summary>
internal static class DevTargets
{
    // Each input may leave a block behind.
    private const int MaxInputs = 100;

    private static readonly Lazy<DevHost> Host = new(() => new DevHost(new DevOptions { Accounts = 2 }, NullLoggerFactory.Instance));
    private static readonly byte[] Restart = Call("devnet_restart", "{}");

    private static int inputs;

    /// <summary>The targets.</summary>
    internal static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new CodecTarget<object>("dev-request", "a request to a development chain", InputShape.Json, Serve, Requests)
        {
            // A transaction is executed, and a block is made and stored.
            Limits = new(128L << 20, 1 << 12, TimeSpan.FromSeconds(10)),
            IsThreaded = true,
        },
    ];

    private static RpcService Service => Host.Value.Service;

    private static object? Serve(byte[] input)
    {
        if (inputs++ % MaxInputs == 0)
        {
            Ask(Restart);
        }

        ReadOnlyMemory<byte> answer = Ask(input);
        if (answer.IsEmpty)
        {
            return null;
        }

        using JsonDocument document = JsonDocument.Parse(answer);
        JsonElement first = document.RootElement.ValueKind == JsonValueKind.Array ? document.RootElement[0] : document.RootElement;
        if (!first.TryGetProperty("error", out JsonElement error))
        {
            return input;
        }

        return error.GetProperty("code").GetInt32() == RpcErrorCode.InternalError
            ? throw new BrokenLawException($"no method fails by a defect: {error}")
            : null;
    }

    private static ReadOnlyMemory<byte> Ask(byte[] body) => Service.HandleAsync(body, CancellationToken.None).GetAwaiter().GetResult();

    private static IEnumerable<byte[]> Requests() =>
        (((string Method, string Parameters)[])
        [
            ("devnet_getPredeployedAccounts", """{"with_balance":true}"""), ("devnet_getConfig", "[]"),
            ("devnet_getAccountBalance", """{"address":"0x1","unit":"WEI","block_id":"pre_confirmed"}"""),
            ("devnet_mint", """{"address":"0x1","amount":500000000000000000000,"unit":"FRI"}"""), ("devnet_createBlock", "{}"),
            ("devnet_abortBlocks", """{"starting_block_id":{"block_number":1}}"""),
            ("devnet_acceptOnL1", """{"starting_block_id":"latest"}"""),
            ("devnet_setTime", """{"time":1900000000,"generate_block":false}"""), ("devnet_increaseTime", """{"time":60}"""),
            (
                "devnet_setGasPrice",
                """{"gas_price_wei":1,"data_gas_price_wei":2,"gas_price_fri":3,"l2_gas_price_fri":4,"generate_block":true}"""),
            ("devnet_restart", """{"restart_l1_to_l2_messaging":true}"""), ("kraken_snapshot", "[]"),
            ("kraken_revert", """{"snapshot_id":"0x1"}"""), ("devnet_postmanFlush", """{"dry_run":true}"""),
            (
                "devnet_postmanSendMessageToL2",
                """
                {"l1_contract_address":"0x1","l2_contract_address":"0x2","entry_point_selector":"0x3","payload":["0x4"],
                 "paid_fee_on_l1":"0x5","nonce":"0x6"}
                """),
            ("devnet_postmanConsumeMessageFromL2", """{"from_address":"0x1","to_address":"0x2","payload":["0x3"]}"""),
            ("devnet_impersonateAccount", """{"account_address":"0x1"}"""), ("devnet_stopImpersonateAccount", """["0x1"]"""),
            ("devnet_dump", "[]"), ("devnet_load", """{"path":"none"}"""),
            ("devnet_postmanLoad", """{"network_url":"http://127.0.0.1:1"}"""),
            ("devnet_autoImpersonate", "[]"), ("devnet_stopAutoImpersonate", "[]"),
        ])
        .Select(call => Call(call.Method, call.Parameters));

    private static byte[] Call(string method, string parameters) =>
        Encoding.UTF8.GetBytes($$"""{"jsonrpc":"2.0","id":1,"method":"{{method}}","params":{{parameters}} }""");
}
