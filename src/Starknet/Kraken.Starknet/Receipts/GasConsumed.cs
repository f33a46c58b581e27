namespace Kraken.Starknet.Receipts;

/// <summary>The gas that a receipt states.</summary>
/// <param name="L1Gas">L1 gas.</param>
/// <param name="L1DataGas">L1 blob gas.</param>
/// <param name="L2Gas">L2 gas.</param>
public readonly record struct GasConsumed(ulong L1Gas, ulong L1DataGas, ulong L2Gas);
