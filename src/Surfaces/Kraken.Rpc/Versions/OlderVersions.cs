using System;
using System.Collections.Frozen;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Kraken.Rpc.Client;
using Kraken.Rpc.Methods;
using Kraken.Rpc.Protocol;

namespace Kraken.Rpc.Versions;

/// <summary>The older versions of the specification: each is one table of what [STARKNET-RPC] changed since.</summary>
internal static class OlderVersions
{
    private static readonly FrozenSet<string> Commitments = FrozenSet.ToFrozenSet(
    [
        "event_commitment", "event_count", "receipt_commitment", "state_diff_commitment", "state_diff_length", "transaction_commitment",
        "transaction_count",
    ]);

    private static readonly FrozenSet<string> Places = FrozenSet.ToFrozenSet(["transaction_index", "event_index"]);
    private static readonly FrozenSet<string> Migrations = FrozenSet.ToFrozenSet(["migrated_compiled_classes"]);

    /// <summary>0.9.0: the version before 0.10.</summary>
    internal static OlderVersion Minor9 { get; } = new(
        "0.9.0",
        new Dictionary<string, MethodDifference>
        {
            ["starknet_getBlockWithTxHashes"] = new() { NewMembers = Commitments },
            ["starknet_getBlockWithTxs"] = new() { NewMembers = Commitments, NewParameters = ["response_flags"] },
            ["starknet_getBlockWithReceipts"] = new() { NewMembers = Commitments, NewParameters = ["response_flags"] },
            ["starknet_getStateUpdate"] = new() { NewMembers = Migrations, NewParameters = ["contract_addresses"] },
            ["starknet_getStorageAt"] = new() { NewParameters = ["response_flags"] },
            ["starknet_getTransactionByHash"] = new() { NewParameters = ["response_flags"] },
            ["starknet_getTransactionByBlockIdAndIndex"] = new() { NewParameters = ["response_flags"] },
            ["starknet_getEvents"] = new()
            {
                NewMembers = Places,
                NewArgument = new(
                    "filter",
                    filter => filter.ValueKind == JsonValueKind.Object && filter.TryGetProperty("address", out JsonElement address)
                        && address.ValueKind == JsonValueKind.Array,
                    "one address"),
            },
            ["starknet_estimateMessageFee"] = new()
            {
                Error = error => error.Code == RpcErrorCode.ContractNotFound ? RpcError.ContractError(error.Message) : null,
            },
            ["starknet_traceTransaction"] = new() { NewMembers = Migrations },
            ["starknet_traceBlockTransactions"] = new() { NewMembers = Migrations, NewParameters = ["trace_flags"] },
            ["starknet_simulateTransactions"] = new()
            {
                NewMembers = Migrations,
                NewArgument = new(
                    "simulation_flags",
                    flags => flags.ValueKind == JsonValueKind.Array && flags.EnumerateArray().Any(flag =>
                        flag.ValueKind == JsonValueKind.String && flag.ValueEquals(ResponseFlags.InitialReads)),
                    "SKIP_VALIDATE and SKIP_FEE_CHARGE"),
            },
            ["starknet_subscribeEvents"] = new()
            {
                NewArgument = new("from_address", address => address.ValueKind == JsonValueKind.Array, "one address"),
            },
            ["starknet_subscribeNewTransactions"] = new() { NewParameters = ["tags"] },
            ["starknet_subscriptionNewHeads"] = new() { NewMembers = Commitments },
            ["starknet_subscriptionEvents"] = new() { NewMembers = Places },
        }.ToFrozenDictionary(StringComparer.Ordinal),
        new Dictionary<int, Func<RpcError, RpcError>>
        {
            [RpcErrorCode.EntryPointNotFound] = error => error with { Message = "Requested entrypoint does not exist in the contract" },
            [RpcErrorCode.InvalidProof] = error =>
                RpcError.Text(RpcErrorCode.UnexpectedError, "An unexpected error occurred", error.Message),
        }.ToFrozenDictionary());
}
