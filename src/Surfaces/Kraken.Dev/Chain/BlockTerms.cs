using Kraken.Starknet.Blocks;

namespace Kraken.Dev.Chain;

/// <summary>What a block is executed with from its first transaction to its last, whatever is set meanwhile for those after it.</summary>
/// <param name="Time">Its time, in seconds since 1970-01-01 UTC.</param>
/// <param name="Prices">Its gas prices.</param>
internal sealed record BlockTerms(ulong Time, GasPrices Prices);
