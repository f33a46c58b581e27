using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace Kraken.Feeder.Tests;

/// <summary>
/// The members that readers of other makers want of an object, and those that they allow: Pathfinder's structures of gateway answers
/// refuse what they do not know, and those of the sequencer's client do too.
/// </summary>
internal static class JsonShape
{
    private static readonly string[] Prices = ["price_in_wei", "price_in_fri"];

    private static readonly string[] Context =
    [
        "status", "timestamp", "sequencer_address", "starknet_version", "l1_da_mode", "l1_gas_price", "l1_data_gas_price", "l2_gas_price",
        "transactions", "transaction_receipts",
    ];

    private static readonly string[] Diff =
    [
        "storage_diffs", "nonces", "deployed_contracts", "old_declared_contracts", "declared_classes", "migrated_compiled_classes",
        "replaced_classes",
    ];

    private static readonly string[] Account =
    [
        "type", "transaction_hash", "version", "nonce", "sender_address", "signature", "resource_bounds", "tip", "paymaster_data",
        "nonce_data_availability_mode", "fee_data_availability_mode",
    ];

    public static void Block(JsonElement block, params string[] more)
    {
        Members(block,
        [
            .. Context, "block_hash", "parent_block_hash", "block_number", "state_root", "transaction_commitment", "event_commitment",
            "receipt_commitment", "state_diff_commitment", "state_diff_length", .. more,
        ]);
        Content(block);
    }

    public static void PreConfirmed(JsonElement block)
    {
        Members(block, [.. Context, "transaction_state_diffs"]);
        Content(block);
    }

    public static void StateUpdate(JsonElement update)
    {
        Members(update, ["block_hash", "new_root", "old_root", "state_diff"]);
        StateDiff(update.GetProperty("state_diff"));
    }

    public static void StateDiff(JsonElement diff)
    {
        Members(diff, Diff);
        foreach (JsonProperty contract in diff.GetProperty("storage_diffs").EnumerateObject())
        {
            Assert.All(contract.Value.EnumerateArray(), entry => Members(entry, ["key", "value"]));
        }

        Each(diff, "deployed_contracts", ["address", "class_hash"]);
        Each(diff, "replaced_classes", ["address", "class_hash"]);
        Each(diff, "declared_classes", ["class_hash", "compiled_class_hash"]);
    }

    public static void Transaction(JsonElement transaction)
    {
        string[] facts = transaction.TryGetProperty("proof_facts", out _) ? ["proof_facts"] : [];
        Members(transaction, transaction.GetProperty("type").GetString() switch
        {
            "INVOKE_FUNCTION" => [.. Account, "calldata", "account_deployment_data", .. facts],
            "DECLARE" => [.. Account, "class_hash", "compiled_class_hash", "account_deployment_data"],
            "DEPLOY_ACCOUNT" => [.. Account, "class_hash", "contract_address_salt", "constructor_calldata"],
            "L1_HANDLER" => ["type", "transaction_hash", "version", "nonce", "contract_address", "entry_point_selector", "calldata"],
            string other => throw new InvalidOperationException(other),
            null => throw new InvalidOperationException("a transaction without a type"),
        });
        if (transaction.TryGetProperty("resource_bounds", out JsonElement bounds))
        {
            Members(bounds, ["L1_GAS", "L2_GAS", "L1_DATA_GAS"]);
            Assert.Equal(JsonValueKind.Number, transaction.GetProperty("nonce_data_availability_mode").ValueKind);
        }
    }

    public static void Receipt(JsonElement receipt)
    {
        string[] reason = receipt.GetProperty("execution_status").ValueEquals("REVERTED") ? ["revert_error"] : [];
        string[] consumed = receipt.TryGetProperty("l1_to_l2_consumed_message", out _) ? ["l1_to_l2_consumed_message"] : [];
        Members(receipt,
        [
            "execution_status", "transaction_index", "transaction_hash", "l2_to_l1_messages", "events", "execution_resources", "actual_fee",
            .. reason, .. consumed,
        ]);
        JsonElement resources = receipt.GetProperty("execution_resources");
        Members(resources, ["n_steps", "builtin_instance_counter", "n_memory_holes", "data_availability", "total_gas_consumed"]);
        Members(resources.GetProperty("total_gas_consumed"), ["l1_gas", "l1_data_gas", "l2_gas"]);
        Each(receipt, "events", ["from_address", "keys", "data"]);
        Each(receipt, "l2_to_l1_messages", ["from_address", "to_address", "payload"]);
    }

    public static void Members(JsonElement element, string[] names) =>
        Assert.Equal(names.Order(StringComparer.Ordinal), Names(element).Order(StringComparer.Ordinal));

    /// <summary>Whether two values are the same whatever the order of their members.</summary>
    public static void Same(JsonNode expected, JsonNode actual) =>
        Assert.True(JsonNode.DeepEquals(expected, actual), $"expected {expected.ToJsonString()}\ngot {actual.ToJsonString()}");

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(member => member.Name);

    private static void Content(JsonElement block)
    {
        Assert.All((string[])["l1_gas_price", "l1_data_gas_price", "l2_gas_price"], name => Members(block.GetProperty(name), Prices));
        Assert.All(block.GetProperty("transactions").EnumerateArray(), Transaction);
        Assert.All(
            block.GetProperty("transaction_receipts").EnumerateArray().Where(item => item.ValueKind != JsonValueKind.Null), Receipt);
    }

    private static void Each(JsonElement element, string name, string[] names) =>
        Assert.All(element.GetProperty(name).EnumerateArray(), item => Members(item, names));
}
