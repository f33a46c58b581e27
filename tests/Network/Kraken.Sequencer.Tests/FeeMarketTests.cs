using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Consensus;
using Kraken.Consensus.Engine;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Xunit;

namespace Kraken.Sequencer.Tests;

/// <summary>Prices that follow demand: every node computes them from the block before, and no proposer has a say.</summary>
public sealed class FeeMarketTests : IDisposable
{
    private static readonly FeeMarket Market = new(1_000_000_000, 1_000_000);

    private readonly TestChain proposer = new(1, rules => rules with { Market = Market });
    private readonly TestChain validator = new(2, rules => rules with { Market = Market });

    public void Dispose()
    {
        proposer.Dispose();
        validator.Dispose();
    }

    [Fact]
    public async Task ThePriceRisesAfterABlockAboveTheTargetAndFallsAgain()
    {
        Assert.Null(await proposer.Admission.SubmitAsync(Signed.Transfer(0, 0), CancellationToken.None));
        UInt128[] prices = [.. Enumerable.Range(1, 3).Select(height => CommitOnBoth((ulong)height).GasPrices.L2Gas.InFri)];
        ulong used = proposer.Store.Receipts(1).Aggregate(0UL, (sum, receipt) => sum + receipt.Gas.L2Gas);
        Assert.True(used > Market.TargetGas);
        Assert.Equal([1_000_000_000, Market.Next(1_000_000_000, used), Market.Next(prices[1], 0)], prices);
        Assert.True(prices[1] > prices[0] && prices[2] < prices[1]);
    }

    [Fact]
    public async Task AProposalByOtherPricesIsRefused()
    {
        using TestChain greedy = new(1, rules => rules with { Market = Market with { MaxChangeDenominator = 1 } });
        foreach (TestChain chain in (TestChain[])[greedy, proposer])
        {
            Assert.Null(await chain.Admission.SubmitAsync(Signed.Transfer(0, 0), CancellationToken.None));
        }

        BuiltBlock first = greedy.Build(1);
        Assert.Null(validator.Check(1, first, new ValidatorId(1)));
        greedy.Commit(1, first);
        validator.Commit(1, first);
        BuiltBlock second = greedy.Build(2);
        Assert.Contains("expected hash", validator.Check(2, second, new ValidatorId(1)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatOffersLessThanThePriceIsNotTakenAndWaitsWhereItWasTaken()
    {
        Assert.Equal(
            SubmissionErrorKind.ValidationFailure,
            (await proposer.Admission.SubmitAsync(Signed.Transfer(1, 0, price: 999_999_999), CancellationToken.None))!.Kind);

        // Taken at the price of the last block; the next block's is higher, and the one after that low enough again.
        Assert.Null(await proposer.Admission.SubmitAsync(Signed.Transfer(0, 0), CancellationToken.None));
        Assert.Null(await proposer.Admission.SubmitAsync(Signed.Transfer(1, 0, price: 1_000_000_000), CancellationToken.None));
        Assert.Null(await proposer.Admission.SubmitAsync(Signed.Transfer(1, 1, price: 1_000_000_000), CancellationToken.None));
        BlockHeader first = CommitOnBoth(1);
        Assert.Equal(3, proposer.Store.Block(first.Number)!.Transactions.Length);
        Assert.Null(proposer.Pool.Add(Signed.Transfer(2, 0, price: 1_000_000_000), _ => 0));
        Assert.True(CommitOnBoth(2).GasPrices.L2Gas.InFri > 1_000_000_000);
        Assert.Empty(proposer.Store.Block(2)!.Transactions);
        Assert.Equal(1, proposer.Pool.Count);
        ulong height = 3;
        while (CommitOnBoth(height).GasPrices.L2Gas.InFri > 1_000_000_000)
        {
            Assert.True(height++ < 100, "the price does not fall");
        }

        Assert.Single(proposer.Store.Block(height)!.Transactions);
        Assert.Equal(0, proposer.Pool.Count);
    }

    [Fact]
    public async Task WhereGasCostsNothingNobodyPaysAndNobodyNeedsToOffer()
    {
        using TestChain free = new(1, rules => rules with
        {
            GasPrices = default,
            Limits = rules.Limits with { Transaction = rules.Limits.Transaction with { MinL2GasPrice = 0 } },
        });

        // The first block stands on prices of genesis, which this test's chain has from elsewhere.
        await free.CommitNextAsync();
        Assert.Null(await free.Admission.SubmitAsync(Signed.Transfer(0, 0, price: 0), CancellationToken.None));
        await free.CommitNextAsync();
        Assert.Null(Assert.Single(free.Store.Receipts(2)).RevertReason);
        Assert.Equal(0u, free.Store.Receipts(2)[0].ActualFee.Amount);
        Assert.Equal(default, free.Store.Header(2)!.GasPrices);
    }

    private BlockHeader CommitOnBoth(ulong height)
    {
        BuiltBlock built = proposer.Build(height);
        Assert.Null(validator.Check(height, built, new ValidatorId(1)));
        proposer.Commit(height, built);
        validator.Commit(height, built);
        return validator.Store.Header(height)!;
    }
}
