using System.Collections.Immutable;
using Kraken.Fields;
using Kraken.Starknet.Blocks;

namespace Kraken.Starknet.Genesis;

/// <summary>
/// A contract that exists from the first block on: deployed, when it has constructor calldata, by running its constructor in block 0; else
/// placed, with the storage that is given.
/// </summary>
/// <param name="Name">What errors call it.</param>
/// <param name="Address">Where it stands.</param>
/// <param name="ClassHash">Its class, one of the chain's own or of <see cref="GenesisDescription.Classes"/>.</param>
public sealed record GenesisContract(string Name, Felt Address, Felt ClassHash)
{
    /// <summary>What its constructor is called with, by zero; null for a contract that is placed.</summary>
    public ImmutableArray<Felt>? Constructor { get; init; }

    /// <summary>The storage of a contract that is placed; each key once.</summary>
    public ImmutableArray<StorageEntry> Storage { get; init; } = [];
}
