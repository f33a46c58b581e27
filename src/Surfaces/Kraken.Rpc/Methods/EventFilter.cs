using System;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using Kraken.Fields;
using Kraken.Rpc.Protocol;
using Kraken.Serialization.Json;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Json;
using Kraken.Starknet.Receipts;

namespace Kraken.Rpc.Methods;

/// <summary>Which events are asked for.</summary>
/// <param name="From">The first block; null for block 0.</param>
/// <param name="To">The last block; null for the latest.</param>
/// <param name="Addresses">The emitting contracts; empty for any.</param>
/// <param name="Keys">The values allowed at each position; an empty list asks nothing of its position, not even that it exists.</param>
/// <param name="ChunkSize">The most events of the page.</param>
/// <param name="Token">Where the page begins; null for the beginning.</param>
internal sealed record EventFilter(
    BlockId? From, BlockId? To, ImmutableArray<Felt> Addresses, ImmutableArray<ImmutableArray<Felt>> Keys, ulong ChunkSize, string? Token)
{
    private const int MaxAddresses = 1024;
    private const int CheckBytes = 8;

    /// <param name="node">The filter.</param>
    /// <param name="maxElements">The most elements of a list, which a request's body bounds; too many keys are another error.</param>
    /// <param name="maxText">The longest token, which a request's body bounds; that it is none of ours is another error.</param>
    internal static EventFilter Read(JsonNode node, int maxElements, int maxText)
    {
        MemberNames.RequireOnly(node, "from_block", "to_block", "address", "keys", "chunk_size", "continuation_token");
        return new(
            node["from_block"].Exists ? BlockIdJson.Read(node["from_block"]) : null,
            node["to_block"].Exists ? BlockIdJson.Read(node["to_block"]) : null,
            node["address"].IsString ? [node["address"].Felt()] : node["address"].OptionalFelts(MaxAddresses),
            node["keys"].OptionalList(maxElements, keys => keys.Felts(maxElements)),
            node["chunk_size"].Count(),
            node["continuation_token"].Exists ? node["continuation_token"].Text(maxText) : null);
    }

    /// <summary>Positions and keys together.</summary>
    internal int KeyCount => Keys.Length + Keys.Sum(keys => keys.Length);

    internal bool Matches(ContractEvent item)
    {
        if (!Addresses.IsEmpty && !Addresses.Contains(item.FromAddress))
        {
            return false;
        }

        for (int i = 0; i < Keys.Length; i++)
        {
            if (!Keys[i].IsEmpty && (i >= item.Keys.Length || !Keys[i].Contains(item.Keys[i])))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Ties a place to this filter's blocks, contracts and keys. No secret: a token tells its holder nothing and lets him do nothing; the
    /// check finds those that were altered, or taken from another filter.
    /// </summary>
    internal string CheckOf(string place)
    {
        StringBuilder text = new(place);
        text.Append(CultureInfo.InvariantCulture, $"|{From}|{To}|");
        text.AppendJoin(',', Addresses);
        foreach (ImmutableArray<Felt> keys in Keys)
        {
            text.Append('|').AppendJoin(',', keys);
        }

        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()));
        return Convert.ToHexStringLower(hash.AsSpan(0, CheckBytes));
    }
}
