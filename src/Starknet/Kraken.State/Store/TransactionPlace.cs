namespace Kraken.State.Store;

/// <summary>Where a transaction stands.</summary>
/// <param name="BlockNumber">The block.</param>
/// <param name="Index">Its index in the block.</param>
public readonly record struct TransactionPlace(ulong BlockNumber, int Index);
