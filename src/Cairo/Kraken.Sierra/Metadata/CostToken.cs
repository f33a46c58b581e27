using System;

namespace Kraken.Sierra.Metadata;

/// <summary>The kinds of cost that the compiler counts. All but Const are priced at run time.</summary>
public enum CostToken
{
    /// <summary>Gas known at compile time: steps, holes and range checks.</summary>
    Const,

    /// <summary>One Pedersen hash.</summary>
    Pedersen,

    /// <summary>One Hades permutation.</summary>
    Poseidon,

    /// <summary>One use of the bitwise builtin.</summary>
    Bitwise,

    /// <summary>One use of the EC-op builtin.</summary>
    EcOp,

    /// <summary>One modular addition.</summary>
    AddMod,

    /// <summary>One modular multiplication.</summary>
    MulMod,

    /// <summary>One Blake2s compression.</summary>
    Blake,
}

/// <summary>Facts about the cost tokens.</summary>
public static class CostTokens
{
    /// <summary>The number of tokens, Const included.</summary>
    public const int Count = 8;

    private static readonly CostToken[] PreCostTokens =
    [
        CostToken.Pedersen, CostToken.Poseidon, CostToken.Bitwise, CostToken.EcOp, CostToken.AddMod, CostToken.MulMod, CostToken.Blake,
    ];

    /// <summary>The tokens that are priced at run time, in the order in which the compiler handles them.</summary>
    public static ReadOnlySpan<CostToken> PreCosts => PreCostTokens;

    /// <summary>The cell of a token's price in the table of builtin costs.</summary>
    public static short OffsetInPriceTable(CostToken token) => token switch
    {
        CostToken.Pedersen => 0,
        CostToken.Bitwise => 1,
        CostToken.EcOp => 2,
        CostToken.Poseidon => 3,
        CostToken.AddMod => 4,
        CostToken.MulMod => 5,
        CostToken.Blake => 6,
        _ => throw new ArgumentOutOfRangeException(nameof(token)),
    };
}
