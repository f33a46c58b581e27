using System;

namespace Kraken.Sierra.Metadata;

/// <summary>What a gas wallet holds, for one pass of the solver.</summary>
internal interface IWallet<TSelf>
    where TSelf : struct, IWallet<TSelf>
{
    static abstract TSelf Add(TSelf left, TSelf right);

    static abstract TSelf Subtract(TSelf left, TSelf right);

    static abstract TSelf Min(TSelf left, TSelf right);

    static abstract TSelf Max(TSelf left, TSelf right);

    void Store(GasInfo info, int statement, Func<long, long> map);

    void StoreFunction(GasInfo info, int function);
}

/// <summary>A wallet of gas known at compile time.</summary>
internal readonly record struct ConstWallet(long Gas) : IWallet<ConstWallet>
{
    public static ConstWallet Add(ConstWallet left, ConstWallet right) => new(checked(left.Gas + right.Gas));

    public static ConstWallet Subtract(ConstWallet left, ConstWallet right) => new(checked(left.Gas - right.Gas));

    public static ConstWallet Min(ConstWallet left, ConstWallet right) => new(Math.Min(left.Gas, right.Gas));

    public static ConstWallet Max(ConstWallet left, ConstWallet right) => new(Math.Max(left.Gas, right.Gas));

    public void Store(GasInfo info, int statement, Func<long, long> map) => info.Set(statement, CostToken.Const, map(Gas));

    public void StoreFunction(GasInfo info, int function) => info.SetFunctionCost(function, CostToken.Const, Gas);

    public override string ToString() => $"{Gas} gas";
}

/// <summary>A wallet of tokens that are priced at run time.</summary>
internal readonly record struct TokenWallet(TokenCounts Counts) : IWallet<TokenWallet>
{
    public static TokenWallet Add(TokenWallet left, TokenWallet right) => Combine(left, right, static (a, b) => checked(a + b));

    public static TokenWallet Subtract(TokenWallet left, TokenWallet right) => Combine(left, right, static (a, b) => checked(a - b));

    public static TokenWallet Min(TokenWallet left, TokenWallet right) => Combine(left, right, Math.Min);

    public static TokenWallet Max(TokenWallet left, TokenWallet right) => Combine(left, right, Math.Max);

    public void Store(GasInfo info, int statement, Func<long, long> map)
    {
        foreach (CostToken token in CostTokens.PreCosts)
        {
            info.Set(statement, token, map(Counts.Of(token)));
        }
    }

    public void StoreFunction(GasInfo info, int function)
    {
        foreach (CostToken token in CostTokens.PreCosts)
        {
            info.SetFunctionCost(function, token, Counts.Of(token));
        }
    }

    private static TokenWallet Combine(TokenWallet left, TokenWallet right, Func<int, int, int> operation)
    {
        TokenCounts result = default;
        for (int i = 0; i < CostTokens.Count - 1; i++)
        {
            result[i] = operation(left.Counts[i], right.Counts[i]);
        }

        return new TokenWallet(result);
    }
}
