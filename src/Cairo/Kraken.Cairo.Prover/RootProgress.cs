namespace Kraken.Cairo.Prover;

/// <summary>How far the computation of a root is.</summary>
/// <param name="Done">Parts of the tree that are done.</param>
/// <param name="Count">All parts; they take about the same time each.</param>
public readonly record struct RootProgress(int Done, int Count);
