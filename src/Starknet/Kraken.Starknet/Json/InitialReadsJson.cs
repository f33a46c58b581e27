using System.Text.Json;
using Kraken.Serialization.Json;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;

namespace Kraken.Starknet.Json;

/// <summary>Initial reads in the form of JSON-RPC 0.10 [STARKNET-RPC].</summary>
public static class InitialReadsJson
{
    /// <summary>Writes initial reads as an object.</summary>
    public static void Write(Utf8JsonWriter writer, InitialReads reads)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("storage");
        foreach (StorageRead read in reads.Storage)
        {
            writer.WriteStartObject();
            writer.WriteFelt("contract_address", read.Address);
            writer.WriteFelt("key", read.Key);
            writer.WriteFelt("value", read.Value);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("nonces");
        foreach (NonceUpdate read in reads.Nonces)
        {
            writer.WriteStartObject();
            writer.WriteFelt("contract_address", read.Address);
            writer.WriteFelt("nonce", read.Nonce);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        WriteClasses(writer, reads);
        writer.WriteEndObject();
    }

    private static void WriteClasses(Utf8JsonWriter writer, InitialReads reads)
    {
        writer.WriteStartArray("class_hashes");
        foreach (ContractClass read in reads.ClassHashes)
        {
            writer.WriteStartObject();
            writer.WriteFelt("contract_address", read.Address);
            writer.WriteFelt("class_hash", read.ClassHash);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("declared_contracts");
        foreach (DeclarationRead read in reads.Declarations)
        {
            writer.WriteStartObject();
            writer.WriteFelt("class_hash", read.ClassHash);
            writer.WriteBoolean("is_declared", read.IsDeclared);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
