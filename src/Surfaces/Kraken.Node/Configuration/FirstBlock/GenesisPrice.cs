using System;
using Kraken.Starknet.Blocks;

namespace Kraken.Node.Configuration.FirstBlock;

/// <summary>The price of a unit of a gas.</summary>
public sealed record GenesisPrice
{
    /// <summary>In 10^-18 ETH.</summary>
    public required UInt128 Wei { get; init; }

    /// <summary>In fri, the fee token's smallest unit.</summary>
    public required UInt128 Fri { get; init; }

    internal GasPrice ToPrice() => new(Wei, Fri);

    internal static GenesisPrice Of(GasPrice price) => new() { Wei = price.InWei, Fri = price.InFri };
}
