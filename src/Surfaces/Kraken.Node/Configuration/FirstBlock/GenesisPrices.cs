using System.Text.Json.Serialization;
using Kraken.Starknet.Blocks;

namespace Kraken.Node.Configuration.FirstBlock;

/// <summary>The gas prices of block 0, and how that of L2 gas moves.</summary>
public sealed record GenesisPrices
{
    /// <summary>What a unit of gas on L1 costs, for ever.</summary>
    public required GenesisPrice L1Gas { get; init; }

    /// <summary>What a unit of blob gas on L1 costs, for ever.</summary>
    public required GenesisPrice L1DataGas { get; init; }

    /// <summary>What a unit of the chain's own gas costs in block 0, and after it where there is no market.</summary>
    public required GenesisPrice L2Gas { get; init; }

    /// <summary>The market; null where the prices stay.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public GenesisMarket? Market { get; init; }

    internal GasPrices ToPrices() => new(L1Gas.ToPrice(), L1DataGas.ToPrice(), L2Gas.ToPrice());

    internal static GenesisPrices Of(GasPrices prices, FeeMarket? market) => new()
    {
        L1Gas = GenesisPrice.Of(prices.L1Gas),
        L1DataGas = GenesisPrice.Of(prices.L1DataGas),
        L2Gas = GenesisPrice.Of(prices.L2Gas),
        Market = market is null ? null : GenesisMarket.Of(market),
    };
}
