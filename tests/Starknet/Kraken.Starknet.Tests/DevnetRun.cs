using System.Collections.Generic;
using System.Text.Json;
using Kraken.Serialization.Json;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Json;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;

namespace Kraken.Starknet.Tests;

/// <summary>The 27 transactions, receipts and blocks that a development node made over the chain's own contracts.</summary>
internal static class DevnetRun
{
    public static IReadOnlyList<JsonElement> Steps { get; } =
        [.. SharedData.Json("starknet/devnet-run/chain_contracts.json").GetProperty("transactions").EnumerateArray()];

    public static Transaction Transaction(JsonElement step) =>
        TransactionJson.TryDecode(step.GetProperty("transaction"), out Transaction? value, out DecodeError? error)
            ? value!
            : throw new JsonException(error!.ToString());

    public static TransactionReceipt Receipt(JsonElement step) =>
        ReceiptJson.TryDecode(step.GetProperty("receipt"), out TransactionReceipt? value, out DecodeError? error)
            ? value!
            : throw new JsonException(error!.ToString());

    public static StateDiff Diff(JsonElement step) =>
        StateDiffJson.TryDecode(step.GetProperty("state_diff"), out StateDiff? value, out DecodeError? error)
            ? value!
            : throw new JsonException(error!.ToString());
}
