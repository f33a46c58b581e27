using System;
using System.Linq;
using Xunit;

namespace Kraken.Load.Tests;

/// <summary>Weights as users write them, and the kinds that follow from them.</summary>
public sealed class KindWeightsTests
{
    [Theory]
    [InlineData("8,1,1", "transfer=8,fib=1,fact=1")]
    [InlineData("1,0,0", "transfer=1")]
    [InlineData("transfer=3", "transfer=3")]
    [InlineData("deploy=1,declare=2,failing=3,mint=4,fact=5,fib=6,transfer=7",
        "transfer=7,fib=6,fact=5,mint=4,failing=3,declare=2,deploy=1")]
    public void WeightsAreReadWithAndWithoutNames(string text, string written)
    {
        Assert.True(KindWeights.TryParse(text, out KindWeights? weights));
        Assert.Equal(written, weights.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("1,2")]
    [InlineData("1,2,3,4")]
    [InlineData("0,0,0")]
    [InlineData("1,-1,1")]
    [InlineData("1,,1")]
    [InlineData("1,+1,1")]
    [InlineData("1,1.5,1")]
    [InlineData("1000001,1,1")]
    [InlineData("99999999999999999999,1,1")]
    [InlineData("transfer=0")]
    [InlineData("transfer=1,transfer=1")]
    [InlineData("Transfer=1")]
    [InlineData("fly=1")]
    [InlineData("transfer=")]
    [InlineData("=1")]
    [InlineData("transfer=1,1,1")]
    [InlineData("1,fib=1,1")]
    [InlineData("transfer=1=1")]
    [InlineData("transfer=1,")]
    [InlineData(" transfer=1")]
    public void OtherTextsAreRefused(string text) => Assert.False(KindWeights.TryParse(text, out _), text);

    [Theory]
    [InlineData("8,1,1")]
    [InlineData("transfer=90,fib=3,mint=2,declare=1,deploy=4")]
    [InlineData("transfer=7919,fib=7919")]
    [InlineData("1000000,1000000,1")]
    public void EachKindHasItsShareSoonAndInEveryRun(string text)
    {
        Assert.True(KindWeights.TryParse(text, out KindWeights? weights));
        const int Count = 20_000;
        LoadKind[] kinds = [.. Enumerable.Range(0, Count).Select(index => weights.KindOf(index))];
        foreach (LoadKind kind in Enum.GetValues<LoadKind>())
        {
            double share = kinds.Count(made => made == kind) / (double)Count;
            Assert.InRange(share, weights.Share(kind) - 0.03, weights.Share(kind) + 0.03);
        }

        Assert.True(weights.KindOf(long.MaxValue) >= 0);
    }

    /// <summary>
    /// Whatever the sum of the weights, the multiples of the walk's own steps among them: in each round every kind has its count.
    /// </summary>
    [Theory]
    [InlineData(1, 7918)]
    [InlineData(4000, 3919)]
    [InlineData(7919, 7919)]
    [InlineData(1, 7919 * 126)]
    [InlineData((7919 * 13) - 5, 5)]
    [InlineData(3, 1_000_000)]
    [InlineData(7917, 1)]
    [InlineData(1, 0)]
    public void InEachRoundEveryKindComesAsOftenAsItsWeight(int transfers, int others)
    {
        Assert.True(KindWeights.TryParse($"{transfers},{others},0", out KindWeights? weights));
        int sent = Enumerable.Range(0, transfers + others).Count(index => weights.KindOf(index) == LoadKind.Transfer);
        Assert.Equal(transfers, sent);
    }

    [Fact]
    public void AMultipleOfTheWalksStepsIsSpreadToo()
    {
        Assert.True(KindWeights.TryParse("4000,3919,0", out KindWeights? weights));
        Assert.InRange(Enumerable.Range(0, 100).Count(index => weights.KindOf(index) == LoadKind.Transfer), 40, 60);
    }
}
