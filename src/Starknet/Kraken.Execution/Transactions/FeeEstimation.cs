using System;
using Kraken.Execution.Blocks;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Receipts;

namespace Kraken.Execution.Transactions;

/// <summary>Estimates fees from runs without fee charge.</summary>
public static class FeeEstimation
{
    /// <summary>
    /// What the sender of a transaction would pay, in fri. Never below the minimal gas, so that bounds taken from it pass the checks before
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
        return new FeeEstimate(gas, prices, prices.Fee(gas, 0));
    }

    /// <summary>What the sender of a message on L1 would pay there, in wei.</summary>
    public static FeeEstimate OfMessage(GasPrices gasPrices, GasVector gas)
    {
        PriceVector prices = PriceVector.InWei(gasPrices);
        return new FeeEstimate(gas, prices, prices.Fee(gas, 0), FeeUnit.Wei);
    }

    private static GasVector MinimalGasOf(BlockContext block, ExecutedOutcome outcome) =>
        Fees.MinimalGas.Of(block.Constants, outcome.Resources.Kind, outcome.Resources.CalldataLength, block.Block.UseBlobs);
}
