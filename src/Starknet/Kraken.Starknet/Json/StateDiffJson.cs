using System;
using System.Collections.Immutable;
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
        WriteStorage(writer, diff.StorageDiffs);
        writer.WriteFelts("deprecated_declared_classes", diff.DeprecatedDeclaredClasses.AsSpan());
        WriteDeclared(writer, "declared_classes", diff.DeclaredClasses);
        WriteDeclared(writer, "migrated_compiled_classes", diff.MigratedClasses);
        WriteContracts(writer, "deployed_contracts", "address", diff.DeployedContracts);
        WriteContracts(writer, "replaced_classes", "contract_address", diff.ReplacedClasses);
        writer.WriteStartArray("nonces");
        foreach (NonceUpdate update in diff.Nonces)
        {
            writer.WriteStartObject();
            writer.WriteFelt("contract_address", update.Address);
            writer.WriteFelt("nonce", update.Nonce);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static DeclaredClass ReadDeclared(JsonNode node) => new(node["class_hash"].Felt(), node["compiled_class_hash"].Felt());

    private static void WriteStorage(Utf8JsonWriter writer, ImmutableArray<ContractStorageDiff> contracts)
    {
        writer.WriteStartArray("storage_diffs");
        foreach (ContractStorageDiff contract in contracts)
        {
            writer.WriteStartObject();
            writer.WriteFelt("address", contract.Address);
            writer.WriteStartArray("storage_entries");
            foreach (StorageEntry entry in contract.Entries)
            {
                writer.WriteStartObject();
                writer.WriteFelt("key", entry.Key);
                writer.WriteFelt("value", entry.Value);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteDeclared(Utf8JsonWriter writer, string name, ImmutableArray<DeclaredClass> classes)
    {
        writer.WriteStartArray(name);
        foreach (DeclaredClass declared in classes)
        {
            writer.WriteStartObject();
            writer.WriteFelt("class_hash", declared.ClassHash);
            writer.WriteFelt("compiled_class_hash", declared.CompiledClassHash);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteContracts(Utf8JsonWriter writer, string name, string addressName, ImmutableArray<ContractClass> contracts)
    {
        writer.WriteStartArray(name);
        foreach (ContractClass contract in contracts)
        {
            writer.WriteStartObject();
            writer.WriteFelt(addressName, contract.Address);
            writer.WriteFelt("class_hash", contract.ClassHash);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
