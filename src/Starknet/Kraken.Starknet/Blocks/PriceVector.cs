using System;
using Kraken.Starknet.Receipts;

namespace Kraken.Starknet.Blocks;

/// <summary>Prices of the three gases in one unit (fri or wei).</summary>
/// <param name="L1Gas">Price of L1 gas.</param>
/// <param name="L1DataGas">Price of L1 blob gas.</param>
/// <param name="L2Gas">Price of L2 gas.</param>
public readonly record struct PriceVector(UInt128 L1Gas, UInt128 L1DataGas, UInt128 L2Gas)
{
    /// <summary>The prices in fri of a block.</summary>
    public static PriceVector InFri(GasPrices prices) => new(prices.L1Gas.InFri, prices.L1DataGas.InFri, prices.L2Gas.InFri);

    /// <summary>The prices in wei of a block.</summary>
    public static PriceVector InWei(GasPrices prices) => new(prices.L1Gas.InWei, prices.L1DataGas.InWei, prices.L2Gas.InWei);

    /// <summary>The price of a gas vector; the tip is paid per unit of L2 gas.</summary>
    /// <exception cref="OverflowException">The fee exceeds 128 bits.</exception>
    public UInt128 Fee(GasVector gas, ulong tip) =>
        checked((gas.L1Gas * L1Gas) + (gas.L1DataGas * L1DataGas) + (gas.L2Gas * (L2Gas + tip)));
}
