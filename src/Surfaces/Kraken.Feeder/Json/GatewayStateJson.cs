using System.Text.Json;
using Kraken.Fields;
using Kraken.Serialization.Json;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Json;

namespace Kraken.Feeder.Json;

/// <summary>State diffs and state updates in the form of Starknet's feeder gateway.</summary>
public static class GatewayStateJson
{
    /// <summary>Reads a state diff within a decoding.</summary>
    public static StateDiff ReadDiff(JsonNode node) => new()
    {
        StorageDiffs = node["storage_diffs"].FeltMembers(TransactionLimits.MaxDiffEntries, static (address, entries) =>
            new ContractStorageDiff(address, entries.List(
                TransactionLimits.MaxDiffEntries, static entry => new StorageEntry(entry["key"].Felt(), entry["value"].Felt())))),
        DeployedContracts = node["deployed_contracts"].List(TransactionLimits.MaxDiffEntries, ReadContract),
        ReplacedClasses = node["replaced_classes"].List(TransactionLimits.MaxDiffEntries, ReadContract),
        DeclaredClasses = node["declared_classes"].List(TransactionLimits.MaxDiffEntries, ReadDeclared),
        MigratedClasses = node["migrated_compiled_classes"].OptionalList(TransactionLimits.MaxDiffEntries, ReadDeclared),
        DeprecatedDeclaredClasses = node["old_declared_contracts"].Felts(TransactionLimits.MaxDiffEntries),
        Nonces = node["nonces"].FeltMembers(
            TransactionLimits.MaxDiffEntries, static (address, nonce) => new NonceUpdate(address, nonce.Felt())),
    };

    /// <summary>Writes a state diff as an object.</summary>
    public static void WriteDiff(Utf8JsonWriter writer, StateDiff diff)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("storage_diffs");
        foreach (ContractStorageDiff contract in diff.StorageDiffs)
        {
            writer.WriteObjects(contract.Address.ToString(), contract.Entries, static (item, entry) =>
            {
                item.WriteFelt("key", entry.Key);
                item.WriteFelt("value", entry.Value);
            });
        }

        writer.WriteEndObject();
        writer.WriteStartObject("nonces");
        foreach (NonceUpdate update in diff.Nonces)
        {
            writer.WriteFelt(update.Address.ToString(), update.Nonce);
        }

        writer.WriteEndObject();
        writer.WriteObjects("deployed_contracts", diff.DeployedContracts, WriteContract);
        writer.WriteFelts("old_declared_contracts", diff.DeprecatedDeclaredClasses.AsSpan());
        writer.WriteObjects("declared_classes", diff.DeclaredClasses, WriteDeclared);
        writer.WriteObjects("migrated_compiled_classes", diff.MigratedClasses, WriteDeclared);
        writer.WriteObjects("replaced_classes", diff.ReplacedClasses, WriteContract);
        writer.WriteEndObject();
    }

    /// <summary>Writes the state update of a decided block as an object.</summary>
    /// <param name="writer">The destination.</param>
    /// <param name="header">The block's header.</param>
    /// <param name="oldRoot">The state's root before the block.</param>
    /// <param name="diff">What the block changed.</param>
    public static void WriteUpdate(Utf8JsonWriter writer, BlockHeader header, Felt oldRoot, StateDiff diff)
    {
        writer.WriteStartObject();
        writer.WriteFelt("block_hash", header.Hash);
        writer.WriteFelt("new_root", header.StateRoot);
        writer.WriteFelt("old_root", oldRoot);
        writer.WritePropertyName("state_diff");
        WriteDiff(writer, diff);
        writer.WriteEndObject();
    }

    private static ContractClass ReadContract(JsonNode node) => new(node["address"].Felt(), node["class_hash"].Felt());

    private static DeclaredClass ReadDeclared(JsonNode node) => new(node["class_hash"].Felt(), node["compiled_class_hash"].Felt());

    private static void WriteContract(Utf8JsonWriter writer, ContractClass contract)
    {
        writer.WriteFelt("address", contract.Address);
        writer.WriteFelt("class_hash", contract.ClassHash);
    }

    private static void WriteDeclared(Utf8JsonWriter writer, DeclaredClass declared)
    {
        writer.WriteFelt("class_hash", declared.ClassHash);
        writer.WriteFelt("compiled_class_hash", declared.CompiledClassHash);
    }
}
