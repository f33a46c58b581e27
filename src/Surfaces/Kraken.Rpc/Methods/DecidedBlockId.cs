using Kraken.Serialization.Json;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Json;

namespace Kraken.Rpc.Methods;

/// <summary>Block ids where the specification leaves out the block being built.</summary>
internal static class DecidedBlockId
{
    internal static BlockId Read(JsonNode node)
    {
        BlockId id = BlockIdJson.Read(node);
        if (ChainSnapshot.IsPreConfirmed(id))
        {
            node.Fail("a decided block");
        }

        return id;
    }
}
