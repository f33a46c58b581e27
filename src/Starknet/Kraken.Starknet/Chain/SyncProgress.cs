using Kraken.Fields;

namespace Kraken.Starknet.Chain;

/// <summary>How far a node that catches up has come.</summary>
/// <param name="StartingNumber">The height where it began.</param>
/// <param name="CurrentNumber">The height that it has.</param>
/// <param name="HighestNumber">The highest height that it knows of.</param>
/// <param name="HighestHash">Its hash; zero while unknown.</param>
public sealed record SyncProgress(
    ulong StartingNumber, Felt StartingHash, ulong CurrentNumber, Felt CurrentHash, ulong HighestNumber, Felt HighestHash);
