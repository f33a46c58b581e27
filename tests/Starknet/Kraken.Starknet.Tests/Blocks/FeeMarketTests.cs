using System;
using Kraken.Starknet.Blocks;
using Xunit;

namespace Kraken.Starknet.Tests.Blocks;

/// <summary>
/// Starknet's price of the next block, by the values of starkware-libs/sequencer
/// crates/apollo_consensus_orchestrator/src/fee_market/test.rs.
/// </summary>
public sealed class FeeMarketTests
{
    private const ulong MaxBlock = 5_800_000_000;

    private static readonly UInt128 Initial = 30_000_000_000;

    [Theory]
    [InlineData(MaxBlock / 4 * 3, MaxBlock / 2, 30_312_500_000)]
    [InlineData(MaxBlock / 4, MaxBlock / 2, 29_687_500_000)]
    [InlineData(MaxBlock / 2, MaxBlock / 2, 30_000_000_000)]
    [InlineData(MaxBlock / 10 * 9, MaxBlock / 5 * 4, 30_078_125_000)]
    [InlineData(MaxBlock / 4, MaxBlock / 5 * 4, 29_570_312_500)]
    [InlineData(MaxBlock / 5 * 4, MaxBlock / 5 * 4, 30_000_000_000)]
    public void ThePriceIsStarknets(ulong used, ulong target, ulong expected) =>
        Assert.Equal(expected, new FeeMarket(8_000_000_000, target).Next(Initial, used));

    [Fact]
    public void APriceBelowTheLeastRisesByAPartAndNoFurther()
    {
        Assert.Equal(10_030_030_030u, new FeeMarket(20_000_000_000, 2_000).Next(10_000_000_000, 1_000));
        Assert.Equal(10_000_000_000u, new FeeMarket(10_000_000_000, 2_000).Next(9_971_000_000, 1_000));
    }

    [Fact]
    public void ThePriceStaysWithinItsBounds()
    {
        FeeMarket market = new(1_000, 100) { MaxPrice = 1_500, MaxChangeDenominator = 1 };
        Assert.Equal(1_000u, market.Next(1_000, 0));
        Assert.Equal(1_500u, market.Next(1_400, 1_000));
        Assert.Equal(1_500u, market.Next(2_000, 100));
        Assert.Equal(UInt128.MaxValue, new FeeMarket(1, 1).Next(UInt128.MaxValue, ulong.MaxValue));
        Assert.Equal(1u, new FeeMarket(1, 1) { MaxChangeDenominator = 1 }.Next(UInt128.MaxValue, 0));
    }

    [Fact]
    public void WeiFollowsAtTheRateOfGenesisAndTheOtherPricesStay()
    {
        GasPrices genesis = new(new(1, 2), new(3, 4), new(10, 1_000));
        GasPrices next = new FeeMarket(1_000, 100) { MaxChangeDenominator = 10 }.Next(genesis, 200, genesis);
        Assert.Equal(genesis with { L2Gas = new(11, 1_100) }, next);
    }

    [Theory]
    [InlineData(0UL, 1UL, 1u, "min_price: expected at least 1, got 0")]
    [InlineData(1UL, 0UL, 1u, "target_gas: expected at least 1, got 0")]
    [InlineData(1UL, 1UL, 0u, "max_change_denominator: expected at least 1, got 0")]
    [InlineData(1UL, 1UL, 1u, null)]
    [InlineData(8UL, 1UL, 1u, "max_price: expected at least min_price, 8, got 7")]
    public void AUselessMarketIsSaid(ulong least, ulong target, uint denominator, string? problem) =>
        Assert.Equal(problem, new FeeMarket(least, target) { MaxChangeDenominator = denominator, MaxPrice = 7 }.Problem());
}
