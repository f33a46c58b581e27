using System;
using Kraken.Stark.Fri;

namespace Kraken.Stark.Pcs;

/// <summary>The parameters of the polynomial commitment scheme.</summary>
/// <param name="PowBits">Bits of the proof of work before the queries, 0..63.</param>
/// <param name="Fri">The low-degree test.</param>
/// <param name="MinLiftingLogSize">The smallest log2 height of the trees, blowup included; 0 for no minimum.</param>
public sealed record PcsConfig(int PowBits, FriConfig Fri, int MinLiftingLogSize = 0)
{
    /// <summary>log2 of the largest domain that a proof may use.</summary>
    public const int MaxLogDomain = 30;

    /// <summary>The parameters that give 96 bits: 26 bits of work, blowup 2, 70 queries.</summary>
    public static PcsConfig Default { get; } = new(26, new FriConfig(1, 0, 70, 1));

    /// <summary>Conjectured bits of security.</summary>
    public int SecurityBits => PowBits + Fri.SecurityBits;

    /// <summary>The height of a tree whose largest column has 2^logSize coefficients: all trees are lifted to the minimum.</summary>
    public int TreeHeight(int logSize) => Math.Max(MinLiftingLogSize, logSize + Fri.LogBlowup);

    /// <summary>log2 of the coefficients to which columns of at most 2^logSize are lifted: the tested polynomial has as many.</summary>
    public int LiftedLogSize(int logSize) => TreeHeight(logSize) - Fri.LogBlowup;

    /// <summary>Checks that all parameters are in range and supported.</summary>
    /// <returns>Null if they are.</returns>
    public VerifyError? Check() =>
        Range("pow_bits", PowBits, 0, 63)
        ?? Range("log_blowup_factor", Fri.LogBlowup, 1, 16)
        ?? Range("log_last_layer_degree_bound", Fri.LogLastLayerDegreeBound, 0, FriConfig.MaxLogLastLayerDegreeBound)
        ?? Range("n_queries", Fri.QueryCount, 1, 1 << 16)
        ?? Range("fold_step", Fri.FoldStep, 1, FriFold.MaxFoldStep)
        ?? Range("min_lifting_log_size", MinLiftingLogSize, 0, MaxLogDomain);

    private static VerifyError? Range(string name, int value, int low, int high) => value >= low && value <= high
        ? null
        : new VerifyError(VerifyErrorKind.UnsupportedConfig, name, $"{low}..{high}", $"{value}");
}
