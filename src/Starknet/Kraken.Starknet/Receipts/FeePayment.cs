using System;

namespace Kraken.Starknet.Receipts;

/// <summary>What a transaction paid.</summary>
/// <param name="Amount">The amount in <paramref name="Unit"/>.</param>
/// <param name="Unit">The unit; FRI for every version 3 transaction, WEI for an L1 handler.</param>
public readonly record struct FeePayment(UInt128 Amount, FeeUnit Unit = FeeUnit.Fri);
