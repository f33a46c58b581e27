using System;

namespace Kraken.Stark.Fri;

/// <summary>The parameters of the low-degree test.</summary>
/// <param name="LogBlowup">log2 of the ratio of evaluation domain and degree, 1..16.</param>
/// <param name="LogLastLayerDegreeBound">log2 of the number of coefficients at which folding stops, 0..10.</param>
/// <param name="QueryCount">Queries drawn, at least 1; duplicates are not replaced.</param>
/// <param name="FoldStep">Halvings per committed layer, 1..8.</param>
public sealed record FriConfig(int LogBlowup, int LogLastLayerDegreeBound, int QueryCount, int FoldStep)
{
    /// <summary>The largest last layer: 2^10 coefficients.</summary>
    public const int MaxLogLastLayerDegreeBound = 10;

    /// <summary>Conjectured bits of security of the queries: one per query and bit of blowup.</summary>
    public int SecurityBits => LogBlowup * QueryCount;

    /// <summary>
    /// The halvings of each committed layer, the first (circle) layer included, for a polynomial of 2^logDegreeBound coefficients:
    /// the first folds by FoldStep, the last one by what is left, 1..FoldStep. Null if the bound is too small for the first fold.
    /// </summary>
    public int[]? FoldSchedule(int logDegreeBound)
    {
        int left = logDegreeBound - LogLastLayerDegreeBound - FoldStep;
        if (left < 0)
        {
            return null;
        }

        int[] schedule = new int[1 + ((left + FoldStep - 1) / FoldStep)];
        Array.Fill(schedule, FoldStep);
        if (left % FoldStep != 0)
        {
            schedule[^1] = left % FoldStep;
        }

        return schedule;
    }

    /// <summary>
    /// log2 of the secure field elements hashed together as one Merkle leaf of a layer of 2^layerLogSize values: 2 where
    /// cosets of at least four are opened at once, else 0.
    /// </summary>
    public static int LeafLogSize(int layerLogSize, int foldStep) => foldStep > 1 && layerLogSize >= 2 ? 2 : 0;
}
