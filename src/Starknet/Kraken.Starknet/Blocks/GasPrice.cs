using System;

namespace Kraken.Starknet.Blocks;

/// <summary>The price of one unit of a gas in both units of account.</summary>
/// <param name="InWei">In wei (10^-18 ETH).</param>
/// <param name="InFri">In fri (10^-18 STRK).</param>
public readonly record struct GasPrice(UInt128 InWei, UInt128 InFri);
