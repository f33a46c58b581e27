using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Kraken.Serialization.Json;
using Kraken.Starknet.Blocks;

namespace Kraken.Starknet.Json;

/// <summary>State diffs in the form of JSON-RPC 0.10 [STARKNET-RPC].</summary>
public static class StateDiffJson
{
    /// <summary>Reads a state diff from the API's form; unknown fields are ignored.</summary>
    public static bool TryDecode(
        JsonElement element,
        [NotNullWhen(true)] out StateDiff? value,
        [NotNullWhen(false)] out DecodeError? error) =>
        JsonDecoding.TryDecode(element, Read, out value, out error);

    /// <summary>Reads a state diff within a decoding.</summary>
    public static StateDiff Read(JsonNode node) => new()
    {
        StorageDiffs = node["storage_diffs"].List(TransactionLimits.MaxDiffEntries, contract => new ContractStorageDiff(
            contract["address"].Felt(),
            contract["storage_entries"].List(
                TransactionLimits.MaxDiffEntries, entry => new StorageEntry(entry["key"].Felt(), entry["value"].Felt())))),
        DeployedContracts = node["deployed_contracts"].List(
            TransactionLimits.MaxDiffEntries, item => new ContractClass(item["address"].Felt(), item["class_hash"].Felt())),
        ReplacedClasses = node["replaced_classes"].List(
            TransactionLimits.MaxDiffEntries, item => new ContractClass(item["contract_address"].Felt(), item["class_hash"].Felt())),
        DeclaredClasses = node["declared_classes"].List(TransactionLimits.MaxDiffEntries, ReadDeclared),
        MigratedClasses = node["migrated_compiled_classes"].OptionalList(TransactionLimits.MaxDiffEntries, ReadDeclared),
        DeprecatedDeclaredClasses = node["deprecated_declared_classes"].Felts(TransactionLimits.MaxDiffEntries),
        Nonces = node["nonces"].List(
            TransactionLimits.MaxDiffEntries, item => new NonceUpdate(item["contract_address"].Felt(), item["nonce"].Felt())),
    };

    /// <summary>Writes a state diff as an object.</summary>
    public static void Write(Utf8JsonWriter writer, StateDiff diff)
    {
        writer.WriteStartObject();
        writer.WriteObjects("storage_diffs", diff.StorageDiffs, static (item, contract) =>
        {
            item.WriteFelt("address", contract.Address);
            item.WriteObjects("storage_entries", contract.Entries, static (inner, entry) =>
            {
                inner.WriteFelt("key", entry.Key);
                inner.WriteFelt("value", entry.Value);
            });
        });
        writer.WriteFelts("deprecated_declared_classes", diff.DeprecatedDeclaredClasses.AsSpan());
        writer.WriteObjects("declared_classes", diff.DeclaredClasses, WriteDeclared);
        writer.WriteObjects("migrated_compiled_classes", diff.MigratedClasses, WriteDeclared);
        writer.WriteObjects(
            "deployed_contracts", diff.DeployedContracts, static (item, contract) => WriteContract(item, "address", contract));
        writer.WriteObjects(
            "replaced_classes", diff.ReplacedClasses, static (item, contract) => WriteContract(item, "contract_address", contract));
        writer.WriteObjects("nonces", diff.Nonces, WriteNonce);
        writer.WriteEndObject();
    }

    internal static void WriteNonce(Utf8JsonWriter writer, NonceUpdate update)
    {
        writer.WriteFelt("contract_address", update.Address);
        writer.WriteFelt("nonce", update.Nonce);
    }

    internal static void WriteContract(Utf8JsonWriter writer, string addressName, ContractClass contract)
    {
        writer.WriteFelt(addressName, contract.Address);
        writer.WriteFelt("class_hash", contract.ClassHash);
    }

    private static DeclaredClass ReadDeclared(JsonNode node) => new(node["class_hash"].Felt(), node["compiled_class_hash"].Felt());

    private static void WriteDeclared(Utf8JsonWriter writer, DeclaredClass declared)
    {
        writer.WriteFelt("class_hash", declared.ClassHash);
        writer.WriteFelt("compiled_class_hash", declared.CompiledClassHash);
    }
}
