using System;
using System.Collections.Generic;
using System.Numerics;
using Kraken.Execution.Blocks;
using Kraken.Execution.Fees;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Receipts;

namespace Kraken.Execution.Transactions;

/// <summary>Compares gas and fees with what a transaction allows.</summary>
internal static class FeeChecks
{
    /// <exception cref="RejectionException">A bound is below the minimal gas or the block's price.</exception>
    internal static void RequireBounds(BlockContext block, PreparedTransaction transaction)
    {
        GasVector minimal = MinimalGas.Of(block.Constants, transaction.Kind, transaction.ExtendedCalldataLength, block.Block.UseBlobs);
        GasVector amounts = transaction.Info.MaxAmounts;
        PriceVector prices = transaction.Info.MaxPrices;
        PriceVector actual = block.Block.FriPrices;
        List<string> insufficient = [];
        Check("L1Gas", amounts.L1Gas, minimal.L1Gas, prices.L1Gas, actual.L1Gas, insufficient);
        Check("L1DataGas", amounts.L1DataGas, minimal.L1DataGas, prices.L1DataGas, actual.L1DataGas, insufficient);
        Check("L2Gas", amounts.L2Gas, minimal.L2Gas, prices.L2Gas, actual.L2Gas, insufficient);
        if (insufficient.Count > 0)
        {
            throw new RejectionException(
                RejectionKind.InsufficientBounds, $"Resource bounds were not satisfied: {string.Join('\n', insufficient)}");
        }
    }

    /// <summary>The first gas above its bound, in words; null when all are within.</summary>
    internal static string? Exceeded(GasVector bounds, GasVector used) =>
        Exceeded("L1Gas", bounds.L1Gas, used.L1Gas)
            ?? Exceeded("L2Gas", bounds.L2Gas, used.L2Gas)
            ?? Exceeded("L1DataGas", bounds.L1DataGas, used.L1DataGas);

    internal static string ExceedsBalance(TransactionInfo info, in Felt low, in Felt high)
    {
        string bounds = $"{{ l1_gas: {Bound(info.MaxAmounts.L1Gas, info.MaxPrices.L1Gas)}, "
            + $"l2_gas: {Bound(info.MaxAmounts.L2Gas, info.MaxPrices.L2Gas)}, "
            + $"l1_data_gas: {Bound(info.MaxAmounts.L1DataGas, info.MaxPrices.L1DataGas)} }}";
        BigInteger balance = (high.ToBigInteger() << 128) + low.ToBigInteger();
        return FormattableString.Invariant($"Resources bounds ({bounds}) exceed balance ({balance}).");
    }

    internal static string InsufficientBalance(UInt128 fee, in Felt low, in Felt high) =>
        FormattableString.Invariant(
            $"Insufficient fee token balance. Fee: {fee}, balance: low/high {low.ToBigInteger()}/{high.ToBigInteger()}.");

    internal static bool Covers(in Felt low, in Felt high, UInt128 fee) => !high.IsZero || low >= (Felt)fee;

    private static void Check(string gas, ulong amount, ulong minimalAmount, UInt128 price, UInt128 actualPrice, List<string> insufficient)
    {
        if (minimalAmount > amount)
        {
            insufficient.Add(
                FormattableString.Invariant($"Max {gas} amount ({amount}) is lower than the minimal gas amount: {minimalAmount}."));
        }

        if (price < actualPrice)
        {
            insufficient.Add(FormattableString.Invariant($"Max {gas} price ({price}) is lower than the actual gas price: {actualPrice}."));
        }
    }

    private static string? Exceeded(string gas, ulong bound, ulong used) =>
        used > bound ? FormattableString.Invariant($"Insufficient max {gas}: max amount: {bound}, actual used: {used}.") : null;

    private static string Bound(ulong amount, UInt128 price) =>
        FormattableString.Invariant($"{{ max_amount: {amount}, max_price_per_unit: {price} }}");
}
