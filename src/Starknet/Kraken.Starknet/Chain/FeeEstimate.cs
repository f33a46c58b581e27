using System;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Receipts;

namespace Kraken.Starknet.Chain;

/// <summary>What a transaction would cost.</summary>
/// <param name="Gas">The gas it would use.</param>
/// <param name="Prices">The block's prices, in <paramref name="Unit"/>.</param>
/// <param name="OverallFee">The fee without tip.</param>
/// <param name="Unit">FRI; WEI for messages from L1.</param>
public sealed record FeeEstimate(GasVector Gas, PriceVector Prices, UInt128 OverallFee, FeeUnit Unit = FeeUnit.Fri);
