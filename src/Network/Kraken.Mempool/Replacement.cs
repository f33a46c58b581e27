using System;
using Kraken.Starknet.Transactions;

namespace Kraken.Mempool;

/// <summary>When a transaction takes the place of another one of the same account and nonce.</summary>
internal static class Replacement
{
    /// <summary>Whether tip and L2 gas price are each higher by the percentage, rounded up, and not both the same.</summary>
    public static bool Outbids(AccountTransaction offered, AccountTransaction waiting, uint percent)
    {
        UInt128 price = waiting.ResourceBounds.L2Gas.MaxPricePerUnit;
        UInt128 offeredPrice = offered.ResourceBounds.L2Gas.MaxPricePerUnit;
        return Reaches(offered.Tip, waiting.Tip, percent)
            && Reaches(offeredPrice, price, percent)
            && (offered.Tip, offeredPrice) != (waiting.Tip, price);
    }

    // offered >= waiting + ceil(waiting * percent / 100), without overflow.
    private static bool Reaches(UInt128 offered, UInt128 waiting, uint percent)
    {
        const uint Hundred = 100;
        (UInt128 hundreds, UInt128 rest) = UInt128.DivRem(waiting, Hundred);
        UInt128 more = (hundreds * percent) + (((rest * percent) + Hundred - 1) / Hundred);
        return offered >= waiting && offered - waiting >= more;
    }
}
