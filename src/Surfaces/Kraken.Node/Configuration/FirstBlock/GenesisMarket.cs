using System;
using System.Text.Json.Serialization;
using Kraken.Starknet.Blocks;

namespace Kraken.Node.Configuration.FirstBlock;

/// <summary>How the price of L2 gas moves: the members of <see cref="FeeMarket"/>.</summary>
public sealed record GenesisMarket
{
    /// <summary>The price that it never falls below, in fri.</summary>
    public required UInt128 MinPrice { get; init; }

    /// <summary>The price that it never rises above, in fri; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public UInt128? MaxPrice { get; init; }

    /// <summary>The L2 gas of a block after which it stays.</summary>
    public required ulong TargetGas { get; init; }

    /// <summary>A block of twice the target raises it by one part in so many.</summary>
    public required uint MaxChangeDenominator { get; init; }

    internal FeeMarket ToMarket() => new(MinPrice, TargetGas) { MaxPrice = MaxPrice, MaxChangeDenominator = MaxChangeDenominator };

    internal static GenesisMarket Of(FeeMarket market) => new()
    {
        MinPrice = market.MinPrice,
        MaxPrice = market.MaxPrice,
        TargetGas = market.TargetGas,
        MaxChangeDenominator = market.MaxChangeDenominator,
    };
}
