using Kraken.Fields;

namespace Kraken.Execution.Constants;

/// <summary>Contracts that have storage but no class.</summary>
/// <param name="BlockHashes">Maps block numbers to block hashes.</param>
/// <param name="Aliases">Maps storage keys and addresses to their aliases (stateful compression).</param>
/// <param name="BlockHashBuffer">How many blocks old a hash must be to be readable.</param>
public sealed record SystemContracts(Felt BlockHashes, Felt Aliases, ulong BlockHashBuffer);
