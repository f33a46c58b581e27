using System.Collections.Immutable;
using System.Linq;
using Kraken.Fields;
using Kraken.Serialization.Json;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Receipts;

namespace Kraken.Rpc.Methods;

/// <summary>Which events are asked for.</summary>
/// <param name="From">The first block; null for block 0.</param>
/// <param name="To">The last block; null for the latest.</param>
/// <param name="Addresses">The emitting contracts; empty for any.</param>
/// <param name="Keys">The values allowed at each position; an empty list allows any.</param>
/// <param name="ChunkSize">The most events of the page.</param>
/// <param name="Token">Where the page begins; null for the beginning.</param>
internal sealed record EventFilter(
    BlockId? From, BlockId? To, ImmutableArray<Felt> Addresses, ImmutableArray<ImmutableArray<Felt>> Keys, ulong ChunkSize, string? Token)
{
    private const int MaxAddresses = 1024;
    private const int MaxTokenLength = 64;

    internal static EventFilter Read(JsonNode node, int maxKeys) => new(
        node["from_block"].Exists ? BlockIdJson.Read(node["from_block"]) : null,
        node["to_block"].Exists ? BlockIdJson.Read(node["to_block"]) : null,
        node["address"].IsString ? [node["address"].Felt()] : node["address"].OptionalFelts(MaxAddresses),
        node["keys"].OptionalList(maxKeys + 1, keys => keys.Felts(maxKeys + 1)),
        node["chunk_size"].Number(),
        node["continuation_token"].Exists ? node["continuation_token"].Text(MaxTokenLength) : null);

    internal bool Matches(ContractEvent item)
    {
        if ((!Addresses.IsEmpty && !Addresses.Contains(item.FromAddress)) || item.Keys.Length < Keys.Length)
        {
            return false;
        }

        for (int i = 0; i < Keys.Length; i++)
        {
            if (!Keys[i].IsEmpty && !Keys[i].Contains(item.Keys[i]))
            {
                return false;
            }
        }

        return true;
    }

    internal int KeyCount => Keys.Length + Keys.Sum(keys => keys.Length);
}
