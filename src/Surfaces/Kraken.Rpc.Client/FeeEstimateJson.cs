using System.Collections.Immutable;
using Kraken.Serialization.Json;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Receipts;

namespace Kraken.Rpc.Client;

/// <summary>Reads fee estimates.</summary>
internal static class FeeEstimateJson
{
    internal static FeeEstimate ReadSingle(JsonNode node)
    {
        ImmutableArray<FeeEstimate> estimates = node.List(1, Read);
        if (estimates.IsEmpty)
        {
            node.Fail("one estimate");
            return new(default, default, 0);
        }

        return estimates[0];
    }

    private static FeeEstimate Read(JsonNode node) => new(
        new(node["l1_gas_consumed"].HexUInt64(), node["l1_data_gas_consumed"].HexUInt64(), node["l2_gas_consumed"].HexUInt64()),
        new(node["l1_gas_price"].HexUInt128(), node["l1_data_gas_price"].HexUInt128(), node["l2_gas_price"].HexUInt128()),
        node["overall_fee"].HexUInt128(),
        node["unit"].Word([("FRI", FeeUnit.Fri), ("WEI", FeeUnit.Wei)]));
}
