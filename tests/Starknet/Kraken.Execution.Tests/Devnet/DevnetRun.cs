using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using Kraken.Fields;
using Kraken.Starknet;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Transactions;

namespace Kraken.Execution.Tests.Devnet;

/// <summary>Reads the recorded run of a genuine development node.</summary>
internal static class DevnetRun
{
    // What simulated declarations declare: the record names that class and does not say its hash.
    internal static readonly Felt DeclaredInSimulations =
        Fields.Felt.Parse("0x35c17e554b2c7352952b7dfc056c04c4543f944f87dc5a3f5b5b0c08ce5e583");

    internal static JsonElement[] Steps()
    {
        using JsonDocument document = RepositoryData.Json("starknet", "devnet-run", "chain_contracts.json");
        return [.. document.RootElement.GetProperty("transactions").EnumerateArray().Select(item => item.Clone())];
    }

    internal static Felt Felt(JsonElement element, string name) => Fields.Felt.Parse(element.GetProperty(name).GetString()!);

    internal static ImmutableArray<Felt> Felts(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement array)
            ? [.. array.EnumerateArray().Select(item => Fields.Felt.Parse(item.GetString()!))]
            : [];

    internal static UInt128 Number(JsonElement element, string name) =>
        UInt128.Parse(element.GetProperty(name).GetString().AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    internal static Transaction Transaction(JsonElement json)
    {
        if (json.GetProperty("type").GetString() == "L1_HANDLER")
        {
            return Message(json);
        }

        ResourceBoundsMapping bounds = Bounds(json.GetProperty("resource_bounds"));
        ImmutableArray<Felt> signature = Felts(json, "signature");
        Felt nonce = Felt(json, "nonce");
        ulong tip = (ulong)Number(json, "tip");
        Transaction transaction = json.GetProperty("type").GetString() switch
        {
            "INVOKE" => new InvokeTransaction
            {
                Nonce = nonce,
                Signature = signature,
                Tip = tip,
                ResourceBounds = bounds,
                SenderAddress = Felt(json, "sender_address"),
                Calldata = Felts(json, "calldata"),
            },
            "DECLARE" => new DeclareTransaction
            {
                Nonce = nonce,
                Signature = signature,
                Tip = tip,
                ResourceBounds = bounds,
                SenderAddress = Felt(json, "sender_address"),
                ClassHash = json.TryGetProperty("class_hash", out _) ? Felt(json, "class_hash") : DeclaredInSimulations,
                CompiledClassHash = Felt(json, "compiled_class_hash"),
            },
            _ => DeployAccount(json, nonce, signature, tip, bounds),
        };
        bool isQuery = json.TryGetProperty("version", out JsonElement version) && version.GetString() != "0x3";
        return (transaction with { IsQuery = isQuery }).WithHash(ChainId.Sepolia);
    }

    private static Transaction Message(JsonElement json) => new L1HandlerTransaction
    {
        Nonce = Felt(json, "nonce"),
        ContractAddress = Felt(json, "contract_address"),
        EntryPointSelector = Felt(json, "entry_point_selector"),
        Calldata = Felts(json, "calldata"),
    }.WithHash(ChainId.Sepolia);

    internal static GasPrices Prices(JsonElement block) =>
        new(Price(block, "l1_gas_price"), Price(block, "l1_data_gas_price"), Price(block, "l2_gas_price"));

    internal static StateDiff Diff(JsonElement json) => new StateDiff
    {
        StorageDiffs = [.. Items(json, "storage_diffs").Select(item => new ContractStorageDiff(
            Felt(item, "address"),
            [.. Items(item, "storage_entries").Select(entry => new StorageEntry(Felt(entry, "key"), Felt(entry, "value")))]))],
        DeployedContracts =
            [.. Items(json, "deployed_contracts").Select(item => new ContractClass(Felt(item, "address"), Felt(item, "class_hash")))],
        ReplacedClasses = [.. Items(json, "replaced_classes")
            .Select(item => new ContractClass(Felt(item, "contract_address"), Felt(item, "class_hash")))],
        DeclaredClasses = [.. Items(json, "declared_classes")
            .Select(item => new DeclaredClass(Felt(item, "class_hash"), Felt(item, "compiled_class_hash")))],
        Nonces = [.. Items(json, "nonces").Select(item => new NonceUpdate(Felt(item, "contract_address"), Felt(item, "nonce")))],
    }.Sorted();

    internal static IEnumerable<JsonElement> Items(JsonElement json, string name) => json.GetProperty(name).EnumerateArray();

    private static DeployAccountTransaction DeployAccount(
        JsonElement json,
        Felt nonce,
        ImmutableArray<Felt> signature,
        ulong tip,
        ResourceBoundsMapping bounds)
    {
        Felt classHash = Felt(json, "class_hash");
        Felt salt = Felt(json, "contract_address_salt");
        ImmutableArray<Felt> calldata = Felts(json, "constructor_calldata");
        Felt address = ContractAddresses.Compute(default, salt, classHash, calldata.AsSpan());
        return new()
        {
            Nonce = nonce,
            Signature = signature,
            Tip = tip,
            ResourceBounds = bounds,
            ClassHash = classHash,
            ContractAddressSalt = salt,
            ConstructorCalldata = calldata,
            ContractAddress = address,
        };
    }

    private static ResourceBoundsMapping Bounds(JsonElement json) =>
        new(Bound(json, "l1_gas"), Bound(json, "l2_gas"), Bound(json, "l1_data_gas"));

    private static ResourceBounds Bound(JsonElement json, string name) =>
        new((ulong)Number(json.GetProperty(name), "max_amount"), Number(json.GetProperty(name), "max_price_per_unit"));

    private static GasPrice Price(JsonElement block, string name) =>
        new(Number(block.GetProperty(name), "price_in_wei"), Number(block.GetProperty(name), "price_in_fri"));
}
