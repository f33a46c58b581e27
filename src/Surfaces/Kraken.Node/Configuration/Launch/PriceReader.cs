using System.IO;
using Kraken.Node.Configuration.Yaml;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Genesis;

namespace Kraken.Node.Configuration.Launch;

/// <summary>Reads the member "prices" of a chain file: prices of gas in fri, or in fri and wei, and how that of L2 gas moves.</summary>
internal static class PriceReader
{
    private const string Free = "none";

    /// <exception cref="InvalidDataException">It is none.</exception>
    public static (GasPrices Prices, FeeMarket? Market) Read(YamlNode? node)
    {
        GasPrices usual = new GenesisDescription().GasPrices;
        if (node is null)
        {
            return (usual, null);
        }

        if (node is YamlText text)
        {
            return text.Value == Free ? (default(GasPrices), null) : throw node.Refuse($"'{Free}' or a mapping");
        }

        YamlMap map = node.Map("l1_gas", "l1_data_gas", "l2_gas", "market");
        GasPrices prices = new(
            Price(map.Find("l1_gas"), usual.L1Gas),
            Price(map.Find("l1_data_gas"), usual.L1DataGas),
            Price(map.Find("l2_gas"), usual.L2Gas));
        return (prices, map.Find("market") is { } market ? Market(market) : null);
    }

    private static GasPrice Price(YamlNode? node, GasPrice usual)
    {
        if (node is not YamlMap)
        {
            return node is null ? usual : new GasPrice(node.LargeNumber(), node.LargeNumber());
        }

        YamlMap map = node.Map("fri", "wei");
        return new GasPrice(map.Get("wei").LargeNumber(), map.Get("fri").LargeNumber());
    }

    private static FeeMarket Market(YamlNode node)
    {
        YamlMap map = node.Map("min_price", "max_price", "target_gas", "max_change_denominator");
        FeeMarket market = new(map.Get("min_price").LargeNumber(), map.Get("target_gas").Number())
        {
            MaxPrice = map.Find("max_price")?.LargeNumber(),
            MaxChangeDenominator = map.Find("max_change_denominator") is { } change
                ? (uint)change.Number(0, uint.MaxValue)
                : FeeMarket.StarknetMaxChangeDenominator,
        };
        return market.Problem() is { } problem ? throw node.Place.Refuse(problem) : market;
    }
}
