using System.Text.Json;
using Kraken.Serialization.Json;

namespace Kraken.Rpc.Subscriptions;

/// <summary>Blocks that were of the chain and no longer are.</summary>
/// <param name="Sequence">How many such changes there were, this one included.</param>
/// <param name="First">The first of the blocks.</param>
/// <param name="Last">The last of them, which was the head.</param>
internal sealed record Reorganisation(long Sequence, BlockReference First, BlockReference Last)
{
    /// <summary>What subscribers are told of it.</summary>
    internal Notification Notification => new("starknet_subscriptionReorg", Write);

    private void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteFelt("starting_block_hash", First.Hash);
        writer.WriteNumber("starting_block_number", First.Number);
        writer.WriteFelt("ending_block_hash", Last.Hash);
        writer.WriteNumber("ending_block_number", Last.Number);
        writer.WriteEndObject();
    }
}
