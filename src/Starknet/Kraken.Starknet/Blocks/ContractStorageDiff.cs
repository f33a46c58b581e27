using System.Collections.Immutable;
using Kraken.Fields;

namespace Kraken.Starknet.Blocks;

/// <summary>The changed storage cells of a contract.</summary>
/// <param name="Address">The contract.</param>
/// <param name="Entries">The cells, each key once.</param>
public sealed record ContractStorageDiff(Felt Address, ImmutableArray<StorageEntry> Entries);
