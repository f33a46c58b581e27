namespace Kraken.Stark.Prover.Merkle;

/// <summary>How columns of coefficients become the leaves of a tree.</summary>
/// <param name="LogBlowup">log2 of the ratio of values and coefficients.</param>
/// <param name="MinHeight">The smallest height of the tree; a larger one than the extended columns' lifts them all.</param>
public readonly record struct TreeShape(int LogBlowup, int MinHeight);
