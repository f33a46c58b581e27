using System;
using Kraken.Sierra.Libfuncs;
using Kraken.Sierra.Metadata;

namespace Kraken.Sierra.ToCasm;

/// <summary>What a branch takes out of the gas wallet of a statement, per token.</summary>
internal static class BranchCosts
{
    public static void Compute(SierraMetadata metadata, int statement, BranchCost cost, Span<long> amounts)
    {
        amounts.Clear();
        GasInfo gas = metadata.Gas;
        switch (cost.Kind)
        {
            case BranchCostKind.Regular:
                amounts[0] = cost.Const.Gas;
                AddTokens(amounts, t => cost.Tokens.Of(t));
                break;
            case BranchCostKind.FunctionCall:
                amounts[0] = cost.Const.Gas + gas.FunctionCost(cost.Function, CostToken.Const);
                AddTokens(amounts, t => gas.FunctionCost(cost.Function, t));
                break;
            case BranchCostKind.FunctionRefund:
                amounts[0] = At(CostToken.Const) - (cost.Const.Gas + gas.FunctionCost(cost.Function, CostToken.Const));
                AddTokens(amounts, t => At(t) - gas.FunctionCost(cost.Function, t));
                break;
            case BranchCostKind.BranchAlign:
                int alignment = metadata.ApChanges.Alignments[statement];
                amounts[0] = At(CostToken.Const) + (alignment == 0 ? 0 : new ConstCost(1, alignment).Gas);
                AddTokens(amounts, At);
                break;
            case BranchCostKind.WithdrawGas:
                amounts[0] = gas.WithdrawalCost(statement, cost.Success, cost.WithPriceTable).Gas
                    - (cost.Success ? At(CostToken.Const) : 0);
                AddTokens(amounts, t => cost.Success ? -At(t) : 0);
                break;
            case BranchCostKind.RedepositGas:
                amounts[0] = new ConstCost(gas.PriceComputationSteps(statement, false)).Gas + At(CostToken.Const);
                AddTokens(amounts, At);
                break;
            default:
                amounts[0] = new ConstCost(gas.PriceComputationSteps(statement, false)).Gas;
                break;
        }

        long At(CostToken token) => gas.At(statement, token) ?? 0;
    }

    private static void AddTokens(Span<long> amounts, Func<CostToken, long> amountOf)
    {
        foreach (CostToken token in CostTokens.PreCosts)
        {
            amounts[(int)token] = amountOf(token);
        }
    }
}
