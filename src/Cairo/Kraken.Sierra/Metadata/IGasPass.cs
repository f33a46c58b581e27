using System;
using Kraken.Sierra.Libfuncs;

namespace Kraken.Sierra.Metadata;

/// <summary>What distinguishes the pass over run-time tokens from the pass over compile-time gas.</summary>
internal interface IGasPass<TWallet>
    where TWallet : struct, IWallet<TWallet>
{
    /// <summary>What a branch needs on entry, given what the following statement needs.</summary>
    TWallet Requirement(int statement, BranchCost cost, int next, Func<int, TWallet> walletAt);

    /// <summary>What a successful withdrawal has to take.</summary>
    TWallet Withdrawal(int statement, BranchCost cost, TWallet wallet, TWallet future);
}

/// <summary>The pass over the tokens that are priced at run time.</summary>
internal sealed class TokenPass(SierraProgram program) : IGasPass<TokenWallet>
{
    public TokenWallet Requirement(int statement, BranchCost cost, int next, Func<int, TokenWallet> walletAt)
    {
        if (cost is { Kind: BranchCostKind.WithdrawGas, Success: true })
        {
            return default;
        }

        TokenWallet future = walletAt(next);
        return cost.Kind switch
        {
            BranchCostKind.Regular => TokenWallet.Add(new TokenWallet(cost.Tokens), future),
            BranchCostKind.FunctionCall => TokenWallet.Add(walletAt(program.Functions[cost.Function].EntryPoint), future),
            BranchCostKind.FunctionRefund => TokenWallet.Subtract(future, walletAt(program.Functions[cost.Function].EntryPoint)),
            _ => future,
        };
    }

    public TokenWallet Withdrawal(int statement, BranchCost cost, TokenWallet wallet, TokenWallet future) =>
        TokenWallet.Subtract(future, wallet);
}

/// <summary>The pass over the gas that is known at compile time; it needs the token usages and the alignments.</summary>
internal sealed class ConstPass(SierraProgram program, GasInfo tokens, int[] alignments) : IGasPass<ConstWallet>
{
    public ConstWallet Requirement(int statement, BranchCost cost, int next, Func<int, ConstWallet> walletAt)
    {
        long own = cost.Kind switch
        {
            BranchCostKind.Regular => cost.Const.Gas,
            BranchCostKind.BranchAlign => alignments[statement] == 0 ? 0 : new ConstCost(1, alignments[statement]).Gas,
            BranchCostKind.FunctionCall => walletAt(program.Functions[cost.Function].EntryPoint).Gas + cost.Const.Gas,
            BranchCostKind.FunctionRefund => -(walletAt(program.Functions[cost.Function].EntryPoint).Gas + cost.Const.Gas),
            BranchCostKind.WithdrawGas => tokens.WithdrawalCost(statement, cost.Success, cost.WithPriceTable).Gas,
            _ => new ConstCost(tokens.PriceComputationSteps(statement, false)).Gas,
        };
        return cost is { Kind: BranchCostKind.WithdrawGas, Success: true }
            ? new ConstWallet(own)
            : ConstWallet.Add(new ConstWallet(own), walletAt(next));
    }

    public ConstWallet Withdrawal(int statement, BranchCost cost, ConstWallet wallet, ConstWallet future) =>
        new(future.Gas + tokens.WithdrawalCost(statement, true, cost.WithPriceTable).Gas - wallet.Gas);
}
