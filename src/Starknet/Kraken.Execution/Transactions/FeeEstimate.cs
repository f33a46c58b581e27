using System;
using Kraken.Execution.Blocks;
using Kraken.Execution.Constants;

namespace Kraken.Execution.Transactions;

/// <summary>What a transaction would cost.</summary>
/// <param name="Gas">Gas.</param>
/// <param name="Prices">The block's prices, in fri.</param>
/// <param name="OverallFee">The fee without a tip, in fri.</param>
public sealed record FeeEstimate(GasVector Gas, PriceVector Prices, UInt128 OverallFee)
{
    /// <summary>
    /// The estimate after a run without fee charge. Never below the minimal gas, so that bounds taken from it pass the checks before
    /// execution.
    /// </summary>
    public static FeeEstimate Of(BlockContext block, ExecutedOutcome outcome)
    {
        GasVector minimal = MinimalGasOf(block, outcome);
        GasVector gas = new(
            Math.Max(outcome.Gas.L1Gas, minimal.L1Gas),
            Math.Max(outcome.Gas.L1DataGas, minimal.L1DataGas),
            Math.Max(outcome.Gas.L2Gas, minimal.L2Gas));
        PriceVector prices = block.Block.FriPrices;
        return new(gas, prices, prices.Fee(gas, 0));
    }

    private static GasVector MinimalGasOf(BlockContext block, ExecutedOutcome outcome) =>
        Fees.MinimalGas.Of(block.Constants, outcome.Resources.Kind, outcome.Resources.CalldataLength, block.Block.UseBlobs);
}
