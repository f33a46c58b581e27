using System.Collections.Immutable;
using System.Linq;
using System.Text.Json;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;

namespace Kraken.Starknet.Tests;

/// <summary>Reads blocks of the public network in the form of its feeder gateway.</summary>
internal static class FeederBlock
{
    public static BlockHeader Header(JsonElement block, string version, BlockCommitments commitments) => new()
    {
        Hash = Felt(block, "block_hash"),
        ParentHash = Felt(block, "parent_block_hash"),
        Number = block.GetProperty("block_number").GetUInt64(),
        StateRoot = Felt(block, "state_root"),
        SequencerAddress = Felt(block, "sequencer_address"),
        Timestamp = block.GetProperty("timestamp").GetUInt64(),
        GasPrices = new(Price(block, "l1_gas_price"), Price(block, "l1_data_gas_price"), Price(block, "l2_gas_price")),
        L1DataAvailability = block.GetProperty("l1_da_mode").ValueEquals("BLOB") ? L1DataAvailability.Blob : L1DataAvailability.Calldata,
        StarknetVersion = version,
        Commitments = commitments,
    };

    public static ImmutableArray<JsonElement> Transactions(JsonElement block) => [.. block.GetProperty("transactions").EnumerateArray()];

    public static ImmutableArray<TransactionReceipt> Receipts(JsonElement block) =>
        [.. block.GetProperty("transaction_receipts").EnumerateArray().Select(Receipt)];

    public static InvokeTransaction Invoke(JsonElement tx) => new()
    {
        Hash = tx.TryGetProperty("transaction_hash", out _) ? Felt(tx, "transaction_hash") : default,
        Nonce = Felt(tx, "nonce"),
        SenderAddress = Felt(tx, "sender_address"),
        Calldata = Felts(tx, "calldata"),
        Signature = Felts(tx, "signature"),
        ProofFacts = Felts(tx, "proof_facts"),
        AccountDeploymentData = Felts(tx, "account_deployment_data"),
        PaymasterData = Felts(tx, "paymaster_data"),
        Tip = UInt64(tx.GetProperty("tip")),
        ResourceBounds = Bounds(tx),
    };

    public static Felt Felt(JsonElement element, string name) => Fields.Felt.Parse(element.GetProperty(name).GetString()!);

    public static ImmutableArray<Felt> Felts(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement list)
            ? [.. list.EnumerateArray().Select(item => Fields.Felt.Parse(item.GetString()!))]
            : [];

    public static ResourceBoundsMapping Bounds(JsonElement tx)
    {
        JsonElement bounds = tx.GetProperty("resource_bounds");
        bool complete = bounds.TryGetProperty("L1_DATA_GAS", out JsonElement data);
        return new(Bound(bounds.GetProperty("L1_GAS")), Bound(bounds.GetProperty("L2_GAS")), complete
            ? Bound(data)
            : default) { PredatesL1DataGas = !complete };
    }

    private static ResourceBounds Bound(JsonElement bound) =>
        new(
            UInt64(bound.GetProperty("max_amount")),
            Fields.Felt.Parse(bound.GetProperty("max_price_per_unit").GetString()!).TryToUInt128(out System.UInt128 price) ? price : 0);

    private static ulong UInt64(JsonElement hex) =>
        Fields.Felt.Parse(hex.GetString()!).TryToUInt64(out ulong value) ? value : throw new JsonException();

    private static GasPrice Price(JsonElement block, string name)
    {
        JsonElement price = block.GetProperty(name);
        Felt(price, "price_in_wei").TryToUInt128(out System.UInt128 wei);
        Felt(price, "price_in_fri").TryToUInt128(out System.UInt128 fri);
        return new(wei, fri);
    }

    private static TransactionReceipt Receipt(JsonElement receipt)
    {
        JsonElement gas = receipt.GetProperty("execution_resources").GetProperty("total_gas_consumed");
        Felt(receipt, "actual_fee").TryToUInt128(out System.UInt128 fee);
        return new()
        {
            TransactionHash = Felt(receipt, "transaction_hash"),
            Type = TransactionType.Invoke,
            ActualFee = new(fee),
            RevertReason = receipt.TryGetProperty("revert_error", out JsonElement reason) ? reason.GetString() : null,
            Gas = new(
                gas.GetProperty("l1_gas").GetUInt64(), gas.GetProperty("l1_data_gas").GetUInt64(), gas.GetProperty("l2_gas").GetUInt64()),
            Events = [.. receipt.GetProperty("events")
                .EnumerateArray().Select(item => new ContractEvent(Felt(item, "from_address"), Felts(item, "keys"), Felts(item, "data")))],
            Messages = [.. receipt.GetProperty("l2_to_l1_messages").EnumerateArray()
                .Select(item => new MessageToL1(Felt(item, "from_address"), Felt(item, "to_address"), Felts(item, "payload")))],
        };
    }
}
