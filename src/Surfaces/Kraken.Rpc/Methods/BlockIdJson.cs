using System.Text.Json;
using Kraken.Serialization.Json;
using Kraken.Starknet.Blocks;

namespace Kraken.Rpc.Methods;

/// <summary>Block ids as JSON.</summary>
internal static class BlockIdJson
{
    internal static BlockId Read(JsonNode node)
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

        if (node["block_hash"].Exists)
        {
            return new BlockId.ByHash(node["block_hash"].Felt());
        }

        if (node["block_number"].Exists)
        {
            return new BlockId.ByNumber(node["block_number"].Number());
        }

        node.Fail("a block tag, {block_hash} or {block_number}");
        return BlockId.Latest;
    }

    internal static void Write(Utf8JsonWriter writer, BlockId id)
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
