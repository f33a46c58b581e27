using Kraken.Sierra.Metadata;

namespace Kraken.Sierra.Libfuncs;

/// <summary>How the gas of a branch comes about.</summary>
public enum BranchCostKind
{
    /// <summary>A fixed cost.</summary>
    Regular,

    /// <summary>A fixed cost and that of a function.</summary>
    FunctionCall,

    /// <summary>Gives back the cost of a function.</summary>
    FunctionRefund,

    /// <summary>Aligns ap and burns the gas that the branch does not need.</summary>
    BranchAlign,

    /// <summary>Withdraws gas from the counter.</summary>
    WithdrawGas,

    /// <summary>Puts the rest of the wallet back to the counter.</summary>
    RedepositGas,

    /// <summary>Reads the rest of the wallet.</summary>
    GetUnspentGas,
}

/// <summary>The cost of a branch.</summary>
/// <param name="Const">The fixed part in resources.</param>
/// <param name="Tokens">The fixed part priced at run time.</param>
/// <param name="Function">The function of a call or refund, or -1.</param>
/// <param name="Success">Whether a withdrawal succeeds on this branch.</param>
/// <param name="WithPriceTable">Whether the price table is at hand.</param>
public readonly record struct BranchCost(
    BranchCostKind Kind, ConstCost Const = default, TokenCounts Tokens = default,
    int Function = -1, bool Success = false, bool WithPriceTable = false);
