namespace Kraken.Starknet.Blocks;

/// <summary>The gas prices of a block.</summary>
/// <param name="L1DataGas">L1 blob gas.</param>
public readonly record struct GasPrices(GasPrice L1Gas, GasPrice L1DataGas, GasPrice L2Gas);
