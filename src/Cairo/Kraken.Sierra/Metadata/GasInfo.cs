using Kraken.Sierra.Libfuncs;

namespace Kraken.Sierra.Metadata;

/// <summary>The solution of the gas equations: amounts at statements, and the cost of each function.</summary>
public sealed class GasInfo
{
    private readonly long[] values;
    private readonly byte[] present;
    private readonly long[] functionCosts;

    /// <summary>An empty solution.</summary>
    public GasInfo(int statements, int functions)
    {
        values = new long[statements * CostTokens.Count];
        present = new byte[statements];
        functionCosts = new long[functions * CostTokens.Count];
    }

    /// <summary>The amount withdrawn, burnt or put back at a statement; null when the statement has none.</summary>
    public long? At(int statement, CostToken token) =>
        (present[statement] & (1 << (int)token)) != 0 ? values[(statement * CostTokens.Count) + (int)token] : null;

    /// <summary>The cost of a function in a token.</summary>
    public long FunctionCost(int function, CostToken token) => functionCosts[(function * CostTokens.Count) + (int)token];

    internal void Set(int statement, CostToken token, long value)
    {
        if (At(statement, token) is not null)
        {
            throw new SierraException(SierraErrorKind.GasMetadata, "two gas amounts at a statement", statement);
        }

        present[statement] |= (byte)(1 << (int)token);
        values[(statement * CostTokens.Count) + (int)token] = value;
    }

    internal void SetFunctionCost(int function, CostToken token, long value) =>
        functionCosts[(function * CostTokens.Count) + (int)token] = value;

    /// <summary>The steps to compute a price from the table; that is also the number of cells that ap moves by.</summary>
    public int PriceComputationSteps(int statement, bool tableAtHand)
    {
        int steps = 0;
        foreach (CostToken token in CostTokens.PreCosts)
        {
            steps += (At(statement, token) ?? 0) switch
            {
                0 => 0,
                1 => 2,
                _ => 3,
            };
        }

        return steps > 0 && !tableAtHand ? steps + 4 : steps;
    }

    /// <summary>The steps, range checks and gas of a withdrawal at a statement.</summary>
    public ConstCost WithdrawalCost(int statement, bool success, bool tableAtHand)
    {
        int computation = PriceComputationSteps(statement, tableAtHand);
        int refusal = success ? 0 : tableAtHand || computation > 0 ? 2 : 1;
        return new ConstCost(3 + computation + refusal, 0, 1);
    }

    /// <summary>The change of ap of a gas function's branch, whose code depends on the tokens that it has to price.</summary>
    public int ComputationApChange(int statement, LibfuncBranch branch)
    {
        BranchCost cost = branch.Cost;
        int computation = PriceComputationSteps(statement, cost.WithPriceTable);
        bool refusal = cost is { Kind: BranchCostKind.WithdrawGas, Success: false } && (computation > 0 || cost.WithPriceTable);
        return computation + branch.Ap.Amount + (refusal ? 1 : 0);
    }
}
