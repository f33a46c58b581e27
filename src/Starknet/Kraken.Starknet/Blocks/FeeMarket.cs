using System;
using System.Numerics;

namespace Kraken.Starknet.Blocks;

/// <summary>
/// How the price of L2 gas follows demand: up after blocks that use more gas than a target, down after those that use less [EIP1559]. A
/// rule of the chain: the price of a block follows from the block before it alone.
/// </summary>
/// <param name="MinPrice">The price that it never falls below, in fri, from 1 on.</param>
/// <param name="TargetGas">The L2 gas of a block after which the price stays as it is, from 1 on.</param>
/// <remarks>
/// starkware-libs/sequencer@60161ba crates/apollo_consensus_orchestrator/src/fee_market/mod.rs calculate_next_base_gas_price; the ceiling
/// is that of later revisions of the same file.
/// </remarks>
public sealed record FeeMarket(UInt128 MinPrice, ulong TargetGas)
{
    /// <summary>A price below the least one rises by at most one part in so many with each block.</summary>
    public const int RiseDenominator = 333;

    /// <summary>Starknet's: a block of twice the target moves the price by one part in so many.</summary>
    public const uint StarknetMaxChangeDenominator = 48;

    /// <summary>A block of twice the target raises the price by one part in so many; from 1 on.</summary>
    public uint MaxChangeDenominator { get; init; } = StarknetMaxChangeDenominator;

    /// <summary>The price that it never rises above, in fri; null for none.</summary>
    public UInt128? MaxPrice { get; init; }

    /// <summary>What makes it useless: the member, what was expected and what came; null when it is a market.</summary>
    public string? Problem() =>
        MinPrice == 0 ? "min_price: expected at least 1, got 0"
        : TargetGas == 0 ? "target_gas: expected at least 1, got 0"
        : MaxChangeDenominator == 0 ? "max_change_denominator: expected at least 1, got 0"
        : MaxPrice is { } most && most < MinPrice ? $"max_price: expected at least min_price, {MinPrice}, got {most}"
        : null;

    /// <summary>The price of the next block, in fri.</summary>
    /// <param name="price">The price of the block, in fri.</param>
    /// <param name="gasUsed">The L2 gas that the block's receipts sum to.</param>
    public UInt128 Next(UInt128 price, ulong gasUsed) =>
        UInt128.Min(
            price < MinPrice ? UInt128.Min(Saturated((BigInteger)price + (price / RiseDenominator)), MinPrice) : Adjusted(price, gasUsed),
            MaxPrice ?? UInt128.MaxValue);

    /// <summary>The prices of the next block: that of L2 gas moves, in both units alike, those of L1 stay.</summary>
    /// <param name="prices">The prices of the block.</param>
    /// <param name="gasUsed">The L2 gas that the block's receipts sum to.</param>
    /// <param name="genesis">The prices of block 0, whose rate between wei and fri holds for ever.</param>
    public GasPrices Next(GasPrices prices, ulong gasUsed, GasPrices genesis)
    {
        UInt128 fri = Next(prices.L2Gas.InFri, gasUsed);
        GasPrice rate = genesis.L2Gas;
        UInt128 wei = rate.InFri == 0 ? rate.InWei : Saturated((BigInteger)fri * rate.InWei / rate.InFri);
        return prices with { L2Gas = new GasPrice(wei, fri) };
    }

    private UInt128 Adjusted(UInt128 price, ulong gasUsed)
    {
        ulong delta = gasUsed > TargetGas ? gasUsed - TargetGas : TargetGas - gasUsed;
        BigInteger change = (BigInteger)price * delta / ((BigInteger)TargetGas * MaxChangeDenominator);
        BigInteger next = gasUsed > TargetGas ? price + change : BigInteger.Max(price - change, 0);
        return UInt128.Max(Saturated(next), MinPrice);
    }

    private static UInt128 Saturated(BigInteger value) => value > UInt128.MaxValue ? UInt128.MaxValue : (UInt128)value;
}
