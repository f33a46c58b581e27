using System.Text.Json;
using Kraken.Serialization.Json;
using Kraken.Starknet.Blocks;

namespace Kraken.Starknet.Json;

/// <summary>Block ids in the form of JSON-RPC 0.10 [STARKNET-RPC]: a tag, or an object with one member, the hash or the number.</summary>
public static class BlockIdJson
{
    /// <summary>Reads a block id within a decoding.</summary>
    public static BlockId Read(JsonNode node)
    {
        if (node.IsString)
        {
            return new BlockId.ByTag(node.Word(
            [
                ("latest", BlockTag.Latest),
                ("pre_confirmed", BlockTag.PreConfirmed),
                ("l1_accepted", BlockTag.L1Accepted),
            ]));
        }

        // Two members would name two blocks.
        bool isSingle = node.IsObject && node.Element.GetPropertyCount() == 1;
        if (isSingle && node["block_hash"].Exists)
        {
            return new BlockId.ByHash(node["block_hash"].Felt());
        }

        if (isSingle && node["block_number"].Exists)
        {
            return new BlockId.ByNumber(node["block_number"].Count());
        }

        node.Fail("a block tag, {block_hash} or {block_number}");
        return BlockId.Latest;
    }

    /// <summary>Writes a block id as a value.</summary>
    public static void Write(Utf8JsonWriter writer, BlockId id)
    {
        switch (id)
        {
            case BlockId.ByNumber { Number: var number }:
                writer.WriteStartObject();
                writer.WriteNumber("block_number", number);
                writer.WriteEndObject();
                break;
            case BlockId.ByHash { Hash: var hash }:
                writer.WriteStartObject();
                writer.WriteFelt("block_hash", hash);
                writer.WriteEndObject();
                break;
            case BlockId.ByTag { Tag: var tag }:
                writer.WriteStringValue(tag switch
                {
                    BlockTag.PreConfirmed => "pre_confirmed",
                    BlockTag.L1Accepted => "l1_accepted",
                    _ => "latest",
                });
                break;
        }
    }
}
