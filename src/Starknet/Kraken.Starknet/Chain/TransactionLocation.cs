namespace Kraken.Starknet.Chain;

/// <summary>Where a transaction stands in the chain.</summary>
/// <param name="BlockNumber">The height of its block.</param>
/// <param name="Index">Its index in the block, from 0 on.</param>
public readonly record struct TransactionLocation(ulong BlockNumber, int Index);
