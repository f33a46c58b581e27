namespace Kraken.Starknet.Transactions;

/// <summary>The bounds of the three gases of a version 3 transaction.</summary>
/// <param name="L1Gas">L1 gas: messages to L1.</param>
/// <param name="L2Gas">L2 gas: computation and archived data.</param>
/// <param name="L1DataGas">L1 blob gas: state diffs.</param>
public readonly record struct ResourceBoundsMapping(ResourceBounds L1Gas, ResourceBounds L2Gas, ResourceBounds L1DataGas)
{
    /// <summary>
    /// Whether the transaction was signed before L1 data gas had bounds (before protocol 0.13.4): its hash covers only two gases.
    /// </summary>
    public bool PredatesL1DataGas { get; init; }
}
