using System.Collections.Generic;
using System.Text.Json;
using Kraken.Rpc.Methods;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Json;

namespace Kraken.Rpc.Subscriptions;

/// <summary>Tells of the header of each decided block.</summary>
/// <inheritdoc cref="BlockSubscription"/>
internal sealed class NewHeadsSubscription(string id, ChainMoment begun, ulong first) : BlockSubscription(id, begun, first)
{
    /// <inheritdoc/>
    protected override IEnumerable<Notification> OfBlock(BlockHeader header, ChainSnapshot chain)
    {
        yield return new("starknet_subscriptionNewHeads", writer => Write(writer, header));
    }

    private static void Write(Utf8JsonWriter writer, BlockHeader header)
    {
        writer.WriteStartObject();
        BlockHeaderJson.WriteMembers(writer, header, preConfirmed: false);
        writer.WriteEndObject();
    }
}
