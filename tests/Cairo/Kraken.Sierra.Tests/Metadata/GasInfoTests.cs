using System;
using System.Linq;
using Kraken.Sierra.Metadata;
using Xunit;

namespace Kraken.Sierra.Tests.Metadata;

/// <summary>The prices of resources and of withdrawals, as the gas model gives them.</summary>
public sealed class GasInfoTests
{
    [Theory]
    [InlineData(1, 0, 0, 0, 100)]
    [InlineData(0, 1, 0, 0, 10)]
    [InlineData(0, 0, 1, 0, 70)]
    [InlineData(0, 0, 0, 1, 56)]
    [InlineData(3, 2, 4, 5, 880)]
    public void ResourcesHaveTheirGas(int steps, int holes, int rangeChecks, int rangeChecks96, int gas) =>
        Assert.Equal(gas, new ConstCost(steps, holes, rangeChecks, rangeChecks96).Gas);

    [Fact]
    public void PricesStandInTheTableInTheOrderOfTheNetwork()
    {
        CostToken[] order =
        [
            CostToken.Pedersen, CostToken.Bitwise, CostToken.EcOp, CostToken.Poseidon, CostToken.AddMod, CostToken.MulMod, CostToken.Blake,
        ];
        Assert.Equal(Enumerable.Range(0, 7), order.Select(token => (int)CostTokens.OffsetInPriceTable(token)));
        Assert.Equal(order.Order(), CostTokens.PreCosts.ToArray().Order());
        Assert.Equal(CostTokens.Count, CostTokens.PreCosts.Length + 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => CostTokens.OffsetInPriceTable(CostToken.Const));
    }

    // One use of a token takes two steps, more take three; the table takes four more where it is not at hand.
    [Theory]
    [InlineData("", 0, 0)]
    [InlineData("Pedersen 0", 0, 0)]
    [InlineData("Pedersen 1", 2, 6)]
    [InlineData("Pedersen 2", 3, 7)]
    [InlineData("Blake 1000000", 3, 7)]
    [InlineData("Pedersen 1, Bitwise 1", 4, 8)]
    [InlineData("Pedersen 1, Bitwise 5, Const 300", 5, 9)]
    [InlineData("Pedersen 2, Poseidon 2, Bitwise 2, EcOp 2, AddMod 2, MulMod 2, Blake 2", 21, 25)]
    public void APriceTakesStepsByTheTokens(string tokens, int atHand, int fetched)
    {
        GasInfo gas = Amounts(tokens);
        Assert.Equal((atHand, fetched), (gas.PriceComputationSteps(1, true), gas.PriceComputationSteps(1, false)));
        Assert.Equal(0, gas.PriceComputationSteps(0, false));

        // Three steps and a range check; the refusal takes one more step, or two where a price was computed.
        Assert.Equal(new ConstCost(3 + atHand, 0, 1), gas.WithdrawalCost(1, true, true));
        Assert.Equal(new ConstCost(3 + fetched, 0, 1), gas.WithdrawalCost(1, true, false));
        Assert.Equal(new ConstCost(5 + atHand, 0, 1), gas.WithdrawalCost(1, false, true));
        Assert.Equal(new ConstCost((fetched == 0 ? 4 : 5) + fetched, 0, 1), gas.WithdrawalCost(1, false, false));
    }

    [Theory]
    [InlineData("withdraw_gas", "", 2, 2)]
    [InlineData("withdraw_gas", "Pedersen 1", 8, 9)]
    [InlineData("withdraw_gas_all", "", 2, 3)]
    [InlineData("withdraw_gas_all", "Pedersen 3", 5, 6)]
    public void AWithdrawalMovesApByWhatItComputes(string libfunc, string tokens, int success, int refusal)
    {
        Assert.True(Declared.TryBuild("RangeCheck; GasBuiltin; BuiltinCosts", [libfunc], out SierraRegistry? registry, out _));
        GasInfo gas = Amounts(tokens);
        Assert.Equal([success, refusal], registry!.Libfuncs[0].Branches.Select(branch => gas.ComputationApChange(1, branch)));
    }

    [Fact]
    public void AStatementHasOneAmountOfEachToken()
    {
        GasInfo gas = new(3, 2);
        gas.Set(2, CostToken.Const, -5);
        gas.Set(2, CostToken.Blake, long.MaxValue);
        Assert.Equal((-5, long.MaxValue), (gas.At(2, CostToken.Const), gas.At(2, CostToken.Blake)));
        Assert.Null(gas.At(2, CostToken.Pedersen));
        Assert.Null(gas.At(0, CostToken.Const));
        SierraException error = Assert.Throws<SierraException>(() => gas.Set(2, CostToken.Const, -5));
        Assert.Equal("GasMetadata at #2: two gas amounts at a statement", error.Message);
        gas.SetFunctionCost(1, CostToken.EcOp, 7);
        Assert.Equal((0, 7), (gas.FunctionCost(0, CostToken.EcOp), gas.FunctionCost(1, CostToken.EcOp)));
    }

    [Fact]
    public void CountsOfTokensAreKeptApart()
    {
        TokenCounts counts = default;
        foreach (CostToken token in CostTokens.PreCosts)
        {
            counts = counts.With(token, 10 + (int)token);
        }

        Assert.All(CostTokens.PreCosts.ToArray(), token => Assert.Equal(10 + (int)token, counts.Of(token)));
        Assert.True(counts == counts.With(CostToken.Pedersen, 11) && counts != counts.With(CostToken.Pedersen, 12));
        Assert.Equal(counts.GetHashCode(), default(TokenCounts).With(CostToken.Blake, 0) == default ? counts.GetHashCode() : 0);
    }

    private static GasInfo Amounts(string tokens)
    {
        GasInfo gas = new(2, 0);
        foreach (string[] token in tokens.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(text => text.Split(' ')))
        {
            gas.Set(1, Enum.Parse<CostToken>(token[0]), long.Parse(token[1], null));
        }

        return gas;
    }
}
