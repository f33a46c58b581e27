using System;
using Kraken.Starknet.Receipts;

namespace Kraken.Starknet.Chain;

/// <summary>What a transaction would cost.</summary>
/// <param name="Gas">The gas it would use.</param>
/// <param name="L1GasPrice">The price of L1 gas, in <paramref name="Unit"/>.</param>
/// <param name="L1DataGasPrice">The price of L1 blob gas.</param>
/// <param name="L2GasPrice">The price of L2 gas.</param>
/// <param name="OverallFee">The fee without tip.</param>
/// <param name="Unit">FRI; WEI for messages from L1.</param>
public sealed record FeeEstimate(
    GasConsumed Gas, UInt128 L1GasPrice, UInt128 L1DataGasPrice, UInt128 L2GasPrice, UInt128 OverallFee, FeeUnit Unit = FeeUnit.Fri);
