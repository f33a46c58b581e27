using System.Text.Json;
using Kraken.Fields;
using Kraken.Serialization.Json;
using Kraken.Starknet.Chain;

namespace Kraken.Starknet.Json;

/// <summary>Initial reads in the form of JSON-RPC 0.10 [STARKNET-RPC].</summary>
public static class InitialReadsJson
{
    /// <summary>Writes initial reads as an object.</summary>
    public static void Write(Utf8JsonWriter writer, InitialReads reads)
    {
        writer.WriteStartObject();
        writer.WriteObjects("storage", reads.Storage, static (item, read) =>
        {
            item.WriteFelt("contract_address", read.Address);
            item.WriteString("key", KeyText(read.Key));
            item.WriteFelt("value", read.Value);
        });
        writer.WriteObjects("nonces", reads.Nonces, StateDiffJson.WriteNonce);
        writer.WriteObjects(
            "class_hashes", reads.ClassHashes, static (item, read) => StateDiffJson.WriteContract(item, "contract_address", read));
        writer.WriteObjects("declared_contracts", reads.Declarations, static (item, read) =>
        {
            item.WriteFelt("class_hash", read.ClassHash);
            item.WriteBoolean("is_declared", read.IsDeclared);
        });
        writer.WriteEndObject();
    }

    // The specification's STORAGE_KEY wants a first digit up to 7, whatever the number of digits: a zero before a greater one fits it.
    private static string KeyText(in Felt key)
    {
        string text = key.ToString();
        return text[2] > '7' ? $"0x0{text[2..]}" : text;
    }
}
